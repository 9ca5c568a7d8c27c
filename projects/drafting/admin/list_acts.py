"""What is done to a draft list as a whole."""

from django import forms
from django.urls import reverse

from projects.admin.acts import Button
from projects.admin.fields import Line
from projects.clock import now
from projects.drafting.actions import drafts
from projects.drafting.admin.checking import shown
from projects.drafting.admin.of_drafting import OfDrafting, page_of
from projects.drafting.admin.starting import SourceForm
from projects.drafting.proposing import proposed
from projects.errors import Refused
from projects.values.days import Day


class DescribeForm(forms.Form):
    title = Line(label="清单名称", max_length=200)
    authority = Line(label="发布机关", max_length=100, required=False)
    document_number = Line(label="文号", max_length=50, required=False)
    issued_on = Day(label="印发日期", required=False)


class DescribePage(OfDrafting):
    template_name = "admin/drafting/describe.html"
    form_class, action, done = DescribeForm, drafts.describe, "已保存。"

    def get_initial(self):
        names = DescribeForm.base_fields
        return {name: getattr(self.drafting, name) for name in names}

    def context(self):
        return {"title": f"{self.drafting}：名称和文号", "drafting": self.drafting}


class TextPage(OfDrafting):
    """One more text, behind what stands."""

    template_name = "admin/drafting/text.html"
    form_class = SourceForm

    def act(self, form):
        if form.reading is None:
            raise Refused("请粘贴文字，或上传文件。")
        return drafts.add_text(
            drafting=self.drafting,
            read=proposed(form.reading, self.drafting.year),
            by=self.request.user,
            at=now(),
        )

    def said(self, rows):
        return f"加入了{sum(row.is_project for row in rows)}个项目，请逐项核对。"

    def onward(self, rows):
        return page_of(self.drafting, rows[0].key if rows else None)

    def context(self):
        return {"title": f"{self.drafting}：再加一段文字", "drafting": self.drafting}


class AddPage(OfDrafting, Button):
    """A blank project at the end, open for editing."""

    def act(self, form):
        content = drafts.empty_project(self.drafting)
        act = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return drafts.add(after=None, content=content, **act)

    def onward(self, row):
        if row is None:
            return page_of(self.drafting)
        return reverse("admin:drafting_piece", args=[self.drafting.pk, row.key])


class TakeAll(OfDrafting, Button):
    """Take every project that nothing is doubted or lacking of."""

    def act(self, form):
        rows = list(self.drafting.passages.current())
        plain = shown(self.drafting, rows, None, None)["plain"]
        act = {"drafting": self.drafting, "by": self.request.user, "at": now()}
        return drafts.take_all(keys=[piece.row.key for piece in plain], **act)

    def said(self, count):
        return f"收下了{count}项。"


class DropForm(forms.Form):
    reason = Line(label="作废原因", max_length=200)


class DropPage(OfDrafting):
    template_name = "admin/drafting/drop.html"
    form_class, action, done = DropForm, drafts.drop, "已作废，可以重新开始。"

    def onward(self, result):
        return reverse("admin:drafting_drafting_changelist")

    def context(self):
        return {"title": f"作废{self.drafting}", "drafting": self.drafting}
