"""Answers for what went wrong, in Chinese."""

from django.shortcuts import render
from django.urls import Resolver404


def csrf_failure(request, reason=""):
    return render(request, "csrf.html", status=403)


def not_found(request, exception):
    """404 with the sentence that the view gave; none where no address matched at all."""
    given = exception.args[0] if exception.args else ""
    sentence = "" if isinstance(exception, Resolver404) else str(given)
    return render(request, "404.html", {"sentence": sentence}, status=404)
