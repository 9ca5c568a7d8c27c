"""Pages of acts: fetch what it is about, fill in a form, act, answer."""

import logging

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.views.generic import FormView

from projects.clock import now, today
from projects.errors import Refused, Stale
from projects.models.violations import violated

DISK = (
    "服务器的磁盘写不进去，没有办成，也没有保存。已填的内容还在下面；选的文件要再选一次。"
    "请告诉系统管理员，过几分钟再提交。"
)
logger = logging.getLogger(__name__)


class ActPage(FormView):
    """A page on which one thing is done; what is refused stands on the form.

    `fetch` finds what the page is about or raises Http404, `action` is called with `given` and the
    form's values, and `done` is said once it is done, of what `action` returned.
    """

    model_admin = None
    form_class = forms.Form
    action = None
    title = done = ""
    stale = full = False
    http_method_names = ["get", "head", "post"]

    @classmethod
    def for_admin(cls, model_admin):
        return cls.as_view(model_admin=model_admin)

    def dispatch(self, request, *args, **kwargs):
        elsewhere = self.fetch(**kwargs)
        return elsewhere or super().dispatch(request, *args, **kwargs)

    def fetch(self, **kwargs):
        """Find what the page is about, or raise Http404; return an answer where it is no page."""

    def arguments(self) -> dict:
        """Return what the action is done to."""
        return {}

    def act(self, form):
        return type(self).action(
            **self.arguments(), **form.cleaned_data, by=self.request.user, at=now()
        )

    def shown_again(self, form, **more):
        """Return the page once more, where what was asked for was only to see what would be."""
        return self.render_to_response(self.get_context_data(form=form, **more))

    def onward(self, result) -> str:
        """Return the address that the person is led to once it is done."""
        return self.request.get_full_path()

    def form_valid(self, form):
        try:
            result = self.act(form)
        except Refused as refused:
            self.stale = isinstance(refused, Stale)
            known = refused.field in getattr(form, "fields", ())
            form.add_error(refused.field if known else None, str(refused).splitlines())
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        except OSError as error:
            logger.error("%s: nothing kept: %r", self.request.path, error)
            form.add_error(None, DISK)
            self.full = True
            return self.form_invalid(form)
        except IntegrityError as error:
            found = violated(error)
            known = found.field in getattr(form, "fields", ())
            form.add_error(found.field if known else None, found.sentence)
            return self.form_invalid(form)
        if isinstance(result, HttpResponseBase):
            return result
        if said := self.said(result):
            messages.success(self.request, said)
        return HttpResponseRedirect(resolve_url(self.onward(result)))

    def said(self, result) -> str:
        return self.done.format(result)

    def form_invalid(self, form):
        status = 503 if self.full else 409 if self.stale else 400
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        if self.full:
            response["Retry-After"] = "300"
        return response

    def get_context_data(self, **kw):
        own = {"title": self.title, "today": today(), **self.context()}
        if self.model_admin:
            own["opts"] = self.model_admin.opts
            own["has_view_permission"] = self.model_admin.has_view_permission(self.request)
        return super().get_context_data(**admin.site.each_context(self.request), **own | kw)

    def context(self) -> dict:
        """Return what else the template shows."""
        return {}


class ButtonsPage(ActPage):
    """A page with several things to do: `buttons` are name → (form, action, what is said)."""

    buttons: dict[str, tuple] = {}
    usual = ""

    @property
    def pressed(self) -> str:
        return next((name for name in self.buttons if name in self.request.POST), self.usual)

    def get_form_class(self):
        return self.buttons[self.pressed][0] if self.pressed else forms.Form

    def act(self, form):
        action = self.buttons[self.pressed][1]
        return action(**self.arguments(), **form.cleaned_data, by=self.request.user, at=now())

    def said(self, result) -> str:
        return self.buttons[self.pressed][2].format(result)


class Button(ActPage):
    """An act without a page of its own: done or refused, the person is led onward and told."""

    http_method_names = ["post"]

    def form_invalid(self, form):
        for errors in form.errors.values():
            for text in errors:
                messages.error(self.request, text)
        return HttpResponseRedirect(resolve_url(self.onward(None)))
