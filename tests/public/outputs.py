"""Every output of published months held to the numbers of the cards as they are stored.

A number may stand in a text about a project only if it follows from the stored facts by a sum, a
difference or a share, or if somebody ticked it off. What follows is worked out here anew, from the
facts' JSON alone.
"""

import html
import json
import re
from collections import Counter, defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import chain, product

from django.utils import timezone

from projects.models import Programme, Target
from projects.values.days import short
from supervision.admin.months.article import article
from supervision.briefing.leaders import leaders_page
from supervision.briefing.one_page import one_page
from supervision.desk.reminders import for_groups, lines_for
from supervision.documents.bulletin import values_of as bulletin_values
from supervision.documents.slip import values_of as paper_values
from supervision.documents.slip_ledger import ledger
from supervision.jobs.telling import ISSUED, told_of_month, told_of_slip
from supervision.models import (
    Card,
    Job,
    Period,
    Reading,
    Release,
    Rewording,
    ShownCard,
    Slip,
    SlipStep,
)
from supervision.published.bulletin import bulletin
from supervision.published.placeholders import typed_figures
from supervision.status_sheet.status import status_sheet

Kind = SlipStep.Kind
NAMES = {"blue": "蓝牌", "yellow": "黄牌", "red": "红牌"}
NUMBERED = re.compile(r"(?<![\d.])\d{1,2}[.．](?=\s*\D)")  # 12. 改善教学基础设施条件
ROUNDED = list(product(("1", "0.1", "0.01"), (ROUND_FLOOR, ROUND_CEILING, ROUND_HALF_UP)))


def known(card: Card) -> set[Decimal]:
    """The numbers that a stored card's facts come to."""
    facts, verdict = json.loads(card.facts), json.loads(card.verdict)
    found: set[Decimal] = set()
    readings = Reading.objects.filter(target__project=card.project_id, denominator__isnull=False)
    wholes = defaultdict(set)
    for name, whole in readings.values_list("target__name", "denominator"):
        wholes[name].add(whole)
    for told, judged in zip(facts["targets"], verdict["targets"], strict=True):
        found |= of_target(told, judged, card.period.month)
        for whole in wholes[told["name"]]:
            planned = Decimal((told["plan"] or {}).get(card.period.month, 0))
            parts = [Decimal(judged["value"] or 0) * whole / 100, planned * whole / 100]
            found |= rounded([*parts, parts[1] - parts[0], Decimal(whole)])
    for parts in parts_of(card, facts["targets"], verdict["targets"]).values():
        found |= of_numbers(*map(sum, zip(*parts, strict=True)))
    for each in (verdict, *verdict["targets"]):
        shares = [Decimal(each[name] or 0) * 100 for name in ("actual", "planned", "deviation")]
        found |= rounded([*shares, shares[0] - shares[1]])
    return {abs(number) for number in found}


def parts_of(card: Card, facts: list[dict], judged: list[dict]) -> dict[str, list[tuple]]:
    """Base, goal, value and plan of each part, by the whole (549 = 209 + 340) that they make up."""
    rows = Target.everything.filter(project=card.project_id, part_of__isnull=False)
    wholes = dict(rows.values_list("name", "part_of__name"))
    found: dict[str, list[tuple]] = defaultdict(list)
    for told, said in zip(facts, judged, strict=True):
        if whole := wholes.get(told["name"]):
            four = told["baseline"], told["target"], said["value"], told["plan"][card.period.month]
            found[whole].append(tuple(Decimal(each or 0) for each in four))
    return found


def of_target(told: dict, judged: dict, month: str) -> set[Decimal]:
    if told["kind"] == "milestones":
        stages = told["milestones"] or []
        done = [Decimal(each["weight"]) for each in stages if each["done"]]
        late = [months_between(each["planned"], month) for each in stages if not each["done"]]
        return rounded([*done, sum(done, Decimal()), Decimal(len(done)), *map(Decimal, late)])
    if told["kind"] == "service":
        ran = [each for each in told["ran"] or [] if each <= month]
        planned = told["planned_months"] or []
        soon = [each for each in planned if each <= month]
        return {Decimal(len(each)) for each in (ran, planned, soon)}
    base, goal, value = (Decimal(each or 0) for each in (
        told["baseline"], told["target"], judged["value"]
    ))  # fmt: skip
    planned = Decimal((told["plan"] or {}).get(month, 0))
    return of_numbers(base, goal, value, planned)


def of_numbers(base: Decimal, goal: Decimal, value: Decimal, planned: Decimal) -> set[Decimal]:
    """Themselves, their differences, and the shares that they are of the way.

    A printed plan is the printed share less the printed gap, so that the three subtract.
    """
    numbers = [base, goal, value, planned]
    shares = [100 * (each - base) / (goal - base) for each in (value, planned)]
    gap = (shares[0] - shares[1]).quantize(Decimal("0.1"), ROUND_HALF_UP)
    shares += [shares[0].quantize(Decimal("0.1"), ROUND_FLOOR) - gap]
    return rounded([*numbers, *shares, *(abs(a - b) for a, b in product(numbers, numbers))])


def months_between(first: str, last: str) -> int:
    (year, month), (later, end) = (map(int, each.split("-")) for each in (first, last))
    return (later - year) * 12 + end - month


def rounded(numbers) -> set[Decimal]:
    return {
        n.quantize(Decimal(step), how).normalize() + 0 for n in numbers for step, how in ROUNDED
    }


def strange(text: str, *allowed: set) -> list[str]:
    """The figures of a text that none of these numbers is."""
    told = [each for each in typed_figures(NUMBERED.sub(" ", text)) if each[0].isdigit()]
    numbers = {each: Decimal(re.sub("[,，%]", "", each)) for each in told}
    return [each for each, number in numbers.items() if number not in set().union(*allowed)]


