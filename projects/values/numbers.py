"""Numbers as people type them, read strictly, and as people read them."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# NFKC would turn ① into 1, so what Chinese keyboards write twice as wide is mapped one by one:
# digits, letters and the signs of numbers, and not the commas and colons of Chinese sentences.
WIDE = [
    *range(0xFF10, 0xFF1A),
    *range(0xFF21, 0xFF3B),
    *range(0xFF41, 0xFF5B),
    *map(ord, "．－＋％｛｝"),
]
HALF_WIDTH = {wide: wide - 0xFEE0 for wide in WIDE}
DIGITS, DECIMALS = 15, 4  # SQLite keeps 15 digits of a decimal
WHOLE = DIGITS - DECIMALS
PATTERN = re.compile(rf"\+?[0-9]{{1,{WHOLE}}}(\.[0-9]{{1,{DECIMALS}}})?")


CHARACTERS = "零一二三四五六七八九"
# As they are written on cheques, and 廿 and 卅.
PLAINER = str.maketrans("两〇壹贰叁肆伍陆柒捌玖拾佰仟萬", "二零一二三四五六七八九十百千万")
TENS, MYRIADS = {"十": 10, "百": 100, "千": 1000}, {"万": 10**4, "亿": 10**8}


class BadNumber(ValueError):
    """Not a number one may enter; its text is the Chinese sentence to show."""


def half_width(text: str) -> str:
    """Return the text with its full-width digits, letters and signs of numbers made plain."""
    return text.translate(HALF_WIDTH)


def read_number(text: str) -> Decimal:
    """A number, zero or more, that every database holds exactly."""
    plain = half_width(text.strip())
    if PATTERN.fullmatch(plain):
        return Decimal(plain)
    if re.fullmatch(r"-[0-9.]+", plain):
        raise BadNumber(f"“{text[:20]}”是负数，这里只能填零或正数。")
    if re.fullmatch(rf"\+?[0-9]{{{WHOLE + 1},}}(\.[0-9]*)?", plain):
        raise BadNumber(f"“{text[:20]}”太大了，整数部分最多{WHOLE}位。")
    if re.fullmatch(r"\+?[0-9]+\.[0-9]{5,}", plain):
        raise BadNumber(f"“{text[:20]}”小数位太多，最多{DECIMALS}位。")
    raise BadNumber(f"“{text[:20]}”不是数字，请只填阿拉伯数字，如 12 或 0.8。")


def of_characters(text: str) -> int | None:
    """二十五, 廿五 and 贰拾伍 as 25; None for what is no number, such as 十四五."""
    whole = part = digit = 0
    for sign in text.replace("廿", "二十").replace("卅", "三十").translate(PLAINER):
        if sign in CHARACTERS:
            if digit:
                return None
            digit = CHARACTERS.index(sign)
        elif sign in TENS:
            part, digit = part + (digit or 1) * TENS[sign], 0
        elif sign in MYRIADS:
            whole, part, digit = (whole + part + digit) * MYRIADS[sign], 0, 0
        else:
            return None
    return whole + part + digit


def hundredths(percent: Decimal, *, falls: bool) -> Decimal:
    """A share in hundredths of a percent, against the way it goes: what is promised is reached by
    all of it alone. Down where it is to rise, up where it is to fall."""
    return percent.quantize(Decimal("0.01"), ROUND_CEILING if falls else ROUND_FLOOR)


def plain(value: Decimal | None) -> str:
    """The number without trailing zeros or exponent: 120, 2.4; empty for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def change_in_words(before: Decimal, now: Decimal, measure: str) -> str:
    """Return 78→90口（+12）, a fall with −."""
    sign = "+" if now > before else "−"
    return f"{plain(before)}→{plain(now)}{measure}（{sign}{plain(abs(now - before))}）"


def in_steps(value: Decimal, step: Decimal) -> bool:
    return value % step == 0


CEILING = (
    "“不超过”从高于目标值的现状往下算，基数要大于目标值；只要求全年守住一个数的，"
    "是“常年服务”（每月记守住没有），数写进名称，如“投诉率不超过5%”。"
)

WEIGHT = "权重要大于零，最多六位整数、两位小数。"


def is_weight(number: Decimal) -> bool:
    """Whether both databases hold it as a weight, to the digit."""
    return 0 < number < 10**6 and number == round(number, 2)
