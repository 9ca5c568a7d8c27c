"""Monthly plans from a sheet: a row a target, for stages a row a stage."""

from collections import defaultdict
from decimal import Decimal

from projects.actions import door
from projects.actions.plans import approve_plan, checked, sentence_of_change, too_early
from projects.errors import Refused
from projects.models import Assignment, Plan, Target, TargetTerms
from projects.sheets.cells import BadCell, month, months_of_year, needed, number, ticked
from projects.sheets.sheet import SheetImport, filled, find_target
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Change, Line
from projects.values.months import in_words, month_of, span
from projects.values.numbers import plain
from projects.values.planning import EVEN, HOLD, fill
from projects.values.text import folded

ANSWER = "计划说明"
TOGETHER = "一并"  # a row that is told with the last one of its target
STAGE = ("节点名称", "权重", "计划月份")
ABOUT = ("项目名称", "类型", "计量单位", "基数", "目标值", "完成时限", "牵头单位")
KNOWN = {"年份", "项目序号", "指标名称", "生效月份", *ABOUT}  # what goes out filled in


class PlanImport(SheetImport):
    """序时进度计划: approved as a new version of each target's plan."""

    name, permission = "序时进度计划", "projects.change_target"
    by_month = True
    required = ("项目序号", "指标名称", "批准依据", "生效月份")
    optional = ("年份", *ABOUT, "填充方式", *STAGE, "调整原因", ANSWER)
    hint = (
        "数量和覆盖率：在“1月”至“12月”填累计计划值，空着的月份按“填充方式”（按阶梯或均匀）补齐，"
        "次年月份的列名写“2024年1月”。"
        "节点：每个节点一行，填节点名称、权重、计划月份。"
        "常年服务：在“计划月份”填 1-12 或 3、6、9、11，或在开展的月份填“是”。"
        "“项目名称”到“牵头单位”是清单上的，只供对照，不在这里改。"
        "计划后重、最后一个月过多、起步太晚的，在“计划说明”里说明原因，与计划一并存档。"
    )

    def begin(self, rows) -> None:
        self.waiting: dict[tuple, int] = defaultdict(int)
        self.stages: dict[tuple, list[dict]] = defaultdict(list)
        for row in rows:
            self.waiting[key(row)] += not untouched(row)

    def take(self, row) -> Line:
        target, terms = planned_target(row)
        check_about(row, target, terms)
        if untouched(row):
            return Line(SAME, f"{named_in(target)}：尚未填写，跳过")
        rows = self.stages[key(row)]
        if target.kind != Target.Kind.MILESTONES:
            if rows or self.waiting[key(row)] > 1:
                raise BadCell("指标名称", f"“{target}”在表里出现了不止一次。")
            how = service if target.kind == Target.Kind.SERVICE else values
            return self.approve(target, row, how(row, target, terms))
        rows.append({"row": row, "point": stage(row, target)})
        if len(rows) < self.waiting[key(row)]:
            said = f"{named_in(target)}：节点“{rows[-1]['point'][0]}”，与其余节点一并批准"
            return Line(TOGETHER, said)
        return self.approve(target, rows[0]["row"], [each["point"] for each in rows])

    def approve(self, target: Target, row: dict, points) -> Line:
        effective = month(row, "生效月份", target.project.programme.year)
        document, said = needed(row, "批准依据"), f"{named_in(target)}：{in_short(points)}"
        standing = target.plans.order_by("-version").first()
        if standing and standing.same_points(points):
            return Line(SAME, f"{said}，与现行计划相同")
        if standing and target.project.programme.issued:
            raise BadCell("指标名称", sentence_of_change(target))
        if sentence := too_early(target, effective, self.at):
            raise BadCell("生效月份", sentence)
        asked = door.questions(target, checked(target, points), points, self.at)
        if asked and not row.get(ANSWER):
            raise BadCell(ANSWER, f"这份计划要说明：{''.join(asked)}")
        plan = approve_plan(
            target=target,
            points=points,
            document=document,
            effective=effective,
            reason=row.get("调整原因", ""),
            answer=row.get(ANSWER, ""),
            by=self.by,
            at=self.at,
        )
        said = f"{said}（第{plan.version}版，自{in_words(effective)}起）"
        changes = differences(standing, plan) if standing else []
        return Line(CHANGED if standing else NEW, said, changes)


