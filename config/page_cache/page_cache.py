"""The WSGI callable that stands before Django (docs/adr/0003-door.md)."""

import time
from contextlib import contextmanager
from threading import Event, Lock

from django.utils import timezone

from config.database_timeout import at_most
from config.page_cache.cache_key import AWAY, Asked, asked
from config.page_cache.copies import Answer, Copy
from config.page_cache.published_version import Watch
from config.page_cache.store import Shelf
from projects.clock import now

OFFICE = "/admin/"
PATIENCE = 3.0  # seconds that a public answer may wait for the database, all its questions together
LONGEST_BUILD = 20.0  # seconds that others wait for the one who builds a page


class Door:
    def __init__(self, application, *, limit: int, watch: Watch | None = None):
        """`limit` is how many bytes the copies may take."""
        self.application = application
        self.shelf = Shelf(limit)
        self.watch = watch or Watch()
        self.lock = Lock()
        self.building: dict[tuple, Event] = {}

    def __call__(self, environ, start_response):
        page = asked(environ)
        if page is None:
            return self.passed_on(environ, start_response)
        version = self.watch.version()
        found = self.shelf.get(page)
        if found is None or found.version != version:
            found = self.found_anew(page, version, found, environ)
        return found.give(environ, start_response)

    def passed_on(self, environ, start_response):
        """What is never kept: the office's pages as they are; of the rest none stands waiting."""
        if environ.get("PATH_INFO", "").startswith(OFFICE):
            return self.application(environ, start_response)
        if self.watch.version() is None:
            environ[AWAY] = True
        with at_most(PATIENCE):
            return self.application(environ, start_response)

    def found_anew(self, page: Asked, version, former: Copy | None, environ) -> Copy | Answer:
        """The page built now; where the database is away, the last good copy."""
        if version is None:
            return aged(former) if former else self.build(page, environ, away=True)
        with self.turn((page, version)):
            copy = self.shelf.get(page)
            if copy and copy.version == version:
                return copy
            began, at = time.monotonic(), now()
            answer = self.build(page, environ)
            if answer.for_anyone:
                copy = Copy.of(answer, version, began, in_words(at))
                self.shelf.put(page, copy)
                return copy
        if former and answer.status.startswith("503 "):
            return aged(former)
        return answer

    @contextmanager
    def turn(self, key: tuple):
        """One builds a page; the others wait for it, and build themselves if nothing was kept."""
        mine = Event()
        with self.lock:
            first = self.building.setdefault(key, mine)
        if first is not mine:
            first.wait(LONGEST_BUILD)
            yield
            return
        try:
            yield
        finally:
            with self.lock:
                del self.building[key]
            mine.set()

    def build(self, page: Asked, environ: dict, *, away: bool = False) -> Answer:
        """The application's whole answer to the page's key alone."""
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]

        built = page.environ(environ)
        if away:
            built[AWAY] = True
        with at_most(PATIENCE):
            body = self.application(built, start_response)
            try:
                return Answer(*started, b"".join(body))
            finally:
                if hasattr(body, "close"):
                    body.close()


def in_words(at) -> str:
    at = timezone.localtime(at)
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"


def aged(copy: Copy) -> Copy:
    return copy.aged(f"数据暂时读取不到。这是{copy.at}保存的页面，恢复后自动更新。")
