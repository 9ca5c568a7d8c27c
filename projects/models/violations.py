"""What the database itself refuses, in words and at its field.

Forms and acts refuse first and better; where one forgot, a constraint's name leads to a sentence
here, and nobody meets a page that cannot be opened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q

from projects.models.guard import MESSAGE

# By the name of a constraint. Apps above the record add theirs. A unique constraint that holds of
# all rows needs none: its fields say what may not be there twice.
SENTENCES: dict[str, str] = {
    "assignment_ends_after_it_starts": "“至”不能早于“自”。",
    "city_task_quota_above_zero": "市定任务要大于零。",
    "guide_line_confirmed_whole": "确认过的办事指南要有内容、确认人和确认时间。",
    "leadunit_ends_after_it_starts": "“至”不能早于“自”。",
    "merged_names_its_project": "合并要写明并入哪个项目，其他变更不填。",
    "milestone_weight_above_zero": "节点的权重要大于零。",
    "one_lead_unit_at_a_time": "一个项目同一天只能有一个牵头单位。",
    "one_ledger_head": "操作留痕只有一个链头。",
    "plain_name_said": "名称不能为空。",
    "plan_milestone_once": "一个节点在计划里只出现一次。",
    "plan_month_once": "一个月份在计划里只出现一次。",
    "plan_answer_said": "对计划的说明不能为空。",
    "plan_point_value_or_stage": "计划的一个月份要么是累计数，要么是节点。",
    "programme_year_in_century": "年份要在2000年到2099年之间。",
    "project_number_from_one": "序号从1开始。",
    "site_progress_not_negative": "已建成的数量不能小于零。",
    "site_point_whole": "经度和纬度要一起填，或都空着。",
    "site_quantity_above_zero": "数量要大于零。",
    "stand_in_ends": "AB角要写明到哪天为止。",
    "span_not_empty": "原文出处的结束位置要在起始位置之后。",
    "target_step_above_zero": "最小计数单位要大于零。",
    "target_weight_above_zero": "权重要大于零。",
    "terms_baseline_with_value": "基数和目标值要一起填，或都不填。",
    "terms_value_differs_from_baseline": "目标值不能与基数相同。",
    "terms_weight_above_zero": "权重要大于零。",
    "unitmember_ends_after_it_starts": "“至”不能早于“自”。",
}
OTHERS = {
    "two units lead on one day": ("unit", "一个项目同一天只能有一个牵头单位。"),
    MESSAGE: ("", "这类记录只增不改，没有保存。"),
}
NAMED = re.compile(r"CHECK constraint failed: (\w+)|UNIQUE constraint failed: index '(\w+)'")
COLUMNS = re.compile(r"UNIQUE constraint failed: ([\w., ]+)")
KEY = re.compile(r"Key \(([\w, ]+)\)=.* already exists")
GONE = "所引用的记录刚刚被删除或改动，没有保存，请刷新后再看。"
REFUSED = "数据库没有接受这次填写，没有保存；请核对后再试，仍不行请联系系统管理员。"


@dataclass(frozen=True)
class Violated:
    """`field` is the name of the model's field that the sentence stands at, or ""."""

    field: str
    sentence: str


def violated(error: Exception) -> Violated:
    """What an IntegrityError says, for whoever filled in the form."""
    diag = getattr(error.__cause__, "diag", None)
    text, name = str(error), getattr(diag, "constraint_name", None)
    for words, (field, sentence) in OTHERS.items():
        if words in text:
            return Violated(field, sentence)
    if found := NAMED.search(text):
        name = found[1] or found[2]
    if name and (constraint := by_name().get(name)):
        return said(*constraint)
    if found := COLUMNS.search(text):
        return of_columns(found[1].replace(" ", "").split(","))
    if (found := KEY.search(text)) and (table := getattr(diag, "table_name", None)):
        return of_columns([f"{table}.{column}" for column in found[1].split(", ")])
    if "foreign key" in text.lower():
        return Violated("", GONE)
    return Violated("", REFUSED)


def by_name() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    """Every constraint of the portal's models, by its name."""
    return {
        constraint.name: (model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


def said(model: type[models.Model], constraint: models.BaseConstraint) -> Violated:
    own = SENTENCES.get(constraint.name)
    if isinstance(constraint, models.CheckConstraint):
        names = [name for name in named_in(constraint.condition) if name != "pk"]
        return Violated(names[0] if names else "", own or REFUSED)
    found = twice(model, list(constraint.fields))
    return Violated(found.field, own or found.sentence)


def named_in(condition) -> Iterator[str]:
    """The fields that a condition speaks of, in its order."""
    if isinstance(condition, Q):
        for child in condition.children:
            yield from named_in(child)
    elif isinstance(condition, tuple):
        yield condition[0].partition("__")[0]
    elif isinstance(condition, models.F):
        yield condition.name
    else:
        for each in condition.get_source_expressions():
            yield from named_in(each)


def twice(model: type[models.Model], fields: list[str]) -> Violated:
    """A sentence that names what is there already; it stands at the last of the fields."""
    names = [str(model._meta.get_field(name).verbose_name) for name in fields]
    return Violated(
        fields[-1], f"已有相同“{'”“'.join(names)}”的{model._meta.verbose_name}，不能重复。"
    )


def of_columns(columns: list[str]) -> Violated:
    """SQLite names the columns: "projects_target.project_id"."""
    table = columns[0].partition(".")[0]
    model = next((each for each in apps.get_models() if each._meta.db_table == table), None)
    if model is None:
        return Violated("", REFUSED)
    own = {field.column: field.name for field in model._meta.concrete_fields}
    fields = [own[each.partition(".")[2]] for each in columns]
    of_some = [
        each
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and list(each.fields) == fields
    ]
    return said(model, of_some[0]) if len(of_some) == 1 else twice(model, fields)
