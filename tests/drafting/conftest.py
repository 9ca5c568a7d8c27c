from tests.browsing import chromium, opened  # noqa: F401
