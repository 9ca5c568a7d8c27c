"""Whole addresses, for what leaves the site: feeds, posters, shared links, data files."""

from django.conf import settings


def base(request) -> str:
    """The site's own address without a slash at its end; the asking host's where none is set."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path: str) -> str:
    return base(request) + path
