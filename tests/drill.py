"""How often a test throws its dice: a fifth on a laptop, all of it under `make drill` and CI."""

import os

from hypothesis import settings

DRILL = bool(os.environ.get("DRILL") or os.environ.get("CI"))


def times(count: int) -> int:
    return count if DRILL else max(count // 5, 2)


settings.register_profile("portal", deadline=None, max_examples=times(100))
settings.load_profile("portal")
