"""A share told in what it covers: 40个村已覆盖18个村 for 45%.

Stored facts and verdicts keep their percentages, as `replay_card` reads them; pages, sentences
and papers say whole villages, schools and people where it is known out of how many.
"""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from projects.values.numbers import hundredths, plain
from supervision.published.beside import Beside
from supervision.published.disclosure import hidden


def in_units(facts: dict, judged: dict, beside: Beside) -> tuple[dict, dict] | None:
    """A coverage's facts and line of the verdict in whole units; None where they cannot be.

    A percentage that is to rise is rounded down, so the least number that reaches it is the one it
    stands for: so many are done, and so many a plan asks for. One that is to fall is rounded up.
    """
    value = judged.get("value")
    if facts["kind"] != "coverage" or not facts["plan"] or value is None or hidden(value):
        return None
    whole = beside.whole_of(facts["name"], judged.get("value_month"), Decimal(value))
    if whole is None or whole % 1:
        return None
    falls = is_to_fall(facts)
    read = [each["value"] for each in facts["readings"].values()]
    if any(hidden(text) or not stands_for_whole(Decimal(text), whole, falls) for text in read):
        return None

    def units(text: str) -> str:
        return plain(reaching(Decimal(text), whole, falls))

    counted = {
        **facts,
        "measure": beside.counted_in[facts["name"]],
        "whole": plain(whole),
        "baseline": units(facts["baseline"]),
        "target": units(facts["target"]),
        "plan": {month: units(text) for month, text in facts["plan"].items()},
        "readings": {
            month: {**each, "value": units(each["value"])}
            for month, each in facts["readings"].items()
        },
    }
    return counted, {**judged, "value": units(value)}


def is_to_fall(facts: dict) -> bool:
    return Decimal(facts["target"]) < Decimal(facts["baseline"])


def reaching(percent: Decimal, whole: Decimal, falls: bool) -> Decimal:
    """The least number of units whose share is at least this; of a share that falls, the most

    whose share is at most this.
    """
    way = ROUND_FLOOR if falls else ROUND_CEILING
    return (percent * whole / 100).to_integral_value(way)


def stands_for_whole(percent: Decimal, whole: Decimal, falls: bool) -> bool:
    share = reaching(percent, whole, falls) * 100 / whole
    return hundredths(share, falls=falls) == percent


AGAINST_PLAN = re.compile(r"计划([\d.]+)%，实际([\d.]+)%(（[^）]*）)?，比计划少[\d.]+个百分点")
AGAINST_PROMISE = re.compile(r"承诺([\d.]+)%，已完成([\d.]+)%")
MORE = re.compile(r"再提高([\d.]+)个百分点")


def told_in_units(facts: dict, verdict: dict, beside: Beside) -> dict:
    """The verdict with the rules' sentences said in units, where there are any."""
    pairs = zip(facts["targets"], verdict["targets"], strict=True)
    found = {
        target["name"]: (units[0], judged["value"])
        for target, judged in pairs
        if (units := in_units(target, judged, beside))
    }
    if not found:
        return verdict

    def said(each: dict) -> dict:
        if each.get("target") not in found:
            return each
        return {**each, "text": resaid(each["text"], *found[each["target"]])}

    return {**verdict, **{part: [*map(said, verdict[part])] for part in ("findings", "to_clear")}}


def resaid(text: str, counted: dict, value: str) -> str:
    """A rule's sentence about a share, in units; `value` is the share itself."""
    whole, unit = Decimal(counted["whole"]), counted["measure"]
    falls = is_to_fall(counted)

    def units(percent: str) -> Decimal:
        return reaching(Decimal(percent), whole, falls)

    def against_plan(found: re.Match) -> str:
        planned, done = units(found[1]), units(found[2])
        return (
            f"{plain(whole)}{unit}，计划覆盖{plain(planned)}{unit}，"
            f"已覆盖{plain(done)}{unit}{found[3] or ''}，比计划少{plain(planned - done)}{unit}"
        )

    def against_promise(found: re.Match) -> str:
        return f"承诺覆盖{plain(units(found[1]))}{unit}，已覆盖{plain(units(found[2]))}{unit}"

    def more(found: re.Match) -> str:
        needed = units(plain(Decimal(value) + Decimal(found[1]))) - units(value)
        return f"再完成{plain(needed)}{unit}"

    text = AGAINST_PLAN.sub(against_plan, text)
    return MORE.sub(more, AGAINST_PROMISE.sub(against_promise, text))
