"""A promised whole, told by the figures of its parts."""

from decimal import Decimal
from fractions import Fraction

from projects.values.numbers import plain
from supervision.published.disclosure import UNTOLD
from supervision.published.figures import VERBS, Figure, against_plan
from supervision.published.wording import Shares


def together(whole: str, parts: list[Figure]) -> Figure:
    """A promised whole is the sum of its parts."""
    first = parts[0]
    common = {
        "name": whole, "kind": "quantity", "measure": first.measure, "due": first.due,
        "verb": VERBS["quantity"], "total": total_of(part.total for part in parts),
        "parts": tuple(parts),
    }  # fmt: skip
    if all(part.begins for part in parts):
        return Figure(**{**common, "verb": ""}, begins=first.begins, gap=first.gap)
    if any(part.pending or part.begins for part in parts):
        return Figure(**{**common, "verb": ""}, pending=True)
    if any(part.withheld for part in parts):
        return Figure(**common, done=UNTOLD)
    done = total_of(part.done for part in parts)
    gaps, over = {part.gap for part in parts}, sum(part.over for part in parts)
    gap = gaps.pop() if len(gaps) == 1 and not over else against_plan(over, first.measure)
    short = "，".join(f"{part.name}{part.gap}" for part in parts if part.behind)
    return Figure(
        **common, done=done, behind=bool(short), gap=short or gap, shares=shares_together(parts)
    )


def shares_together(parts: list[Figure]) -> Shares:
    """Each part by its size and no further than its end: a surplus makes up for no other part."""
    whole = sum(Fraction(part.total) for part in parts)

    def weighed(name: str) -> Fraction:
        ways = (min(max(getattr(part.shares, name), 0), 1) * Fraction(part.total) for part in parts)
        return sum(ways) / whole

    return Shares(weighed("actual"), weighed("planned"), parts[0].shares.limits)


def total_of(texts) -> str:
    return plain(sum((Decimal(text) for text in texts), Decimal(0)))
