"""WSGI entry point: Django behind the cache of public pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Imported late: all want the settings that the line above loads.
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from config import database_timeout  # noqa: E402
from config.page_cache import PageCache  # noqa: E402
from config.page_cache.published_version import VersionPoller  # noqa: E402
from config.request import Request  # noqa: E402

application.request_class = Request

poller = VersionPoller()
if connection.vendor == "postgresql":
    database_timeout.install(lambda: poller.version() is not None)
if settings.PAGE_CACHE_MB:
    application = PageCache(application, limit=settings.PAGE_CACHE_MB * 1024 * 1024, poller=poller)
