"""A small number drawn as what it counts: forty squares are forty villages."""

from dataclasses import dataclass
from decimal import Decimal

# More squares than this nobody counts; so many stand in a row.
MOST_SQUARES, IN_A_ROW = 60, 20


@dataclass(frozen=True)
class Squares:
    """One square a unit: how many are `done`, `due` by the plan and not done, and to come."""

    done: int
    due: int
    rest: int

    @property
    def paths(self) -> list[tuple[str, str]]:
        """A class and an SVG path for each kind of which there are some."""
        found, at = [], 0
        for kind in ("done", "due", "rest"):
            count = getattr(self, kind)
            places = (divmod(number, IN_A_ROW) for number in range(at, at + count))
            path = "".join(f"M{10 * x} {10 * y}h8v8h-8z" for y, x in places)
            found += [(kind, path)] if count else []
            at += count
        return found

    @property
    def height(self) -> int:
        return 10 * -(-(self.done + self.due + self.rest) // IN_A_ROW)


def squares_of(done: Decimal, total: Decimal, plan: Decimal) -> Squares | None:
    """None for what is not counted in whole pieces, or too many to be looked at one by one."""
    if total > MOST_SQUARES or any(each % 1 or each < 0 for each in (done, total, plan)):
        return None
    done, plan = min(int(done), int(total)), min(int(plan), int(total))
    due = max(plan - done, 0)
    return Squares(done, due, int(total) - done - due)
