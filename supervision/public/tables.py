"""Open data for those who count: a long table over the year, and what else there is, row by row.

Numbers stand in number columns and nothing else; headers never change. A table declares its
columns once: the file, the page and `datapackage.json` take them from here.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from projects.models import PlanPoint, Programme, Target
from projects.values.numbers import plain
from supervision.models import Period
from supervision.public.corrections_table import KINDS, corrections
from supervision.public.long_table import cards_of, progress, reports_by
from supervision.public.places import (
    as_published,
    month_of_period,
    place_url,
    planned_now,
    public_sites,
    standing,
)
from supervision.published.promised import stage_months, terms_and_days
from supervision.published.unit_days import known_by, unit_days


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    type: str
    note: str = ""


@dataclass(frozen=True)
class OpenTable:
    """`rows` yields dicts by column key; None is an empty cell."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Callable[[Programme], Iterator[dict]]


YEAR = Column("year", "年份", "integer")
MONTH = Column("month", "月份", "yearmonth")
PROJECT = Column("project", "项目序号", "integer")
TARGET = Column("target", "指标", "string")


def places(programme: Programme) -> Iterator[dict]:
    period = Period.public.last_of(programme)
    month = month_of_period(period)
    sites = public_sites().filter(target__project__programme=programme)
    sites = list(as_published(sites, period).order_by("place", "name", "pk"))
    _, days = terms_and_days([project.pk for project in programme.projects.all()], "")
    for site in sites:
        state, _ = standing(site, month)
        untold = state == "withheld"
        yield {
            "year": programme.year,
            "town": site.place or None,
            "place": site.name,
            "project": site.target.project.number,
            "target": called(site.target, period),
            "quantity": None if untold else site.quantity,
            "built": None if untold else site.built,
            "unit": counted_here(site.target) or None,
            "planned": site.planned or None,
            "done": site.done if state == "open" else None,
            "state": state,
            "path": place_url(programme.year, site.place, site.name),
            "latitude": site.latitude,
            "longitude": site.longitude,
            "first_planned": site.first_planned or site.planned or None,
            "planned_now": planned_now(site, days.get(site.target.project_id, {})) or None,
        }


def counted_here(target: Target) -> str:
    """What a place is one of: of a share what it covers, never its percentage."""
    return target.counted_in if target.kind == Target.Kind.COVERAGE else target.measure


def called(target: Target, period: Period | None) -> str:
    """By the name that held when the month was closed; before any month its present one."""
    return target.called_at(period.closed_at) if period and period.closed_at else target.name


def plans(programme: Programme) -> Iterator[dict]:
    points = PlanPoint.objects.filter(
        plan__target__in=Target.published.filter(project__programme=programme)
    )
    points = points.select_related("milestone", "plan__target__project")
    order = (
        "plan__target__project__number",
        "plan__target__number",
        "plan__version",
        "month",
        "pk",
    )
    for point in points.order_by(*order).iterator(chunk_size=1000):
        plan, target = point.plan, point.plan.target
        yield {
            "year": programme.year,
            "project": target.project.number,
            "target": target.called_at(plan.recorded_at),
            "plan": plan.version,
            "effective": plan.effective,
            "month": point.month,
            "value": point.value,
            "stage": point.milestone.name if point.milestone else None,
            "document": plan.document or None,
        }


def stages(programme: Programme) -> Iterator[dict]:
    """Stages as the last public month of each project knows them."""
    last = {}
    for row, card in cards_of(programme):
        last[row.project] = card
    reports, planned = reports_by(programme), stage_months([project.pk for project in last])
    for project, card in sorted(last.items(), key=lambda each: each[0].number):
        own = unit_days(known_by(card, reports[project.pk]), card)
        for facts in card.facts["targets"]:
            name = facts["name"]
            for each in facts.get("milestones") or []:
                done = each["done"] if each["done"] and each["done"] <= card.month else None
                broken = [day for day in own.broken.get(name, ()) if day.stage == each["name"]]
                now = planned.get((project.pk, name), {each["name"]: each["planned"]})
                yield {
                    "year": programme.year,
                    "project": project.number,
                    "target": name,
                    "stage": each["name"],
                    "weight": Decimal(each["weight"]),
                    "planned": each["planned"],
                    "done": done,
                    "as_of": card.month,
                    "planned_now": now.get(each["name"]),
                    "promised": None if done else own.stages.get(name, {}).get(each["name"]),
                    "broken": " ".join(str(day.day) for day in broken) or None,
                }


