"""The WSGI callable that stands before Django (docs/adr/0003-page-cache.md)."""

import time
from contextlib import contextmanager, nullcontext
from threading import Event, Lock

from config.database_timeout import database_deadline
from config.page_cache.cache_key import DATABASE_AWAY, CacheKey, cache_key
from config.page_cache.copies import Answer, Copy
from config.page_cache.published_version import VersionPoller
from config.page_cache.store import Store
from config.replica import public_reading
from projects.clock import now
from projects.pages.shared import SHARED
from projects.values import days

OFFICE = "/admin/"
READING = ("GET", "HEAD")
# That a public answer waits for the database, in all. One behind it in the same process waits for
# its own question besides: both together stay under four seconds.
DATABASE_SECONDS = 2.5
TYPED_SHARE = 8  # what answers typed words gets an eighth of the memory, and no more
LONGEST_BUILD = 20.0  # seconds that others wait for the one who builds a page


class PageCache:
    def __init__(self, application, *, limit: int, poller: VersionPoller | None = None):
        """`limit` is how many bytes the copies may take."""
        self.application = application
        self.store, self.answers = Store(limit - limit // TYPED_SHARE), Store(limit // TYPED_SHARE)
        self.poller = poller or VersionPoller()
        self.lock = Lock()
        self.building: dict[tuple, Event] = {}
        self.shared: tuple[object, dict] = None, {}

    def __call__(self, environ, start_response):
        page = cache_key(environ)
        if page is None:
            return self.uncached(environ, start_response)
        version = self.poller.version()
        found = self.store_of(page).get(page)
        if found is None or found.version != version:
            found = self.rebuilt(page, version, found, environ)
        return found.give(environ, start_response)

    def uncached(self, environ, start_response):
        """What is never kept: the office's pages as they are; of the rest none stands waiting."""
        if environ.get("PATH_INFO", "").startswith(OFFICE):
            return self.application(environ, start_response)
        if (version := self.poller.version()) is None:
            environ[DATABASE_AWAY] = True
        else:
            environ[SHARED] = self.shared_by(version)
        reading = public_reading() if environ["REQUEST_METHOD"] in READING else nullcontext()
        with database_deadline(DATABASE_SECONDS), reading:
            return self.application(environ, start_response)

    def rebuilt(self, page: CacheKey, version, former: Copy | None, environ) -> Copy | Answer:
        """The page built now; where the database is away, the last good copy."""
        if version is None:
            return aged(former) if former else self.build(page, environ, {DATABASE_AWAY: True})
        with self.turn((page, version)):
            copy = self.store_of(page).get(page)
            if copy and copy.version == version:
                return copy
            began, at = time.monotonic(), now()
            answer = self.build(page, environ, {SHARED: self.shared_by(version)})
            if answer.for_anyone:
                copy = Copy.of(answer, version, began, days.moment_in_words(at))
                self.store_of(page).put(page, copy)
                return copy
        if former and answer.status.startswith("503 "):
            return aged(former)
        return answer

    def store_of(self, page: CacheKey) -> Store:
        """Typed words have no end: they push out each other's answers and no page."""
        return self.answers if page.typed else self.store

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

    def shared_by(self, version) -> dict:
        """What pages of a version have read already; that of the version before it is dropped."""
        held = self.shared
        if held[0] != version:
            held = self.shared = version, {}
        return held[1]

    def build(self, page: CacheKey, environ: dict, ours: dict) -> Answer:
        """The application's whole answer to the page's key alone, and to what is `ours`."""
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]

        built = page.environ(environ) | ours
        with database_deadline(DATABASE_SECONDS), public_reading():
            body = self.application(built, start_response)
            try:
                return Answer(*started, b"".join(body))
            finally:
                if hasattr(body, "close"):
                    body.close()


def aged(copy: Copy) -> Copy:
    return copy.aged(f"数据暂时读取不到。这是{copy.at}保存的页面，恢复后自动更新。")
