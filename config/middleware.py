"""What every answer carries: who may keep a copy, and what is said when the database is away."""

import logging

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponseNotAllowed
from django.utils import timezone

from config import outage, security_log
from config.errors import bad_template, spoilt_file
from config.page_cache.cache_key import DATABASE_AWAY
from projects.files.refusals import FOUND
from projects.files.rows import Spoilt
from projects.pages.addresses import listed, page_name
from projects.papers.word import BadTemplate

PUBLIC_SECONDS = 60
CLOCKS_APART = 300  # seconds that two machines' clocks may be apart
METHODS = ("GET", "HEAD", "POST")
REFUSED = (400, 403, 404)
LOGOUT = "/admin/logout/"
logger = logging.getLogger(__name__)


class Policy(CSPMiddleware):
    """The content security policy, its parts in one order: each process would have its own."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if HEADER in response:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response


def public_or_private(get_response):
    """Public answers may be cached by anyone; signed-in ones by no one."""

    def middleware(request):
        if DATABASE_AWAY in request.META:
            response = outage.page(request, OperationalError("known to be away"))
        else:
            response = get_response(request)
        if request.path.startswith("/admin/"):
            response["Cache-Control"] = "private, no-store"
        elif response.status_code == 200 and not response.has_header("Cache-Control"):
            response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        return response

    def process_exception(request, error):
        if isinstance(error, BadTemplate):
            return bad_template(request, error)
        if isinstance(error, Spoilt):
            logger.error("%s: %s", request.path, error)
            return spoilt_file(request, error)
        return outage.page(request, error) if outage.cause(error) else None

    middleware.process_exception = process_exception
    return middleware


def known_methods(get_response):
    """Pages are read and forms are posted; nothing here takes any other method, for anyone."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def no_cookie(get_response):
    """Outside the admin nobody is signed in: a cookie sent there is not read, nor one set for it.

    Browsers send ours to the admin alone; Django would take back one that is not its own.
    """

    def middleware(request):
        if not request.path.startswith("/admin/"):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware


def forgotten_by_the_browser(get_response):
    """Whoever signs out leaves nothing in the browser, not even words that a tab kept.

    Pages are no-store in any case; the cookie of a known device stays.
    """

    def middleware(request):
        held = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = get_response(request)
        if held and request.path == LOGOUT and response.status_code < 400:
            response["Clear-Site-Data"] = '"storage"'
        return response

    return middleware


def refusals_logged(get_response):
    """Who is refused something of the office's, or whose file is, stands in the security log."""

    def middleware(request):
        before = FOUND.set(files := [])
        try:
            response = get_response(request)
        finally:
            FOUND.reset(before)
        if files:
            security_log.refused_files(request, files)
        if response.status_code in REFUSED and request.path.startswith("/admin/"):
            security_log.refused(request, response.status_code)
        return response

    return middleware


def in_utf8(get_response):
    """What is sent in another charset is refused, and not taken for what it does not say."""

    def middleware(request):
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("another charset than UTF-8")
        return get_response(request)

    return middleware


def limited_session(get_response):
    """A session ends so many hours after signing in; an idle one is gone by Django's own doing.

    Only a request to the admin that brings our cookie is looked at: public pages have no session.
    `request.session_ended` tells the sign-in page why somebody is there again.
    """

    def middleware(request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.path.startswith("/admin/"):
            request.session_ended = ended(request.session)
        return get_response(request)

    return middleware


def ended(session) -> str:
    """Why the session is over, "" while it goes on; by the machine's time, as Django's own.

    One that began later than now was begun under a wrong clock, and would never grow old.
    """
    if not session.keys():
        return "idle"
    present = timezone.now().timestamp()
    good = present - settings.SESSION_LONGEST <= session.get("began", 0) <= present + CLOCKS_APART
    if SESSION_KEY in session and not good:
        session.flush()
        return "whole"
    return ""


def listed_parameters(get_response):
    """A public page sees the parameters listed for it and no others, kept or not."""

    def middleware(request):
        name = page_name(request.path_info)
        if name and (query := request.META.get("QUERY_STRING", "")):
            try:
                request.META["QUERY_STRING"] = listed(name, query)
            except SuspiciousOperation:
                request.META["QUERY_STRING"] = ""
        return get_response(request)

    return middleware
