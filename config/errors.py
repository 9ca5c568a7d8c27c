"""Answers for what went wrong, in Chinese."""

import re
import sys

from django.contrib import admin
from django.shortcuts import render
from django.urls import Resolver404
from django.views.defaults import server_error as stock_server_error

from config import outage

CHINESE = re.compile("[\u4e00-\u9fff]")
NOT_YOURS = "没有这个页面或这条记录；也可能不属于您的单位，或已经办结、撤下。"


def csrf_failure(request, reason=""):
    return render(request, "csrf.html", status=403)


def not_found(request, exception):
    """404 with the sentence that the view gave; none where no address matched at all.

    What Django's own shortcuts say of a missing row is English, and is not shown.
    """
    given = str(exception.args[0]) if exception.args else ""
    known = not isinstance(exception, Resolver404) and CHINESE.search(given)
    sentence = given if known else ""
    if request.path.startswith("/admin/"):
        context = {"title": "没有找到", "sentence": sentence or NOT_YOURS}
        context = {**admin.site.each_context(request), **context}
        return render(request, "admin/404.html", context, status=404)
    return render(request, "404.html", {"sentence": sentence}, status=404)


def server_error(request):
    """An outage that no view saw, as in a middleware, is one all the same; else it is our fault."""
    error = sys.exc_info()[1]
    if outage.cause(error):
        return outage.page(request, error)
    return stock_server_error(request)


def signed_out_meanwhile(request):
    """The session was ended while its request was answered: elsewhere, or by an administrator."""
    kept = getattr(request, "kept", None)
    saved = outage.SAVED[outage.ALL] if kept and kept.committed else ""
    context = {"saved": saved}
    return render(request, "signed_out.html", context, status=403)


def bad_template(request, error):
    """A Word file whose template is wrong: the office reads what to mend, others where to look."""
    return not_given(request, "公文模板有误", str(error))


def spoilt_file(request, error):
    """A file that is not the one that was kept: nobody gets it in that one's name."""
    sentence = f"{error}，没有提供下载。请告诉系统管理员：用 verify_ledger 核验，从备份恢复。"
    return not_given(request, "文件有误", sentence)


def not_given(request, title, sentence):
    if request.path.startswith("/admin/"):
        context = {"title": title, "sentence": sentence}
        context = {**admin.site.each_context(request), **context}
        return render(request, "admin/404.html", context, status=503)
    return render(request, "503.html", {"sentence": "这份文件暂时不能下载"}, status=503)
