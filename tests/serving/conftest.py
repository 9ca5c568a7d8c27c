import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from config.page_cache import PageCache
from config.page_cache.cache_key import allowed
from config.request import Request
from tests.public.conftest import lights, programme, september  # noqa: F401
from tests.serving.asking import ask

MEGABYTE = 1024 * 1024


class Told:
    """A poller that says what the test tells it."""

    def __init__(self):
        self.answer = 1

    def version(self):
        return self.answer


class Application:
    """Stands where Django does: counts what it builds and remembers what it was asked."""

    def __init__(self):
        self.built = []
        self.status, self.body = "200 OK", b'<main id="main">' + b"promise " * 100
        self.headers = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60")]

    def __call__(self, environ, start_response):
        self.built.append(environ)
        start_response(self.status, [*self.headers, ("Content-Length", str(len(self.body)))])
        return [self.body]


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "www.example.cn"]
    allowed.cache_clear()
    yield
    allowed.cache_clear()


@pytest.fixture
def poller():
    return Told()


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def page_cache(application, poller):
    return PageCache(application, limit=MEGABYTE, poller=poller)


@pytest.fixture
def get(page_cache):
    """Ask the page cache."""
    return lambda path="/", query="", **given: ask(page_cache, path, query, **given)


@pytest.fixture
def django(db):
    """Django itself, on the test's own connection, as the test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    handler = WSGIHandler()
    handler.request_class = Request
    yield handler
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(django, poller):
    """The page cache before Django."""
    return PageCache(django, limit=MEGABYTE, poller=poller)


# They have servers or roles of their own, which are there where the suite runs on PostgreSQL.
if connection.vendor != "postgresql":
    collect_ignore = ["test_stopping_postgres.py", "test_replica.py", "test_database_roles.py"]
