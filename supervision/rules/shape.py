"""JSON held to its shape: read without ambiguity, written in one form, each part checked."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NoReturn

from supervision.rules import months, numbers

COLOURS = ("none", "blue", "yellow", "red")  # of cards; none is the ladder's good state
LONGEST_TEXT = 500
LONGEST_LIST = 1200  # a hundred years of months
UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


class FactsError(ValueError):
    """Facts or a policy that cannot be evaluated; the message is a sentence for the office."""


def refuse(where: str, why: str, value: object) -> NoReturn:
    raise FactsError(f"{where}{why}，现为{_said(value)}。")


def fields(
    value: object, where: str, required: Iterable[str], optional: Iterable[str] = ()
) -> dict[str, Any]:
    """The object itself, once it has every required key and no unknown one."""
    if not isinstance(value, dict):
        refuse(where, "应为一个对象（{…}）", value)
    required = tuple(required)
    for key in required:
        if key not in value:
            raise FactsError(f"{where}缺少“{key}”一项。")
    known = {*required, *optional}
    for key in value:
        if key not in known:
            raise FactsError(f"{where}有不认识的项“{clip(key)}”。")
    return value


def items(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        refuse(where, "应为一个列表（[…]）", value)
    if len(value) > LONGEST_LIST:
        raise FactsError(f"{where}超过{LONGEST_LIST}项。")
    return value


def by_month(value: object, where: str) -> list[tuple[int, Any]]:
    """An object keyed by month, as (month, entry) in the order of time."""
    if not isinstance(value, dict):
        refuse(where, "应为以月份为键的对象（{…}）", value)
    if len(value) > LONGEST_LIST:
        raise FactsError(f"{where}超过{LONGEST_LIST}项。")
    rows = [(month(key, f"{where}的月份"), entry) for key, entry in value.items()]
    rows.sort(key=lambda row: row[0])
    return rows


def text(value: object, where: str) -> str:
    if not isinstance(value, str):
        refuse(where, "应为文字", value)
    if not value.strip():
        raise FactsError(f"{where}不能为空。")
    if len(value) > LONGEST_TEXT:
        raise FactsError(f"{where}超过{LONGEST_TEXT}个字。")
    # Line ends forge lines of output; half characters break every UTF-8 file they reach. Signs
    # that this Python does not know yet are let pass: they stand in names of villages.
    if any(unicodedata.category(sign) in UNPRINTABLE for sign in value):
        raise FactsError(f"{where}含有换行或不可显示的字符。")
    return value


def decimal(value: object, where: str) -> Fraction:
    if isinstance(value, str):
        try:
            return numbers.parse(value)
        except ValueError:
            pass
    refuse(where, '应为加引号的小数（如"12.5"；整数至多15位、小数至多12位）', value)


def positive(value: object, where: str) -> Fraction:
    number = decimal(value, where)
    if number <= 0:
        refuse(where, "应大于0", value)
    return number


def whole_number(value: object, where: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        refuse(where, f"应为{least}到{most}之间的整数", value)
    return value


def truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        refuse(where, "应为true或false", value)
    return value


def month(value: object, where: str) -> int:
    if isinstance(value, str):
        try:
            return months.parse(value)
        except ValueError:
            pass
    refuse(where, '应为月份（如"2023-09"）', value)


def day(value: object, where: str) -> date:
    if isinstance(value, str):
        try:
            return months.parse_day(value)
        except ValueError:
            pass
    refuse(where, '应为日期（如"2023-09-30"）', value)


def choice(value: object, where: str, known: Iterable[str]) -> str:
    known = tuple(known)
    if not isinstance(value, str) or value not in known:
        refuse(where, f"应为{'、'.join(known)}之一", value)
    return value


def once(values: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise FactsError(f"{where}“{clip(value)}”重复。")
        seen.add(value)


def clip(value: object) -> str:
    """What stood there, short and safe to print."""
    said = "".join(c if c.isprintable() else "□" for c in str(value)[:40])
    return said if len(str(value)) <= 40 else f"{said}…"


def _said(value: object) -> str:
    if value is None:
        return "空（null）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{clip(value)}”" if value else "空文字"
    if isinstance(value, dict):
        return "一个对象"
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, int) and abs(value) >= 10**15:
        return "一个很大的数"
    return f"数字{value}"


def load(text: str) -> Any:
    """JSON with nothing ambiguous in it: no key twice, no NaN, no bottomless nesting."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except FactsError:
        raise
    except RecursionError:
        raise FactsError("内容嵌套太深，无法读取。") from None
    except json.JSONDecodeError as error:
        raise FactsError(f"不是有效的JSON：第{error.lineno}行第{error.colno}列有误。") from None
    except ValueError:
        raise FactsError("内容里有位数过多的数字，无法读取。") from None


def canonical(value: object) -> str:
    """docs/rules.md *Digest*: keys sorted, no spaces, not ASCII-escaped."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(facts: object, policy: object) -> str:
    """What identifies a card: the facts and the policy as given, docs/rules.md."""
    return digest_of(canonical(facts), canonical(policy))


def digest_of(facts: str, policy: str) -> str:
    """The same from canonical texts, which bulk evaluation already holds."""
    whole = f'{{"facts":{facts},"policy":{policy}}}'
    return f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FactsError(f"“{clip(twice)}”在同一个对象里出现了两次。")
    return result


def _constant(name: str) -> NoReturn:
    raise FactsError(f"“{name}”不是数。")
