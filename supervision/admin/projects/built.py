"""登记建成的点位: a project's places as a list, ticked or partly done, saved at once."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django import forms
from django.forms.boundfield import BoundField
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.actions.places import mark_built
from projects.admin.acts import ActPage
from projects.clock import today
from projects.models import Programme, Project, Site
from projects.models.fields import MonthTextField
from projects.values.months import month_of
from projects.values.numbers import BadNumber, plain
from supervision import scope
from supervision.models import Period, Report
from supervision.reports.entry.figures import number_typed


@dataclass(frozen=True)
class Row:
    """A place not yet built whole, with its boxes; `part` None where it has no parts."""

    site: Site
    whole: BoundField
    part: BoundField | None

    @property
    def so_far(self) -> str:
        return plain(self.site.partly) if self.site.partly else ""


class BuiltForm(forms.Form):
    month = MonthTextField(
        label="建成（或做到这一步）的月份", help_text="下面勾选和填写的，都算到这个月底。"
    )

    def __init__(self, *args, sites: list[Site], **kw):
        super().__init__(*args, **kw)
        self.sites = sites
        for site in sites:
            self.fields[f"whole-{site.pk}"] = forms.BooleanField(
                label=f"{site.name}已全部建成", required=False
            )
            if has_parts(site):
                amount = f"{plain(site.quantity)}{site.target.measure}"
                self.fields[f"part-{site.pk}"] = forms.CharField(
                    label=f"{site.name}部分建成的数量（共{amount}）", required=False, max_length=40
                )

    def clean(self):
        self.built: dict[int, Decimal] = {}
        for site in self.sites:
            self.take(site, self.cleaned_data.get(f"part-{site.pk}", "").strip())
        return {"month": self.cleaned_data.get("month", ""), "built": self.built}

    def take(self, site: Site, part: str) -> None:
        if self.cleaned_data.get(f"whole-{site.pk}"):
            self.built[site.pk] = site.quantity
            return
        if not part:
            return
        try:
            amount = number_typed(part, site.target.measure)
        except BadNumber as error:
            self.add_error(f"part-{site.pk}", str(error))
            return
        if amount != site.partly:
            self.built[site.pk] = amount

    def groups(self) -> list[tuple[str, list[Row]]]:
        """The places of each target, by its name."""
        rows = [
            Row(
                site,
                self[f"whole-{site.pk}"],
                self[f"part-{site.pk}"] if has_parts(site) else None,
            )
            for site in self.sites
        ]
        return [
            (name, list(group)) for name, group in groupby(rows, lambda row: row.site.target.name)
        ]


def has_parts(site: Site) -> bool:
    return site.quantity > site.target.step


class BuiltPage(ActPage):
    template_name, form_class, action = "admin/projects/built.html", BuiltForm, mark_built

    def fetch(self, pk):
        own = scope.projects(self.request.user, today()).select_related("programme")
        own = own.exclude(programme__state=Programme.State.ARCHIVED)
        self.project: Project = get_object_or_404(own, pk=pk)
        self.month = month_of(today())
        sites = Site.objects.filter(target__project=self.project).select_related("target")
        sites = list(sites.as_built(self.month).order_by("target__number", "pk"))
        self.whole = [site for site in sites if site.done]
        self.open = [site for site in sites if not site.done]

    @property
    def filling(self) -> Report | None:
        """The report that is being filled in for the project, whence people come."""
        own = scope.own_reports(self.request.user, today()).filter(
            project=self.project, period__closed_at=None
        )
        report = own.select_related("period").order_by("period__month").first()
        return report if report and report.editable else None

    def get_initial(self):
        opened = Period.everything.filter(programme=self.project.programme_id, closed_at=None)
        first = opened.order_by("month").first()
        parts = {f"part-{site.pk}": plain(site.partly) for site in self.open if site.partly}
        return {"month": min(first.month, self.month) if first else self.month, **parts}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sites": self.open}

    def arguments(self):
        return {"project": self.project}

    def said(self, marked):
        whole = sum(bool(site.done) for site in marked)
        parts = f"，部分建成{len(marked) - whole}处" if whole < len(marked) else ""
        return f"已登记建成{whole}处{parts}。"

    def onward(self, marked):
        if report := self.filling:
            return reverse("admin:supervision_report_fill", args=[report.pk])
        return super().onward(marked)

    def context(self):
        return {
            "title": f"登记建成的点位：{self.project}",
            "project": self.project,
            "whole": self.whole,
            "filling": self.filling,
        }
