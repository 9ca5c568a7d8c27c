"""Whether this process can answer: asked by load balancers and by the watch."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request):
    """`ok`, which of two databases is away, or 503 where pages can be read from neither."""
    away = [alias for alias in connections if not answers(alias)]
    if len(away) == len([*connections]):
        return plain("database away", 503)
    if DEFAULT_DB_ALIAS in away:
        return plain("primary away: pages are read, nothing is written")
    return plain("replica away: pages are read from the primary" if away else "ok")


def answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")
