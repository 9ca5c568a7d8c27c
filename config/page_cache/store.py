"""Where copies stand: bounded in bytes, the longest unused thrown out first."""

from collections import OrderedDict
from threading import Lock

from config.page_cache.cache_key import CacheKey
from config.page_cache.copies import Copy

LARGEST_SHARE = 4  # no single page takes more than a quarter


class Store:
    def __init__(self, limit: int):
        self.limit, self.used = limit, 0
        self.copies: OrderedDict[CacheKey, Copy] = OrderedDict()
        self.lock = Lock()

    def get(self, key: CacheKey) -> Copy | None:
        with self.lock:
            copy = self.copies.get(key)
            if copy:
                self.copies.move_to_end(key)
            return copy

    def put(self, key: CacheKey, copy: Copy) -> None:
        """Keep a copy unless it is too large, or one begun later stands already."""
        size = copy.size + sum(map(len, key))
        if size * LARGEST_SHARE > self.limit:
            return
        with self.lock:
            former = self.copies.get(key)
            if former and former.began > copy.began:
                return
            self.remove(key)
            self.copies[key] = copy
            self.used += size
            while self.used > self.limit:
                self.remove(next(iter(self.copies)))

    def remove(self, key: CacheKey) -> None:
        if copy := self.copies.pop(key, None):
            self.used -= copy.size + sum(map(len, key))
