"""Numbers as notices write them: 1200, 1,200, 1.2万, 十二, 三十六."""

from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
          "七": 7, "八": 8, "九": 9}  # fmt: skip
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
          "亿": Decimal(100_000_000)}  # fmt: skip
MOST_DIGITS = 11


def chinese(text: str) -> int | None:
    """Return 36 for 三十六 or for 三六; None where the signs make no number."""
    if not text or len(text) > 9:
        return None
    if all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    whole, part, digit = 0, 0, 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            part += (digit or 1) * TENS[sign]
            digit = 0
        elif sign == "万":
            whole, part, digit = (part + digit) * 10_000, 0, 0
        else:
            return None
    return whole + part + digit


def value(digits: str, scale: str = "") -> Decimal | None:
    """Return the value of half-width digits with their scale; None where they are too many."""
    plain = digits.replace(",", "").replace("，", "").replace(" ", "")
    if len(plain) > MOST_DIGITS + 5:
        return None
    number = Decimal(plain) * SCALES[scale]
    if number >= 10**MOST_DIGITS:
        return None
    return number.normalize() if number != number.to_integral() else number.to_integral()
