"""Outages: what counts as one, and what is truthfully said of what was sent meanwhile.

Whatever fails around an act, the page must not say "not saved" of what is saved, nor the other
way round; and what was typed is given back (docs/adr/0031-outages.md).
"""

import errno
import logging
import re
from contextlib import suppress

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from projects.admin.signing.kept import typed

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT)
# What the machine lacks or will not do: never the fault of what was asked.
MACHINE = (*FULL, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
READ_ONLY = "25006"  # a PostgreSQL that only stands by
CHANGES = re.compile(r'\b(INSERT INTO|DELETE FROM|UPDATE "?\w+"? SET)', re.IGNORECASE)
NOT_SENT = re.compile(r"django_session|axes_|projects_signin\b")  # written beside what is sent
CHINESE = re.compile("[\u4e00-\u9fff]")
SOON, LATER = 30, 300
PASSWORDS = ("password", "code")  # a form with one of these is never given back to be sent again

NOTHING, PART, UNKNOWN, ALL = "nothing", "part", "unknown", "all"
SAVED = {
    NOTHING: "刚才提交的内容没有保存。",
    PART: "刚才提交的内容，出错以前的部分已经保存，后面的没有："
    "恢复后请先打开原来的页面核对，再补上没有的。",
    UNKNOWN: "刚才提交的内容可能已经保存，也可能没有："
    "恢复后请先打开原来的页面核对，没有的再提交一次。",
    ALL: "刚才提交的内容已经保存，不用再提交一次。",
}


def cause(error: BaseException | None) -> BaseException | None:
    """The outage behind an error, or None where it is something else."""
    seen = set()
    while error is not None and id(error) not in seen:
        if is_outage(error):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def is_outage(error: BaseException) -> bool:
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    if isinstance(error, Error):
        return getattr(error.__cause__, "pgcode", None) == READ_ONLY
    if isinstance(error, FileNotFoundError):
        return "temporary directory" in str(error)  # what tempfile says of a full /tmp
    return isinstance(error, OSError) and error.errno in MACHINE


def disk_full(error: BaseException) -> bool:
    said = str(error).lower()
    full = isinstance(error, OSError) and (error.errno in FULL or "temporary" in said)
    return full or "disk is full" in said or "no space left" in said


class Kept:
    """What a request has committed so far; stands around its every statement."""

    def __init__(self):
        self.committed = self.answered = False

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not self.committed and CHANGES.search(sql) and not NOT_SENT.search(sql):
            transaction.on_commit(self.commit)
        return result

    def commit(self) -> None:
        self.committed = True

    def of(self, error: BaseException) -> str:
        """How much of what was sent is saved, as it ended with this error."""
        if self.committed:
            return ALL if self.answered else PART
        return UNKNOWN if while_committing(error) else NOTHING


def while_committing(error: BaseException) -> bool:
    """Whether it was the commit itself that got no answer: it may have been taken."""
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_name == "_commit" and code.co_filename.endswith("backends/base/base.py"):
            return True
        trace = trace.tb_next
    return False


def watched(get_response):
    """Keep account of what a posted request commits."""

    def middleware(request):
        request.kept = Kept()
        if request.method != "POST":
            return get_response(request)
        with connection.execute_wrapper(request.kept):
            return get_response(request)

    return middleware


def answered(get_response):
    """The innermost of all: once the view has answered, whatever fails then is no act's failure."""

    def middleware(request):
        response = get_response(request)
        request.kept.answered = response.status_code < 400
        return response

    def process_view(request, view, args, kwargs):
        if request.method != "POST":
            return None
        with suppress(UnreadablePostError):
            request.POST  # noqa: B018 - read now: a full disk is known before anything is done
        lost = getattr(request, "upload_lost", None)
        return page(request, lost) if lost else None

    middleware.process_view = process_view
    return middleware


class Upload(TemporaryFileUploadHandler):
    """A file that finds no room in /tmp is passed over, so that the words after it are read."""

    def new_file(self, *args, **kwargs):
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            raise self.lost(error) from error

    def receive_data_chunk(self, raw_data, start):
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise self.lost(error) from error

    def lost(self, error: OSError) -> SkipFile:
        self.request.upload_lost = error
        return SkipFile()


def page(request, error: BaseException):
    """503, with what is saved of what was sent, and with what was typed."""
    error = cause(error) or error
    logger.error("%s: outage: %r", request.path, error)
    full = disk_full(error)
    context = {"full": full, "minutes": LATER // 60}
    if request.method == "POST":
        context |= sent(request, error)
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(LATER if full else SOON)
    response["Cache-Control"] = "no-store"
    return response


def sent(request, error: BaseException) -> dict:
    kept = request.kept.of(error) if hasattr(request, "kept") else NOTHING
    context = {"saved": SAVED[kept], "to": request.get_full_path()}
    if kept == ALL:
        return context
    try:
        fields = typed(request)
        token = request.POST.get("csrfmiddlewaretoken", "")
        secret = any(each in name for name in request.POST for each in PASSWORDS)
        files = bool(request.FILES) or hasattr(request, "upload_lost")
    except (OSError, BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return context  # what was sent could not be read itself
    words = [value for _, value in fields if CHINESE.search(value)]
    again = kept == NOTHING and not secret
    if token:
        fields = [*fields, ["csrfmiddlewaretoken", token]]
    return context | {"words": words, "fields": fields if again else [], "files": files}
