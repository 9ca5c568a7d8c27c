"""Words for better than on time (docs/rules.md)."""

from supervision.rules.facts import Facts
from supervision.rules.numbers import clamp
from supervision.rules.plan_shape import HEAVIEST, centroid, steps_of
from supervision.rules.policy import Policy
from supervision.rules.progress import Standing, roll_up, standing, started
from supervision.rules.targets import Milestones, Quantity, Undecided
from supervision.rules.verdict import Verdict


def progress_words(now: Standing, policy: Policy) -> str | None:
    """A target's 提前完成, 已完成, 超序时推进 or 未到计划时间; None for neither."""
    words = policy.progress_words
    if now.done:
        return words.done_early if sound(now) and finished_early(now) else words.done
    if -now.gap * 100 >= words.ahead_points:
        return words.ahead if sound(now) else None
    return words.not_due if now.planned <= 0 else None


def project_words(facts: Facts, verdict: Verdict, policy: Policy) -> str | None:
    """The same of a project, in place of its card's public words; None where the card speaks.

    Nobody is praised for outrunning a changed plan, one with its work at the end, or part of a
    promise.
    """
    standings = started(facts.targets, facts.month)
    mean = roll_up(standings)
    if verdict.severity != 0 or mean is None:
        return None
    words, (actual, planned) = policy.progress_words, mean
    if actual == 1 and len(standings) == len(facts.targets):
        early = all(sound(now) and finished_early(now) for now in standings)
        return words.done_early if early else words.done
    if (actual - planned) * 100 >= words.ahead_points:
        pending = any(isinstance(target, Undecided) for target in facts.targets)
        return words.ahead if all(map(sound, standings)) and not pending else None
    return words.not_due if planned <= 0 else None


def sound(now: Standing) -> bool:
    """Whether its plan may be praised for being outrun: the first one, its work not at the end."""
    return not now.target.replanned and centroid(steps_of(now.target)) <= HEAVIEST


def finished_early(now: Standing) -> bool:
    """Whether its plan had not yet asked for all of it in the month it was all done.

    Only of a target that is done.
    """
    target = now.target
    if isinstance(target, Quantity):
        reached = [r.month for r in target.readings if r.way >= target.length]
        done = min(month for month in reached if month is not None)
    elif isinstance(target, Milestones):
        done = max(stage.done for stage in target.stages if stage.done is not None)
    else:
        done = target.ran[-1]
    return clamp(standing(target, done).planned) < 1
