"""A figure beside what is wanted of it, in one form for all measurements."""

import sys
import time
from collections.abc import Callable

ROUNDS = 7


def held(figure: float, words: str, *, most: float | None = None, least: float | None = None):
    """Print a figure with its bound; whether it holds."""
    bound = f"at most {most:g}" if most is not None else f"at least {least:g}"
    print(f"{words}: {figure:.3g} (wanted: {bound})", flush=True)
    return figure <= most if most is not None else figure >= least


def processor(act: Callable, rounds: int = ROUNDS) -> float:
    """The least seconds of the processor, database included: a shared machine's clock wavers."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def end(*holds: bool) -> None:
    sys.exit(not all(holds))
