"""The page cache: public pages are answered from kept copies, before Django builds a request."""

from config.page_cache.page_cache import PageCache

__all__ = ["PageCache"]
