from tests.browsing import chromium, opened, world  # noqa: F401
