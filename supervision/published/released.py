"""公开稿: the figures they may name, a first wording, and whether they still hold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from projects.models import Programme
from projects.values import days
from supervision.models import Period, Reading, Release, Rewording, ShownCard
from supervision.published.bulletin_issue import lines_of, unpublished
from supervision.published.claims import Known
from supervision.published.holding import known_of, words_against
from supervision.published.line import Line, own_values
from supervision.published.placeholders import (
    Values,
    braced,
    doubtful_figures,
    fill,
    measures_in,
    names,
    problems,
)
from supervision.published.shown import SHOWN_WITH

MOST_LETTERS = 300
TAKEN_BACK = "已撤回，公众看不到文字"


@dataclass(frozen=True)
class Standing:
    """A project in a closed month: what the public sees or would see of it, and its values."""

    shown: ShownCard
    line: Line
    values: Values
    known: Known


def standing_in(period: Period, projects: Iterable[int] | None = None) -> dict[int, Standing]:
    """By project, as the month stands now; empty before it is closed."""
    if not period.closed_at:
        return {}
    shown = shown_in(period, None if projects is None else list(projects))
    lines = lines_of(shown, period)
    return {
        each.project_id: Standing(
            each, line, values_in(line, period), known_of(line, period.data_until)
        )
        for each in shown
        for line in [lines[each.card_id]]
    }


def values_in(line: Line, period: Period) -> Values:
    return {**own_values(line), "数据截至": days.in_words(period.data_until)}


def shown_in(period: Period, projects: list[int] | None = None) -> list[ShownCard]:
    if not period.published_at:
        return list(unpublished(period, projects).values())
    rows = ShownCard.everything.filter(period=period)
    rows = rows if projects is None else rows.filter(project__in=projects)
    rows = rows.select_related("project", "card__period", *SHOWN_WITH)
    rows = rows.order_by("project__number")
    return list(rows.defer("card__facts", "card__verdict"))


def wrong_in(text: str, standing: Standing | None, vouched: Iterable[str] = ()) -> list[str]:
    """Why a text may not go out, as sentences; none for one that may."""
    values = standing.values if standing else {}
    if found := problems(text, values):
        return found
    if hidden := [name for name in names(text) if values[name] is None]:
        return [f"“{braced(hidden[0])}”按设置不对公众显示，不能写进公开稿。"]
    vouched = set(vouched)
    if doubts := [said for typed, said in asked_of(text, standing).items() if typed not in vouched]:
        return doubts
    said = fill(text, values)
    if not said.strip():
        return ["公开稿没有写出文字。"]
    if len(said) > MOST_LETTERS:
        return [f"公开文字最多{MOST_LETTERS}字，现在有{len(said)}字。"]
    return []


def asked_of(text: str, standing: Standing | None) -> dict[str, str]:
    """What was typed by hand and wants a tick, each with its question: figures, and words that
    the card does not bear."""
    values = standing.values if standing else {}
    figures = doubtful_figures([text], values, measures=measures_in(values))
    found = {figure: question(figure, same, values) for figure, same in figures.items()}
    against = words_against(text, standing.known, values) if standing else {}
    return found | {
        words: f"“{words}”和系统里的不一致：{said}。写错了就改，没错就勾选。"
        for words, said in against.items()
    }


def question(figure: str, same: list[str], values: Values) -> str:
    """What is asked of a figure typed by hand."""
    if same:
        own = "、".join(map(braced, same))
        return f"手写的“{figure}”和{own}现值相同，请改用占位符，或核对后勾选。"
    known = "，".join(
        f"{name}{value}"
        for name, value in values.items()
        if name.rpartition(".")[2] in ("累计", "差额", "目标") and value
    )
    known = f"（{known}）" if known else ""
    return f"手写的“{figure}”不是系统里的数{known}，请核对：写错了就改，没错就勾选。"


def outdated(release: Release, found: Standing | None) -> bool:
    """Whether its card is no longer the one that was before those who vouched for it."""
    if found is None or release.card_id is None:
        return False
    return (found.shown.card_id, found.shown.colour) != (release.card_id, release.colour)


def outdated_in(period: Period) -> list[Release]:
    """Signed sentences of a closed month whose card is no longer the one before their signers."""
    signed = list(period.releases.filter(signed_at__isnull=False).select_related("project"))
    if not signed:
        return []
    known = {each.project_id: (each.card_id, each.colour) for each in shown_in(period)}
    return [
        each
        for each in signed
        if each.card_id and known.get(each.project_id) != (each.card_id, each.colour)
    ]


def held_up(period: Period, outdated: list[Release]) -> list[Release]:
    """Those of some outdated sentences that a person must look at before the month is public."""
    if not outdated:
        return []
    found = standing_in(period, [each.project_id for each in outdated])
    return [
        each
        for each in outdated
        if each.checked or wrong_in(each.text, found.get(each.project_id), each.checked)
    ]


def outdated_in_public() -> QuerySet[Release]:
    """The same of what is public, over all months."""
    same = ShownCard.everything.filter(
        period=OuterRef("period"),
        project=OuterRef("project"),
        card=OuterRef("card"),
        colour=OuterRef("colour"),
    )
    told = Release.public.filter(card__isnull=False).exclude(Exists(same))
    return told.exclude(period__programme__state=Programme.State.ARCHIVED)


def in_force(release: Release) -> tuple[str, list[str]]:
    """The text that the public reads now, with its placeholders, and the figures checked in it."""
    last = Rewording.objects.in_force().filter(release=release).last()
    return (last.text, last.checked) if last else (release.text, release.checked)


def reading_of(releases: Iterable[Release]) -> dict[int, str]:
    """By key, what each reads with its figures filled in: in public, else as it would."""
    found, waiting = {}, defaultdict(list)
    for each in releases:
        if each.said or (each.signed_at and each.period.published_at):
            found[each.pk] = each.said or TAKEN_BACK
        else:
            waiting[each.period].append(each)
    for period, drafts in waiting.items():
        standing = standing_in(period, [each.project_id for each in drafts])
        for each in drafts:
            known = standing.get(each.project_id)
            found[each.pk] = fill(each.text, known.values if known else {})
    return found


def first_wording(line: Line, readings: list[Reading]) -> str:
    """A sentence for a project behind its plan, from its figures and its unit's accepted words."""
    if not any(figure.behind for figure in line.figures):
        return ""
    parts = []
    for number, figure in enumerate(line.figures, 1):
        if figure.behind and not figure.pending:
            own = f"指标{number}." if line.count > 1 else ""
            parts.append(f"{figure.name if own else ''}{braced(f'{own}进展')}")
    text = f"{'；'.join(parts)}。"
    for reading in readings:
        for said in (reading.cause, reading.measures):
            said = said.strip().rstrip("。；;.")
            if said and len(text) + len(said) < MOST_LETTERS and said not in text:
                text += f"{said}。"
    if line.promised:
        text += f"责任单位承诺{braced('承诺')}完成。" if line.count <= 1 else ""
    return text


def accepted_readings(period: Period, projects: Iterable[int]) -> dict[int, list[Reading]]:
    """What stands accepted of each project's month, target by target."""
    rows = Reading.objects.filter(
        submission__report__period=period,
        submission__report__project__in=list(projects),
        submission__review__verdict="accepted",
    )
    rows = rows.select_related("submission__report", "target")
    rows = rows.prefetch_related("finishes__milestone")
    found: dict[int, list[Reading]] = {}
    for row in rows.order_by("submission__number", "target__number"):
        project = row.submission.report.project_id
        standing = found.get(project, [])
        same = standing and standing[0].submission_id == row.submission_id
        found[project] = [*standing, row] if same else [row]
    return found


def former_sentences(period: Period) -> dict[int, Release]:
    """What was last said in public of each project in an earlier month."""
    rows = Release.everything.filter(
        period__programme=period.programme_id,
        period__month__lt=period.month,
        period__published_at__isnull=False,
    ).exclude(said="")
    rows = rows.select_related("period").order_by("period__month")
    return {row.project_id: row for row in rows}