TABLES = {
    table.name: table
    for table in (
        OpenTable(
            "progress",
            "全年进展",
            "一行是一个月、一个项目的一项指标；数字列只有数字，不公布的和没有的空着。"
            "几项指标合起来完成市里一项任务的，页面上算一项承诺，这里一项指标一行。",
            (
                YEAR,
                MONTH,
                PROJECT,
                TARGET,
                Column(
                    "kind",
                    "类型",
                    "string",
                    "quantity数量，coverage覆盖率，milestones节点，service常年服务",
                ),
                Column("unit", "单位", "string"),
                Column("value", "累计", "number", "到这个月底的累计数，含基数；10以下的人数不公布"),
                Column("planned", "计划累计", "number", "按计划到这个月底应到的累计数"),
                Column("percent", "完成百分比", "number", "从基数到目标走了百分之多少"),
                Column("points", "与计划相差", "number", "百分点，负数是低于计划"),
                Column(
                    "card", "牌", "string", "这个月公布的牌：blue、yellow、red，没有评定的是unrated"
                ),
                Column("due", "完成时限", "date", "这个月评定时的时限"),
                Column("version", "数据版本号", "string"),
                Column("baseline", "基数", "number"),
                Column("goal", "目标值", "number"),
                Column(
                    "state",
                    "状态",
                    "string",
                    "done完成，fine跟上，behind慢，waiting未到时间，hidden不公布，pending待定",
                ),
                Column("served", "累计服务数", "number", "常年服务累计服务的人次、件数或吨数"),
                Column("part", "已覆盖数", "number", "覆盖率已覆盖多少；说明了覆盖对象的才有"),
                Column("whole", "应覆盖数", "number", "覆盖率的总数"),
                Column("counted_in", "覆盖对象", "string", "如 个村、名乡村医生"),
                Column("due_now", "现定时限", "date", "经批准调整过的，这里是现在的"),
                Column(
                    "promised", "责任单位承诺", "date", "承诺完成时间；按节点推进的，是滞后节点的"
                ),
                Column("broken", "未兑现的承诺", "string", "到期没有完成的日子，几个用空格隔开"),
            ),
            progress,
        ),
        OpenTable(
            "places",
            "地点",
            "一行是一个地方的一件实事，状态和指标名称以最近公布的月份为准。",
            (
                YEAR,
                Column("town", "镇街", "string"),
                Column("place", "地点", "string"),
                PROJECT,
                TARGET,
                Column("quantity", "数量", "number"),
                Column("built", "已建成数量", "number", "部分建成的也算"),
                Column("unit", "单位", "string"),
                Column("planned", "计划月份", "yearmonth"),
                Column("done", "建成月份", "yearmonth"),
                Column(
                    "state",
                    "状态",
                    "string",
                    "open建成，late过了计划月份，planned未到，undated待定，withheld不公布",
                ),
                Column("path", "网址", "string", "这个地方的页面，接在网站地址后面"),
                Column("latitude", "纬度", "number", "以度为单位，办公室登记了才有"),
                Column("longitude", "经度", "number"),
                Column("first_planned", "最初计划月份", "yearmonth"),
                Column("planned_now", "现定月份", "yearmonth", "整项承诺延后了的，随整项"),
            ),
            places,
        ),
        OpenTable(
            "plans",
            "分月计划",
            "每一版批准的计划，一行是一个月的计划累计数，或一个节点、一个开展月；指标用那一版的名称。",
            (
                YEAR,
                PROJECT,
                TARGET,
                Column("plan", "计划版次", "integer"),
                Column("effective", "生效月份", "yearmonth"),
                MONTH,
                Column("value", "计划累计", "number"),
                Column("stage", "节点", "string"),
                Column("document", "依据", "string"),
            ),
            plans,
        ),
        OpenTable(
            "stages",
            "节点",
            "按节点推进的指标，以最近公布的月份为准。",
            (
                YEAR,
                PROJECT,
                TARGET,
                Column("stage", "节点", "string"),
                Column("weight", "权重", "number"),
                Column("planned", "计划月份", "yearmonth"),
                Column("done", "完成月份", "yearmonth"),
                Column("as_of", "截至月份", "yearmonth"),
                Column("planned_now", "现定月份", "yearmonth", "经批准调整过的，这里是现在的"),
                Column("promised", "责任单位承诺", "date"),
                Column("broken", "未兑现的承诺", "string", "到期没有完成的日子，几个用空格隔开"),
            ),
            stages,
        ),
        OpenTable(
            "corrections",
            "更正",
            "更正记录里的每一条：更正、认定、换下的公开文字、点位、改了的承诺和计划、项目变更、原文。",
            (
                YEAR,
                MONTH,
                PROJECT,
                Column("title", "项目名称", "string"),
                Column("published", "公布日期", "date"),
                Column("note", "公开说明", "string"),
                Column("basis", "依据", "string"),
                Column("kind", "类别", "string", KINDS),
                Column("target", "指标或地点", "string"),
                Column("before", "原来", "string"),
                Column("after", "现在", "string"),
            ),
            corrections,
        ),
    )
}


def written(value):
    """A value as CSV and JSON alike can hold it."""
    if isinstance(value, Decimal):
        return Decimal(plain(value))
    return value.isoformat() if isinstance(value, dt.date) else value
