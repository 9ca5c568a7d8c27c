"""月度通报 as an official paper, from the same data as its page."""

from django.utils import timezone

from projects.papers.word import word
from projects.values import days
from supervision.documents.slip import DEMONSTRATION
from supervision.published.bulletin import Bulletin
from supervision.published.line import NOT_PUBLIC, Line, progress

UNPUBLISHED = "未公开：已定稿，还没有公开发布，不得外传"
COLUMNS = {"full": "亮牌", "words": "进度", "bar": ""}


def as_word(bulletin: Bulletin) -> bytes:
    title = f"{bulletin.programme.title}{bulletin.month}推进情况"
    return word("通报", f"{title}{bulletin.programme.demonstration_mark}", values_of(bulletin))


def file_name(bulletin: Bulletin) -> str:
    marks = bulletin.programme.demonstration_mark
    marks += "" if bulletin.period.published_at else "（未公开）"
    number = bulletin.period.bulletin_number
    return f"{bulletin.programme.year}年民生实事推进情况通报第{number}期{marks}.docx"


def plain_name(bulletin: Bulletin) -> str:
    return f"bulletin-{bulletin.programme.year}-{bulletin.period.bulletin_number}"


def values_of(bulletin: Bulletin) -> dict:
    """What stands on it, by the names in its template."""
    period, programme, head = bulletin.period, bulletin.programme, bulletin.head
    published = period.published_at
    return {
        "标注": marks_of(bulletin),
        "期号": period.bulletin_number,
        "发文机关": programme.authority,
        "印发日期": days.in_words(timezone.localdate(published)) if published else "（待公开）",
        "清单": programme.title,
        "月份": bulletin.month,
        "演示": programme.demonstration_mark,
        "正文": [
            {
                "标题": section.heading,
                "段落": section.paragraphs,
                "项目": [row(line) for line in bulletin.entries.get(section.key, [])],
            }
            for section in bulletin.sections
        ],
        "表格标题": bulletin.table_heading,
        "亮牌栏": COLUMNS[bulletin.grading.display] if bulletin.grading else "",
        "项目": [row(line) for line in bulletin.lines],
        "更正": [
            {
                "序号": each.submission.report.project.number,
                "说明": each.public_note,
                "公布日期": days.in_words(timezone.localdate(each.published_at)),
            }
            for each in bulletin.corrected
        ]
        + [
            {
                "序号": each.project.number,
                "说明": each.note,
                "公布日期": days.in_words(timezone.localdate(each.override.decision.at)),
            }
            for each in bulletin.decided
        ]
        + [
            {
                "序号": each.release.project.number,
                "说明": f"公开文字{'更换' if each.text else '撤回'}：{each.reason}",
                "公布日期": days.in_words(timezone.localdate(each.at)),
            }
            for each in bulletin.reworded
        ],
        "签发人": period.signer if published else "",
        "依据": period.basis if published else "",
        "数据截至": days.in_words(period.data_until),
        "数据版本号": bulletin.data_version,
        "留痕编号": head.number if head else "",
        "校验码": head.hash if head else "",
    }


def marks_of(bulletin: Bulletin) -> list[str]:
    marks = [DEMONSTRATION] if bulletin.programme.demonstration else []
    return marks if bulletin.period.published_at else [*marks, UNPUBLISHED]


def card_words(line: Line) -> str:
    grade = line.card.grade
    decided = "（经认定）" if line.card.decided else ""
    return f"{grade.name} {grade.words}{decided}".strip() if grade else ""


def row(line: Line) -> dict:
    """A project; with its card where the public sees it, and what the unit says of its end where
    the office released nothing."""
    figure = line.figure
    late = figure and figure.behind and line.promised
    unheard = "本月未报，" if line.card.missing else ""
    return {
        "序号": line.project.number,
        "名称": line.project.title,
        "单位": line.card.unit_name or "待明确",
        "进展": f"{unheard}{figure.name}{progress(figure)}" if figure else "",
        "指标数": line.count,
        "完成": known_share(line, "percent"),
        "计划": known_share(line, "planned_percent"),
        "亮牌": card_words(line),
        "公开稿": line.sentence,
        "承诺时间": days.in_words(line.promised) if late else "",
    }


def known_share(line: Line, name: str) -> str:
    """Of the promise that decides, as the line's progress is."""
    shares = line.figure and line.figure.shares
    if shares is None:
        return "—"
    share = getattr(shares, name)
    return f"{share}%" if share else NOT_PUBLIC
