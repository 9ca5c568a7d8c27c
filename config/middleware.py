"""What every answer carries: who may keep a copy, and what is said when the database is away."""

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

PUBLIC_SECONDS = 60


def public_or_private(get_response):
    """Public answers may be cached by anyone; signed-in ones by no one."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response["Cache-Control"] = "private, no-store"
        elif response.status_code == 200 and not response.has_header("Cache-Control"):
            response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        return response

    def process_exception(request, error):
        if not isinstance(error, (OperationalError, InterfaceError)):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        response["Cache-Control"] = "no-store"
        return response

    middleware.process_exception = process_exception
    return middleware