def outputs_agree(at, request) -> Counter:
    """Every output of every public month; gives how many texts with a figure each kind had."""
    seen: Counter = Counter()

    def held(kind: str, text: str, *allowed: set, about="") -> None:
        assert strange(text, *allowed) == [], (kind, about, text)
        seen[kind] += bool(re.search(r"\d", text))

    for period in Period.public.order_by("month"):
        of_month(period, at, request, held)
    of_slips(at, request.user, held)
    for text in [*chain.from_iterable(lines_for(at).values()), *for_groups(at).values()]:
        held("mail and push", text)  # what is told by mail tells no figure of a card
    return seen


def of_month(period: Period, at, request, held) -> None:
    shown = ShownCard.everything.filter(period=period).select_related("card__period", "project")
    own = {each.project.number: known(each.card) for each in shown}
    first = Card.everything.filter(period=period, version=1).select_related("period", "project")
    issued = {card.project.number: own[card.project.number] | known(card) for card in first}
    ticked = vouched(period)
    for row in status_sheet(period, public=True).rows:
        n = row["number"]
        held("release", row["progress"], own[n], ticked[n], about=(period, n))
    for row in status_sheet(period, public=False).rows:
        n = row["number"]
        for key in ("total_done", "total_planned", "percent", "points"):
            if isinstance(row[key], Decimal):
                assert abs(row[key]) in own[n], (period, key, row)
                held("status sheet", str(abs(row[key])), own[n])
                continue
            counted = re.sub(r"服务(不足)?\d+\S*", "", row[key])  # which no card judges
            held("status sheet", counted, own[n], about=(period, n))
    for row in one_page(Period.everything.get(pk=period.pk), at).late:
        n = int(row["项目"].split(".")[0])
        held("one-page", row["差多少"], own[n], about=(period, n))
    for each in leaders_page(Period.everything.get(pk=period.pk), at).behind:
        held("leaders' page", each.words["差多少"], own[each.card.project.number], about=period)
    made = bulletin(period)
    papers = bulletin_values(made)["项目"]
    for row in papers:
        n, text = row["序号"], "，".join(str(row[key]) for key in ("进展", "完成", "计划"))
        held("bulletin", text, issued[n], about=(period, n))
        held("bulletin", row["公开稿"], issued[n], ticked[n], about=(period, n))
    body = article(request, made).body
    for line, row in zip(re.findall(r"<tr>.*?</tr>", body, re.S), papers, strict=True):
        words = html.unescape(re.sub(r"<[^>]+>", " ", line))
        assert row["进展"] in words, (period, row["序号"])
        number, words = words.split(maxsplit=1)
        words = re.sub(r"（共\d+项）", "", words)
        held("article", words, issued[int(number)], about=(period, number))
    told_of_month(period, request.user)
    pushed = Job.objects.latest("pk").given["texts"][""]
    assert f"通报第{period.bulletin_number}期" in pushed
    held("mail and push", pushed)


def vouched(period: Period) -> dict[int, set[Decimal]]:
    """By project, what people ticked off in the sentences of the month."""
    found: dict[int, set[Decimal]] = defaultdict(set)
    releases = Release.everything.filter(period=period).select_related("project")
    rewordings = Rewording.objects.filter(release__period=period)
    ticks = [(each.project.number, each.checked) for each in releases]
    ticks += [(each.release.project.number, each.checked) for each in rewordings]
    for number, figures in ticks:
        found[number] |= {Decimal(re.sub("[,，%]", "", f)) for f in figures if f[0].isdigit()}
    return found


def of_slips(at, by, held) -> None:
    """The papers, the ledger, the work groups' message: what the cards said that brought each."""
    day = timezone.localdate(at)
    rows = {row.slip.pk: row.cells for row in ledger(Programme.everything.get(year=2023), day).rows}
    for slip in Slip.objects.with_limit().filter(source=Slip.Source.CARD):
        steps = list(slip.steps.select_related("card__period", "card__project"))
        cards = {step.pk: known(step.card) for step in steps if step.card}
        asked = next(iter(cards.values()))
        held("slip", slip.demand, asked, about=slip)
        for step in steps:
            if step.kind in (Kind.RAISED, Kind.CORRECTED):
                held("slip", step.text, cards[step.pk], about=slip)
        last = {s.card.period: s for s in steps if s.kind == Kind.CORRECTED}
        for period, step in last.items():
            stands = ShownCard.everything.get(period=period, project=slip.project)
            assert NAMES[stands.colour] in step.text, (slip, step.text)
        if slip.number is None:
            continue
        told = paper_values(slip, day)["正文"]
        parts = {part["标题"].partition("、")[2][:2]: part["段落"] for part in told}
        assert parts["督办"] == [slip.demand], slip
        for text in [*parts["亮牌"], *parts.get("再督", [])]:
            held("slip on paper", text, *cards.values(), about=slip)
        cells = rows[slip.pk]
        signed = next(step.pk for step in steps if step.kind == Kind.ISSUED)
        again = [s for s in steps if s.kind in (Kind.RAISED, Kind.AGAIN) and s.pk > signed]
        assert cells["督办要求"] == slip.demand and cells["再督次数"] == str(len(again) or "")
        held("ledger of slips", cells["督办要求"], asked, about=slip)
        told_of_slip(slip, ISSUED, by)
        pushed = Job.objects.latest("pk").given["texts"].popitem()[1]
        assert slip.label in pushed and short(slip.limit) in pushed
        held("mail and push", pushed)
