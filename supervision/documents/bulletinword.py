"""月度通报 as a Word file, from the same data as its page."""

from django.utils import timezone

from supervision.documents.paper import HEADING, RED, SIZE_4, Paper, ruled
from supervision.documents.slip import DEMONSTRATION
from supervision.documents.tables import table
from supervision.published.bulletin import Bulletin
from supervision.published.bulletin_issue import Line
from supervision.published.bulletin_text.project_values import progress, share
from supervision.published.bulletin_text.values import day

UNPUBLISHED = "未公开：已定稿，还没有公开发布，不得外传"
NAME = "民生实事推进情况通报"
WIDTHS = {"序号": 10, "项目": 46, "牵头单位": 26, "主要进展": 40, "完成": 16, "计划": 16}
WITH_CARD = {"序号": 10, "项目": 40, "牵头单位": 24, "主要进展": 36, "完成": 14, "计划": 14}
CENTRED = ("序号", "完成", "计划", "亮牌", "进度")


def as_word(bulletin: Bulletin) -> bytes:
    period, programme = bulletin.period, bulletin.programme
    paper = Paper(title_of(bulletin))
    for mark in marks_of(bulletin):
        paper.line(mark, font=HEADING, colour=RED)
    paper.letterhead(NAME)
    paper.line(f"第{period.bulletin_number}期").alignment = 1
    issued = day(timezone.localdate(period.published_at)) if period.published_at else "（待公开）"
    ruled(paper.two_sides(programme.authority, issued), "bottom", colour="C8101A", eighths=16)
    paper.line()
    paper.title(title_of(bulletin))
    paper.line()
    for section in bulletin.sections:
        paper.heading(section.heading)
        for text in section.paragraphs:
            paper.text(text)
        for line in bulletin.entries.get(section.key, []):
            paper.text(entry(line))
    paper.heading(bulletin.table_heading)
    projects(paper, bulletin)
    corrections(paper, bulletin)
    colophon(paper, bulletin, issued)
    return paper.bytes()


def title_of(bulletin: Bulletin) -> str:
    mark = bulletin.programme.demonstration_mark
    return f"{bulletin.programme.title}\n{bulletin.month}推进情况{mark}"


def file_name(bulletin: Bulletin) -> str:
    marks = bulletin.programme.demonstration_mark
    marks += "" if bulletin.period.published_at else "（未公开）"
    number = bulletin.period.bulletin_number
    return f"{bulletin.programme.year}年{NAME}第{number}期{marks}.docx"


def plain_name(bulletin: Bulletin) -> str:
    return f"bulletin-{bulletin.programme.year}-{bulletin.period.bulletin_number}"


def marks_of(bulletin: Bulletin) -> list[str]:
    marks = [DEMONSTRATION] if bulletin.programme.demonstration else []
    return marks if bulletin.period.published_at else [*marks, UNPUBLISHED]


def entry(line: Line) -> str:
    """A project of those ahead or behind: who, how far, and what the office released of it.

    Where nothing was released, when the unit says that it will be done.
    """
    unit = line.card.unit_name or "待明确"
    said = f"第{line.project.number}项：{line.project.title}。牵头单位：{unit}。{card_words(line)}"
    if line.figure:
        said += f"，{line.figure.name}{progress(line.figure)}"
    if line.sentence:
        return f"{said}。{line.sentence}"
    late = line.figure and line.figure.behind and line.promised
    return f"{said}。责任单位承诺{day(line.promised)}完成。" if late else f"{said}。"


def card_words(line: Line) -> str:
    grade = line.card.grade
    decided = "（经认定）" if line.card.decided else ""
    return f"{grade.name} {grade.words}{decided}".strip() if grade else ""


def projects(paper: Paper, bulletin: Bulletin) -> None:
    """Every project; with its card where the public sees it."""
    display = bulletin.looks.display if bulletin.looks else "bar"
    extra = {"full": "亮牌", "words": "进度"}.get(display)
    widths = {**WITH_CARD, extra: 18} if extra else WIDTHS
    rows = []
    for line in bulletin.lines:
        progressed = f"{line.figure.name}{progress(line.figure)}" if line.figure else "—"
        if line.count > 1:
            progressed += f"（共{line.count}项指标）"
        row = [str(line.project.number), line.project.title, line.card.unit_name or "待明确"]
        row += [progressed, known_share(line, "actual"), known_share(line, "planned")]
        rows.append([*row, card_words(line)] if extra else row)
    table(paper, list(widths), rows, list(widths.values()), middle=CENTRED)


def known_share(line: Line, name: str) -> str:
    value = getattr(line.card, name)
    if value is None and not line.card.small:
        return "—"
    return share(value)


def corrections(paper: Paper, bulletin: Bulletin) -> None:
    """更正: what was corrected since stands at the end, the numbers above as they were issued."""
    if not bulletin.corrected:
        return
    paper.heading("本期公布以后的更正")
    paper.text("上面的数字是公布时的数字，以后更正的有：")
    for each in bulletin.corrected:
        report = each.submission.report
        published = day(timezone.localdate(each.published_at))
        paper.text(f"第{report.project.number}项：{each.public_note}（{published}公布）")


def colophon(paper: Paper, bulletin: Bulletin, issued: str) -> None:
    """Who signed, on what basis, and by which record the numbers can be checked."""
    period = bulletin.period
    paper.line()
    until = f"数据截至{day(period.data_until)}，数据版本号{bulletin.data_version}"
    if bulletin.head:
        until += f"；公布是操作留痕第{bulletin.head.number}号，校验码{bulletin.head.hash}"
    lines = [f"{until}。牌针对项目，不针对个人。"]
    if period.published_at:
        lines.insert(0, f"签发：{period.signer}。依据：{period.basis}。")
    for text in lines:
        paper.line(text, size=SIZE_4).paragraph_format.keep_with_next = True
    foot = paper.two_sides(bulletin.programme.authority, f"{issued}印发", size=SIZE_4)
    ruled(foot, "top", eighths=8)
