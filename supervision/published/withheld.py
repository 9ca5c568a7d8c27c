"""Small counts of sensitive projects: 1 to 9 is said as 不足10, and nothing gives it away.

With all else public, nine guesses at the one missing number would find the digest's match, so
the digest of such facts is withheld too.
"""

from copy import deepcopy

from supervision.published.wording import WITHHELD, number

NOTE = "本项目涉及健康或未成年人，10以下的数量不公开，以“不足10”代替，因此本文件不能用来重算。"
SENTENCE = "这项指标的数量不足10，按规定不公布具体数字。"
GIVEAWAYS = ("actual", "deviation", "earned_months", "spi_t")


def small(value, baseline="0") -> bool:
    """Whether a count of 1 to 9, in all or since the baseline, could be read from a value."""
    value, baseline = number(value), number(baseline) or 0
    return value is not None and (0 < value < 10 or 0 < abs(value - baseline) < 10)


def withhold(facts: dict, verdict: dict) -> tuple[dict, dict, bool]:
    """Copies without small counts, and whether anything had to be left out."""
    facts, verdict = deepcopy(facts), deepcopy(verdict)
    if not any([*map(hide_readings, facts["targets"]), *map(hide_quota, facts["city_tasks"])]):
        return facts, verdict, False
    baselines = {target["name"]: target.get("baseline") for target in facts["targets"]}
    hidden = {
        target["name"]
        for target in verdict["targets"]
        if small(target.get("value"), baselines.get(target["name"]))
    }
    hide_standing(verdict, hidden)
    hide_reasons(verdict, hidden)
    verdict["digest"] = None
    facts["withheld"] = verdict["withheld"] = NOTE
    return facts, verdict, True


def hide_readings(target: dict) -> bool:
    """Put 不足10 in a counted target's small readings; whether there was one."""
    if target["kind"] != "quantity":
        return False
    found = [
        reading
        for reading in target["readings"].values()
        if small(reading["value"], target["baseline"])
    ]
    for reading in found:
        reading["value"] = WITHHELD
    return bool(found)


def hide_quota(task: dict) -> bool:
    found = small(task["reading"])
    if found:
        task["reading"] = WITHHELD
    return found


def hide_standing(verdict: dict, hidden: set[str]) -> None:
    for target in verdict["targets"]:
        target.pop("forecast", None)
        if target["name"] in hidden:
            target.update(dict.fromkeys(GIVEAWAYS), value=WITHHELD)
    if hidden:
        verdict["actual"] = verdict["deviation"] = None


def hide_reasons(verdict: dict, hidden: set[str]) -> None:
    """A reason that rests on a hidden number is named and not told."""
    for finding in verdict["findings"]:
        about = finding.get("target")
        if about in hidden or finding["rule"] == "city_task_behind":
            finding.update(text=SENTENCE, numbers={})
    for step in verdict["to_clear"]:
        if step.get("target") in hidden:
            step.update(more=None, text=SENTENCE)