def differences(standing: Plan, plan: Plan) -> list[Change]:
    """What another version of a plan says otherwise, point by point."""
    before, after = standing.said(), plan.said()
    return [
        Change(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]


def named_in(target: Target) -> str:
    project = target.project
    return f"{project.programme.year}年第{project.number}项 {target}"


def key(row: dict) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in ("年份", "项目序号", "指标名称"))


def untouched(row: dict) -> bool:
    """A row of the sheet that went out, still empty."""
    given = {column for column, value in row.items() if value}
    return given <= KNOWN


def planned_target(row: dict) -> tuple[Target, TargetTerms]:
    target = find_target(row)
    if target.parts.exists():
        raise BadCell("指标名称", f"“{target}”由分项相加，请给各分项制定计划。")
    terms = target.terms.order_by("-version").first()
    if terms is None:
        raise Refused(f"指标“{target}”还没有口径，不能制定计划。")
    return target, terms


def about(target: Target, terms: TargetTerms | None) -> dict[str, str]:
    """What the list says of a target, beside its plan."""
    leads = target.project.assignments.all()
    return {
        "项目名称": target.project.title,
        "类型": target.get_kind_display(),
        "计量单位": target.measure,
        "基数": plain(terms.baseline) if terms else "",
        "目标值": plain(terms.value) if terms else "",
        "完成时限": f"{terms.due}" if terms else "",
        "牵头单位": "、".join(
            row.unit.name for row in leads if row.role == Assignment.Role.LEAD and not row.until
        ),
    }


def check_about(row: dict, target: Target, terms: TargetTerms) -> None:
    """A cell that is there to be read and was changed would be lost without a word."""
    standing = about(target, terms)
    for column in ABOUT:
        if row.get(column) and folded(row[column]) != folded(standing[column]):
            now = standing[column] or "空"
            raise BadCell(column, f"只供对照，不在这里改；清单上是{now}。")


def values(row: dict, target: Target, terms: TargetTerms) -> dict[str, Decimal]:
    unwanted(row, STAGE, "只用于节点和常年服务")
    how = row.get("填充方式", "") or HOLD
    if how not in (HOLD, EVEN):
        raise BadCell("填充方式", f"“{how[:20]}”不认识，请填{HOLD}或{EVEN}。")
    columns = filled(row, target.project.programme.year)
    if not columns:
        raise BadCell("1月", "各月都空着，至少要填完成时限那个月的计划值。")
    months = span(terms.start, month_of(terms.due))
    for each, column in columns.items():
        if each not in months:
            raise BadCell(
                column, f"不在{in_words(months[0])}至{in_words(months[-1])}的计划期之内。"
            )
    steps = {each: number(row, column) for each, column in columns.items()}
    return fill(steps, months=months, baseline=terms.baseline, step=target.step, how=how)


def service(row: dict, target: Target, terms: TargetTerms) -> list[str]:
    unwanted(row, STAGE[:2], "只用于节点")
    year = target.project.programme.year
    if row.get("计划月份"):
        return months_of_year(row, "计划月份", year)
    return sorted(each for each, column in filled(row, year).items() if ticked(row, column))


def stage(row: dict, target: Target) -> tuple[str, Decimal, str]:
    if columns := list(filled(row, target.project.programme.year).values()):
        raise BadCell(columns[0], f"“{target}”按节点计划，请填节点名称、权重和计划月份。")
    planned = month(row, "计划月份", target.project.programme.year)
    return needed(row, "节点名称"), number(row, "权重"), planned


def unwanted(row: dict, columns: tuple[str, ...], why: str) -> None:
    for column in columns:
        if row.get(column):
            raise BadCell(column, f"{why}，这一行请空着。")


def in_short(points) -> str:
    """A plan in a line: only the months in which something changes."""
    if not isinstance(points, dict):
        words = [f"{in_words(p[2])}{p[0]}" if isinstance(p, tuple) else in_words(p) for p in points]
        return "、".join(words)
    said, before = [], None
    for each, value in points.items():
        if value != before:
            said.append(f"{in_words(each)}{plain(value)}")
        before = value
    return "、".join(said)
