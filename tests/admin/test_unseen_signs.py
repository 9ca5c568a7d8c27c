"""Signs that no one sees, or that turn writing, are stored of no text that a page takes."""

import pytest
from django.contrib import admin
from django.db import models

from projects.admin.fields import Line, Words
from projects.models import PlainName, Programme, Project, Task
from supervision.admin.cards.policy_form import LookForm
from supervision.admin.projects.change_forms import ApprovalForm

PASTED, READ = "演\u202e示\u200b甲", "演示甲"


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (ApprovalForm, ["authority", "meeting", "document", "reason"]),
        (LookForm, ["card", "public", "internal", "turns"]),
    ],
)
def test_who_decided_and_what_cards_are_called(form, names):
    assert {form.base_fields[name].clean(PASTED) for name in names} == {READ}


def test_a_line_has_no_second_one():
    assert Line(label="名称").clean(" 一行\r\n二行\n") == "一行 二行"
    assert Words(label="说明").clean(" 一行\r\n二行\n") == "一行\n二行"


@pytest.mark.parametrize("model", [Programme, Project, PlainName])
def test_every_text_of_a_row(rf, model):
    page = admin.site._registry[model]
    texts = [
        field
        for field in model._meta.fields
        if type(field) in (models.CharField, models.TextField) and not field.choices
    ]
    assert texts
    for field in texts:
        box = page.formfield_for_dbfield(field, rf.get("/"))
        assert box.to_python(PASTED) == READ, field


def test_tasks_of_a_project(rf):
    page = admin.site._registry[Project]
    [inline] = [each for each in page.inlines if each.model is Task]
    box = inline(Project, admin.site).formfield_for_dbfield(
        Task._meta.get_field("text"), rf.get("/")
    )
    assert box.to_python(PASTED) == READ
