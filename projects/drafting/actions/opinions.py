"""意见: given by units and leaders, entered by the office, left by residents; and ruled on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from projects.actions.contacts import forget
from projects.drafting.actions.consulting import record_consulting
from projects.drafting.actions.drafts import locked, refuse_personal
from projects.drafting.models import (
    Act,
    Consultation,
    Draft,
    Drafting,
    Opinion,
    OpinionContact,
    Ruling,
)
from projects.drafting.places import locate
from projects.errors import Refused, Stale
from projects.ledger.chain import record
from projects.models import LeadUnit, User

Source = Opinion.Source
OVER = "这次征求意见已经截止，不再收意见。"


@dataclass(frozen=True)
class Word:
    """An opinion as it is typed: on the item with this key, None for the whole list.

    `quote` are the words of the item that it is about, as they stand there; "" for all of them.
    """

    text: str
    key: int | None = None
    quote: str = ""


def texts_of(draft: Draft) -> dict[int, str]:
    """The text of each piece of a version, by its key."""
    return {row.key: row.content.text for row in draft.passages()}


def placed(word: Word, texts: dict[int, str]) -> dict:
    """Where a word belongs; Refused where its item or its quote is not in the version."""
    if word.key is None:
        if word.quote.strip():
            raise Refused(f"“{word.quote[:30]}”是哪一项里的字？请写在那一项下面。")
        return {"key": None, "start": None, "end": None}
    if word.key not in texts:
        raise Refused("这一稿里没有这一项。")
    quote = word.quote.strip()
    if not quote:
        return {"key": word.key, "start": None, "end": None}
    span = locate(texts[word.key], quote)
    if span is None:
        raise Refused(f"原文里没有“{quote[:30]}”，请照抄原文里的字，或空着。")
    return {"key": word.key, "start": span[0], "end": span[1]}


def open_still(consultation: Consultation, at: dt.datetime) -> Consultation:
    """The consultation, its list held, as long as it takes opinions."""
    locked(consultation.drafting)
    consultation = Consultation.objects.select_related("draft", "drafting").get(pk=consultation.pk)
    if not consultation.open_on(timezone.localdate(at)):
        raise Refused(OVER)
    return consultation


@transaction.atomic
def give(
    *,
    consultation: Consultation,
    words: Iterable[Word],
    nothing: bool = False,
    unit: LeadUnit | None = None,
    by: User,
    at: dt.datetime,
) -> list[Opinion]:
    """A unit's opinions, or without one a leader's; `nothing` says that there are none."""
    words = [word for word in words if word.text.strip()]
    if bool(words) == nothing:
        raise Refused("请写意见，或勾选“无意见”；两样只能有一样。")
    consultation = open_still(consultation, at)
    if unit and not consultation.units.filter(unit=unit).exists():
        raise Refused(f"这次没有征求{unit}的意见。")
    if unit is None and not consultation.leaders:
        raise Refused("这次没有征求区领导的意见。")
    given = {
        "source": Source.UNIT if unit else Source.LEADER,
        "unit": unit,
        "who": str(unit or by),
        "by": by,
        "at": at,
    }
    if nothing:
        mine = consultation.opinions.filter(unit=unit, source=given["source"], none=True)
        if (mine if unit else mine.filter(said_by=by)).exists():
            raise Refused("已经反馈过“无意见”。")
        rows = [written(consultation, None, **given)]
    else:
        texts = texts_of(consultation.draft)
        rows = [written(consultation, word, texts, **given) for word in words]
    note = f"{given['who']}：{'无意见' if nothing else f'{len(rows)}条'}"
    record_consulting(Act.GIVE_OPINIONS, consultation, rows, by, at, note)
    return rows


def written(
    consultation: Consultation,
    word: Word | None,
    texts: dict[int, str] | None = None,
    *,
    by: User | None,
    at: dt.datetime,
    **given,
) -> Opinion:
    """A row of the record; without a word it says that there is nothing to say."""
    place = placed(word, texts or {}) if word else {"none": True}
    said = {"text": word.text.strip()} if word else {}
    return Opinion.objects.create(
        consultation=consultation, said_at=at, said_by=by, kept_at=at, **given, **place, **said
    )


@transaction.atomic
def enter(
    *,
    consultation: Consultation,
    source: str,
    word: Word | None,
    who: str,
    basis: str,
    unit: LeadUnit | None = None,
    by: User,
    at: dt.datetime,
) -> Opinion:
    """What came on paper, by telephone or at a meeting, entered by the office with its source.

    Taken after the last day too: paper lies on desks.
    """
    drafting = locked(consultation.drafting)
    if not basis.strip():
        raise Refused("请写明来源，如 来函文号、座谈会名称和日期、来电。")
    if source not in (Source.UNIT, Source.LEADER, Source.MEETING, Source.OTHER):
        raise Refused("请选意见来自哪一方。")
    if (source == Source.UNIT) != bool(unit):
        raise Refused("来自单位的请选单位，其他的不选。")
    if unit and not consultation.units.filter(unit=unit).exists():
        raise Refused(f"这次没有征求{unit}的意见。")
    if word is None and source not in (Source.UNIT, Source.LEADER):
        raise Refused("请写意见内容。")
    given = {"source": source, "unit": unit, "who": who.strip() or str(unit or "")}
    texts = texts_of(consultation.draft)
    row = written(consultation, word, texts, basis=basis.strip(), by=by, at=at, **given)
    consultation.drafting = drafting
    record_consulting(Act.ENTER_OPINION, consultation, [row], by, at, f"{row.said_of}，{row.basis}")
    return row


@transaction.atomic
def leave(
    *,
    consultation: Consultation,
    code: str,
    word: Word,
    at: dt.datetime,
    name: str = "",
    phone: str = "",
) -> Opinion:
    """A resident's opinion; the same form sent twice is one. It waits outside the chain."""
    if standing := Opinion.objects.filter(code=code).first():
        return standing
    open_for_all = consultation.public and consultation.drafting.open
    if not (open_for_all and consultation.open_on(timezone.localdate(at))):
        raise Refused(OVER)
    if not word.text.strip():
        raise Refused("请写下意见。")
    given = {
        "consultation": consultation,
        "source": Source.PUBLIC,
        "text": word.text.strip(),
        "said_at": at,
        **placed(word, texts_of(consultation.draft)),
    }
    # Two sendings at once both find nothing: the second takes the first one's row.
    row, made = Opinion.objects.get_or_create(code=code, defaults=given)
    if made and (name or phone):
        OpinionContact.objects.create(opinion=row, name=name, phone=phone)
    return row


