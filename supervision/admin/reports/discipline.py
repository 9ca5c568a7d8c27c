"""报送纪律: whether the reports came and when, a clock of its own beside delivery."""

import io

from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from projects.actions.exports import record_export
from projects.clock import now, today
from projects.models import Programme
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import MIME, Layout, csv_bytes, fitted, write
from projects.values.months import in_words
from supervision.admin.office.frame import choice_or_404, page, programme_of, years_of
from supervision.cards.discipline import Discipline, discipline

HEADERS = [
    "单位",
    "应报",
    "按时",
    "迟报",
    "未报",
    "退回次数",
    "下调更正",
    "承诺到期未完成",
    "迟报明细",
    "未报明细",
    "退回明细",
    "下调更正明细",
    "承诺到期未完成明细",
]
WIDTHS = (24, 8, 8, 8, 8, 10, 10, 16, 44, 44, 44, 44, 44)
ABOUT = (
    "截止日当天24时前有一份报送在案即为按时，在线审签的以审签的时间为准；退回后没有重报的算未报。"
    "下调更正是报送通过以后又把完成率改低的更正。只计截止日已过的月份，与工作快慢无关。"
    "承诺到期未完成是单位自己报的承诺完成时间已过、那个月定稿时还没有完成的，每个日子计一次。"
)


@require_safe
def discipline_page(request):
    programme = programme_of(request)
    rows = discipline(programme, today())
    context = {
        "title": "报送纪律",
        "about": ABOUT,
        "rows": rows,
        "totals": totals(rows),
        **years_of(programme),
    }
    return page(request, "reports/discipline.html", context)


def totals(rows: list[Discipline]) -> dict[str, int]:
    return {
        "asked": sum(row.asked for row in rows),
        "on_time": sum(row.on_time for row in rows),
        "late": sum(len(row.late) for row in rows),
        "missing": sum(len(row.missing) for row in rows),
        "returned": sum(row.returned for row in rows),
        "lowered": sum(len(row.lowered) for row in rows),
        "broken": sum(len(row.broken) for row in rows),
    }


@require_POST
def discipline_export(request):
    """The same table as a file; taking it out is recorded."""
    programme = programme_of(request)
    ending = choice_or_404(request, "format", ("xlsx", "csv"))
    rows = [cells(row) for row in discipline(programme, today())]
    title = title_of(programme)
    record_export(what=f"{title}.{ending}", by=request.user, at=now())
    content = xlsx(title, rows) if ending == "xlsx" else csv_bytes(HEADERS, rows, (title, ABOUT))
    kind = MIME if ending == "xlsx" else "text/csv; charset=utf-8"
    name, plain = f"{title}_{timezone.localdate(now())}.{ending}", f"discipline-{programme.year}"
    return attachment(content, kind, name, plain)


def title_of(programme: Programme) -> str:
    return f"{programme}报送纪律{programme.demonstration_mark}"


def cells(row: Discipline) -> list:
    counts = [row.asked, row.on_time, len(row.late), len(row.missing), row.returned]
    counts += [len(row.lowered), len(row.broken)]
    details = [row.late, row.missing, row.returns, row.lowered, row.broken]
    return [row.unit, *counts, *map(listed, details)]


def listed(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"{in_words(month)} {project}" for month, project in rows)


def xlsx(title: str, rows: list[list]) -> bytes:
    buffer = io.BytesIO()
    heights = fitted([HEADERS, *rows], WIDTHS)
    layout = Layout(
        name="报送纪律", title=title, notes=(ABOUT,), widths=WIDTHS, row_heights=heights
    )
    write(buffer, HEADERS, rows, layout)
    return buffer.getvalue()
