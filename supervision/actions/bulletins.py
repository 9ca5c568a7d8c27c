"""The office's words for a month: the bulletin's text, and what is put to the 党工委."""

import datetime as dt
from collections.abc import Iterable

from projects.actions.turns import in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import record, sha256
from projects.models import User
from projects.values.months import in_words
from projects.values.text import clean
from supervision.models import Act, BulletinText, Matters, Period
from supervision.published.bulletin_claims import claims_against
from supervision.published.bulletin_issue import Issue, issue_of
from supervision.published.bulletin_values import MOST_PROJECTS, values_of
from supervision.published.bulletin_words import HEADINGS, SECTIONS, first_wording, written
from supervision.published.placeholders import (
    braced,
    doubtful_figures,
    formal,
    problems,
    typed_figures,
)

MOST_MATTERS, MOST_LETTERS = 6, 100


@in_turn("period.programme_id")
def save_text(
    *,
    period: Period,
    sections: dict[str, str],
    vouched: Iterable[str],
    version: int,
    by: User,
    at: dt.datetime,
) -> BulletinText:
    """Keep the text as a draft, until the month is published; `vouched` are figures checked."""
    period = locked(period)
    if not period.closed_at:
        raise Refused(f"{in_words(period.month)}还没有定稿，定稿后才有数字可填。")
    if period.published_at:
        raise Refused("通报已经公开发布，文字不能再改；数字有误请走更正。")
    sections = {key: formal(clean(sections[key])).strip() for key in SECTIONS}
    vouched = [formal(figure) for figure in vouched]
    issue = issue_of(period)
    check(sections, issue, vouched)
    text = BulletinText.objects.filter(period=period).first() or BulletinText(period=period)
    if text.version != version:
        raise Stale("另一位同事刚刚保存过通报文字，没有写入。请核对后再保存。")
    text.checked = sorted(asked_of(sections.values(), issue) & set(vouched))
    stamp(text, sections, by, at)
    note = f"{period.month} 第{text.version}次保存 {sha256(chr(10).join(sections.values()))[:12]}"
    if text.checked:
        note += f" 手写数字已核对：{'、'.join(text.checked)}"
    record(action=Act.DRAFT_BULLETIN, by=by, at=at, month=period.month, note=note, public=False)
    return text


def asked_of(texts: Iterable[str], issue: Issue) -> set[str]:
    """What was typed by hand and wants a tick: figures, and words that the cards do not bear."""
    texts = list(texts)
    return {
        *claims_against(texts, issue),
        *(each for text in texts for each in typed_figures(text)),
    }


def check(sections: dict[str, str], issue: Issue, vouched: Iterable[str]) -> None:
    """Refused with every problem at once, each under its section's name."""
    values = values_of(issue, sections.values(), MOST_PROJECTS)
    found = [
        f"{HEADINGS[key]}：{problem}"
        for key, text in sections.items()
        for problem in problems(text, values)
    ]
    for figure, names in doubtful_figures(sections.values(), values, vouched).items():
        said = f"手写数字“{figure}”要改用占位符，或勾选已核对。"
        found.append(said + (f"现值相同的有：{'、'.join(map(braced, names))}。" if names else ""))
    found += doubted(sections.values(), issue, vouched)
    if found:
        raise Refused("\n".join(found))


def doubted(texts: Iterable[str], issue: Issue, vouched: Iterable[str]) -> list[str]:
    """A question for every word that the cards do not bear and nobody vouched for."""
    against = claims_against(texts, issue)
    return [
        f"“{words}”和系统里的不一致：{said}。写错了就改，没错就勾选。"
        for words, said in against.items()
        if words not in vouched
    ]


def issued_text(period: Period, at: dt.datetime) -> BulletinText:
    """The text with which a month is published: as saved, else its first wording; then frozen."""
    text = BulletinText.objects.filter(period=period).first()
    issue = issue_of(period)
    values = values_of(issue, written(text).values(), MOST_PROJECTS)
    if text is None:
        text = BulletinText(period=period, saved_at=at, **first_wording(values))
    for key in SECTIONS:
        if found := problems(getattr(text, key), values):
            raise Refused(f"通报文字的“{HEADINGS[key]}”要先改好：{found[0]}")
    # Cards may have been corrected since the text was saved.
    if found := doubted(written(text).values(), issue, text.checked):
        raise Refused(f"通报文字要先核对、重新保存：{found[0]}")
    text.issued_at = at
    text.save()
    return text


@in_turn("period.programme_id")
def save_matters(*, period: Period, text: str, version: int, by: User, at: dt.datetime) -> Matters:
    """What the one-page summary of the month puts to the 党工委, a matter a line."""
    period = locked(period)
    lines = [line.strip() for line in formal(clean(text)).splitlines() if line.strip()]
    if len(lines) > MOST_MATTERS:
        raise Refused(f"一页纸最多写{MOST_MATTERS}个事项，现在有{len(lines)}个。")
    if long := [line for line in lines if len(line) > MOST_LETTERS]:
        raise Refused(f"每个事项最多{MOST_LETTERS}字：“{long[0][:15]}……”有{len(long[0])}字。")
    matters = Matters.objects.filter(period=period).first() or Matters(period=period)
    if matters.version != version:
        raise Stale("另一位同事刚刚保存过提请事项，没有写入。请核对后再保存。")
    stamp(matters, {"text": "\n".join(lines)}, by, at)
    note = f"{period.month} {len(lines)}项"
    record(
        action=Act.PUT_MATTERS, by=by, at=at, rows=[matters], month=period.month, note=note,
        public=False,
    )  # fmt: skip
    return matters


def locked(period: Period) -> Period:
    return (
        Period.everything.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=period.pk)
    )


def stamp(row, values: dict, by: User, at: dt.datetime) -> None:
    """Write values into a row, as its next version."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.saved_by, row.saved_at = by, at
    row.save()
