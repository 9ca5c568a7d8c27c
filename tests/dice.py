"""How often a test throws its dice: a fifth on a laptop, all of it under `make dice` and CI."""

import os

from hypothesis import settings

DICE = bool(os.environ.get("DICE") or os.environ.get("CI"))


def times(count: int) -> int:
    return count if DICE else max(count // 5, 2)


settings.register_profile("portal", deadline=None, max_examples=times(100))
settings.load_profile("portal")