@dataclass(frozen=True)
class Judged:
    """What the office decides of an opinion; `seen` is the version that it was shown."""

    opinion: Opinion
    kind: str
    reason: str
    shown: str = ""
    seen: int = 0


@transaction.atomic
def rule(
    *, drafting: Drafting, judged: Iterable[Judged], by: User, at: dt.datetime
) -> list[Ruling]:
    """Add what is decided of several opinions; what is as it was is left alone."""
    drafting = locked(drafting)
    rows = [row for each in judged if (row := ruled(drafting, each, by, at))]
    if rows:
        opinions = [row.opinion for row in rows if row.version == 1]
        note, public = f"{len(rows)}条", any(seen_by_all(row.opinion) for row in rows)
        named = [*rows, *(each for each in opinions if each.source == Source.PUBLIC)]
        record_rulings(drafting, named, note, public, by, at)
    return rows


def record_rulings(drafting, rows, note: str, public: bool, by, at) -> None:
    note = f"{drafting}　{note}"
    record(action=Act.RULE_OPINIONS, by=by, at=at, rows=rows, note=note, public=public)


def seen_by_all(opinion: Opinion) -> bool:
    return opinion.consultation.public


def ruled(drafting: Drafting, given: Judged, by, at) -> Ruling | None:
    """The new row; None where the same holds already."""
    opinion = given.opinion
    if opinion.consultation.drafting_id != drafting.pk or opinion.none:
        raise Refused("这份清单没有这条意见。")
    former = opinion.rulings.order_by("version").last()
    if (former.version if former else 0) != given.seen:
        by_whom = former.ruled_by if former else None
        raise Stale(f"“{opinion}”在您打开以后被{by_whom or '别人'}处理过，没有保存，请核对后再改。")
    if given.kind not in Ruling.Kind.values:
        raise Refused(f"“{opinion}”请选采纳、部分采纳或不采纳。")
    if not given.reason.strip():
        raise Refused(f"“{opinion}”要写明处理的理由。")
    refuse_personal(f"“{opinion}”处理的理由", given.reason)
    refuse_personal(f"“{opinion}”公开的意见概要", given.shown, office=False)
    values = {
        "kind": given.kind,
        "reason": given.reason.strip(),
        "shown": given.shown.strip(),
    }
    if former and all(getattr(former, name) == value for name, value in values.items()):
        return None
    if opinion.kept_at is None:
        opinion.kept_at = at
        opinion.save(update_fields=["kept_at"])
    return Ruling.objects.create(
        opinion=opinion, version=given.seen + 1, ruled_at=at, ruled_by=by, **values
    )


@transaction.atomic
def erase_contacts(*, before: dt.datetime, by: User | None, at: dt.datetime) -> int:
    """Forget who wrote, once the list has been out, or given up, since a moment."""
    done = Opinion.objects.filter(consultation__drafting__state__in=["issued", "dropped"])
    old = OpinionContact.objects.filter(opinion__in=done.filter(said_at__lt=before)).exclude(
        name="", phone=""
    )
    rows = old.select_for_update(of=("self",))
    return forget(rows, action=Act.ERASE_OPINION_CONTACTS, by=by, at=at)
