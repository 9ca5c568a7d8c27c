"""WSGI entry point: Django behind the cache of public pages."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# What is loaded here stays to the end: to look for garbage in it would be a tenth of the time to
# start, and of every later look.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Imported late: all want the settings that the line above loads.
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from config import database_timeout  # noqa: E402
from config.kept_open import keep_open  # noqa: E402
from config.orphans import end_with_parent  # noqa: E402
from config.page_cache import PageCache  # noqa: E402
from config.page_cache.published_version import VersionPoller  # noqa: E402
from config.replica import primary_answers  # noqa: E402
from config.request import Request  # noqa: E402

application.request_class = Request

poller = VersionPoller()
# What is written goes to the primary: whether that one is at work is a question of its own.
primary = VersionPoller(primary_answers) if "replica" in settings.DATABASES else poller
if connection.vendor == "postgresql":
    database_timeout.install(lambda: primary.version() is not None)
else:
    keep_open()
if settings.PAGE_CACHE_MB:
    application = PageCache(application, limit=settings.PAGE_CACHE_MB * 1024 * 1024, poller=poller)
end_with_parent()
gc.freeze()
gc.enable()
