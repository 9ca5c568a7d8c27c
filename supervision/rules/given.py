"""One entry of `targets` on its way in."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Given:
    """The entry's values, how sentences call it, and when it is looked at."""

    values: dict[str, Any]
    where: str
    month: int
    as_of: date

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, *keys: str) -> bool:
        return all(self.values.get(key) is not None for key in keys)

    def said(self, words: str) -> str:
        return f"{self.where}的{words}"
