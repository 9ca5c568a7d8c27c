"""What a stranger can work out from public figures: whole numbers under linear constraints."""

from dataclasses import dataclass, field
from math import ceil, floor

MOST = 5000


@dataclass
class Known:
    """Unknown whole numbers by name, and sums of them between two bounds."""

    bounds: dict = field(default_factory=dict)
    sums: list = field(default_factory=list)

    def number(self, name, low=0, high=MOST) -> None:
        old = self.bounds.get(name, (0, MOST))
        self.bounds[name] = max(old[0], low), min(old[1], high)

    def sum(self, terms: dict, low, high) -> None:
        """`terms` are factors by name."""
        for name in terms:
            self.number(name)
        self.sums.append((terms, low, high))

    def narrowed(self, bounds: dict) -> dict | None:
        """Bounds drawn together as far as each sum alone can; None where nothing is left."""
        bounds, moved = dict(bounds), True
        while moved:
            moved = False
            for terms, low, high in self.sums:
                ends = {n: sorted((f * bounds[n][0], f * bounds[n][1])) for n, f in terms.items()}
                least, greatest = (sum(end[i] for end in ends.values()) for i in (0, 1))
                for name, factor in terms.items():
                    a = (low - (greatest - ends[name][1])) / factor
                    b = (high - (least - ends[name][0])) / factor
                    a, b = min(a, b), max(a, b)
                    old = bounds[name]
                    new = max(old[0], ceil(a - 1e-9)), min(old[1], floor(b + 1e-9))
                    if new[0] > new[1]:
                        return None
                    moved = moved or new != old
                    bounds[name] = new
        return bounds

    def left(self, terms: dict, enough: int) -> int:
        """How many values a sum of the unknown may still have; counting ends at `enough`."""
        start = self.narrowed(self.bounds)
        assert start is not None, "what is public contradicts itself"
        ends = [sorted((f * start[n][0], f * start[n][1])) for n, f in terms.items()]
        found = 0
        for value in range(sum(low for low, _ in ends), sum(high for _, high in ends) + 1):
            self.sums.append((terms, value, value))
            found += self.narrowed(start) is not None
            self.sums.pop()
            if found == enough:
                break
        return found
