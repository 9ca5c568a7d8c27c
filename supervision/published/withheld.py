"""A card's facts and verdict without the counts of people that are not told, and what gives them.

With all else public, nine guesses at the one missing number would find the digest's match, so
the digest of such facts is withheld too. Counts of things stay: rooms are not patients.
"""

from copy import deepcopy

from projects.models import CityTask, Programme, about_people
from projects.values.people import counts_people
from supervision.published.beside import Beside
from supervision.published.disclosure import UNTOLD, hidden

NOTE = (
    "本项目涉及健康或未成年人，10以下的人数不公开，能推算出来的数也不公开，"
    "以“不足10”或“不公布”代替，因此本文件不能用来重算。"
)
SENTENCE = "这项指标人数少，按规定不公布具体数字。"
GIVEAWAYS = ("actual", "deviation", "earned_months", "spi_t")


def quotas_of(programme: Programme, facts: dict) -> frozenset[str]:
    """The year's quotas that people of sensitive projects count for: their readings are sums.

    Asked for once, and only where facts hold a quota and the year has such quotas.
    """
    if not facts["city_tasks"] or getattr(programme, "sensitive_quotas", None) == 0:
        return frozenset()
    if not hasattr(programme, "people_quotas"):
        rows = CityTask.objects.filter(programme=programme, targets__project__sensitive=True)
        told = ("targets__people", "targets__kind", "targets__measure", "targets__counted_in")
        programme.people_quotas = frozenset(
            name for name, *target in rows.values_list("name", *told) if about_people(*target)
        )
    return programme.people_quotas


def withhold(
    facts: dict, verdict: dict, beside: Beside, quotas: frozenset[str]
) -> tuple[dict, dict, bool]:
    """Copies without what is not told, and whether anything had to be left out."""
    facts, verdict = deepcopy(facts), deepcopy(verdict)
    found = [hide_readings(each, beside) for each in facts["targets"]]
    found += [hide_quota(each, beside, quotas) for each in facts["city_tasks"]]
    if not any(found):
        return facts, verdict, False
    standing = hide_standings(facts, verdict)
    hide_reasons(verdict, standing)
    verdict["digest"] = None
    facts["withheld"] = verdict["withheld"] = NOTE
    return facts, verdict, True


def hide_readings(target: dict, beside: Beside) -> bool:
    """Put 不足10 or 不公布 for a counted target's untold readings; whether there was one."""
    if target["kind"] not in ("quantity", "coverage"):
        return False
    if not beside.protects(target["name"], target["kind"], target["measure"]):
        return False
    untold = beside.untold(target)
    for reading in target["readings"].values():
        reading["value"] = untold.get(reading["value"], reading["value"])
    return bool(untold)


def hide_quota(task: dict, beside: Beside, quotas: frozenset[str]) -> bool:
    """A quota's reading is a sum over targets, with other projects' too: it is never told."""
    own = beside.sensitive and counts_people(task["measure"])
    if not own and task["name"] not in quotas:
        return False
    task["reading"] = UNTOLD
    return True


def hide_standings(facts: dict, verdict: dict) -> set[str]:
    """Take the untold standings out of the verdict, with the mean; the targets they are of."""
    found = set()
    for target, judged in zip(facts["targets"], verdict["targets"], strict=True):
        judged.pop("forecast", None)
        month = judged.get("value_month")
        value = target["readings"][month]["value"] if month else None
        if hidden(value):
            judged.update(dict.fromkeys(GIVEAWAYS), value=value)
            found.add(target["name"])
    if found:
        verdict["actual"] = verdict["deviation"] = None
    return found


def hide_reasons(verdict: dict, untold: set[str]) -> None:
    """A reason that rests on a hidden number is named and not told."""
    for finding in verdict["findings"]:
        if finding.get("target") in untold or finding["rule"] == "city_task_behind":
            finding.update(text=SENTENCE, numbers={})
    for step in verdict["to_clear"]:
        if step.get("target") in untold:
            step.update(more=None, text=SENTENCE)
