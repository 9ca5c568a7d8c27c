"""Texts with {{ 占位符 }}, filled from plain values by their Chinese names.

It is Django's template language with one tag, `{% if %}`, and no filters: an office writes
sentences, not programs, and a text reaches nothing but the values.
"""

import re
from collections.abc import Iterable, Mapping

from django.template import Context, Engine, Library, TemplateSyntaxError
from django.template.defaulttags import do_if
from django.utils.text import smart_split

from projects.values.numbers import half_width, of_characters

Value = str | int | None
Values = Mapping[str, Value]
MOST_LETTERS, MOST_TAGS, MOST_NAMED = 5000, 60, 3
PLACEHOLDER, TAG = re.compile(r"\{\{([^{}\n]*)\}\}"), re.compile(r"\{%([^{}\n]*)%\}")
TAGS = ("if", "elif", "else", "endif")
NO_NAME = re.compile(r"and|or|not|in|is|[=!<>]=?|-?\d+(?:\.\d+)?|\".*\"|'.*'")
# Stands for a value that is not there: no text holds this sign.
GAP = "\0"

BRACKETS = re.compile(r"[\[【(（〈［]\s*((?:19|20)\d\d)\s*[\]】)）〉］]\s*(第?\s*\d+\s*[号次期])")
# Figures that count nothing: dates and times, document numbers, the numbers of projects.
NO_COUNTS = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d\d-\d\d(?:-\d\d)?"
    r"|\d{1,2}[—–~至到-]\d{1,2}[月日]"
    r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[时点](?:\d{1,2}分)?"
    r"|〔(?:19|20)\d\d〕第?\d+[号次期]?"
    r"|第\d+(?:[、，和至—-]\d+)*[项号期次条款]|项目\d+"
    r"|第[一二三四五六七八九十百]+|十[一二]月|(?:[一二三]?十|[廿卅])[一二三四五六七八九]?日|二?十[八九]?大"
)
# Values that stand for what was typed word for word, the first where two say the same.
TIED = ("进展", "差额", "累计", "目标", "完成率")
PROTECTED = re.compile(r"(\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\})")
FIGURE = re.compile(r"\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?%?")
# Counts of more than ten, and shares, in characters: 二十五个村, 百分之九十. 三个班组 counts none.
SIGNS = "[零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
IN_CHARACTERS = re.compile(
    rf"百分之{SIGNS}+|[廿卅](?!{SIGNS})"
    rf"|(?={SIGNS}*[一二两三四五六七八九廿卅壹贰叁肆伍陆柒捌玖])(?={SIGNS}*[十百千万亿廿卅拾佰仟]){SIGNS}{{2,}}"
)
# One sign right before a measure that a target of the project has: 三所. No part of a word
# (统一户籍, 周三处理), of a saying (一户一策, 一次性, 三口之家) or of a time (三个月).
ONE_SIGN = (
    r"(?<![零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数多点第统唯同单专逐之任其不周期])"
    r"(?!一(?:{measures})一)([零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾])(?:{measures})"
    r"(?<!一件(?=事))(?<!一次(?=性))(?<!口(?=之家|气))(?<!个(?=月|小时|星期|工作日|百分点))"
    r"(?<!处(?=理|置|罚|分))(?<!户(?=籍|型|外|主))(?<!场(?=地|所|馆))"
)


def language() -> Engine:
    library = Library()
    library.tag("if", do_if)
    engine = Engine()
    engine.template_builtins = [library]
    return engine


ENGINE = language()


def formal(text: str) -> str:
    """The text in the signs that official documents use: half-width figures, 〔2023〕10号."""
    return BRACKETS.sub(r"〔\1〕\2", half_width(text))


def names(text: str) -> list[str]:
    """The values that a text asks for, each once."""
    found = [name.strip() for name in PLACEHOLDER.findall(text)]
    for tag in TAG.findall(text):
        found += [word for word in list(smart_split(tag))[1:] if not NO_NAME.fullmatch(word)]
    return list(dict.fromkeys(found))


def fill(text: str, values: Values) -> str:
    """The text with its values put in once; left out is each line with a value that is None or
    that there is none of, and all of a text that is too long or whose tags are wrong."""
    if len(text) > MOST_LETTERS:
        return ""
    asked = {name: value for name in names(text) if (value := values.get(name)) is not None}
    text = PLACEHOLDER.sub(lambda found: found[0] if found[1].strip() in asked else GAP, text)
    context = Context(nested(asked), autoescape=False, use_l10n=False)
    try:
        filled = ENGINE.from_string(text).render(context)
    except (TemplateSyntaxError, RecursionError):
        return ""
    return "\n".join(line for line in filled.split("\n") if GAP not in line)


def nested(values: Values) -> dict:
    """As the language looks names up: {"滞后": {"件数": 7}} for 滞后.件数."""
    found: dict = {}
    for name, value in sorted(values.items(), key=lambda item: -item[0].count(".")):
        *groups, last = name.split(".")
        place = found
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return found


def settled(text: str, values: Values) -> str:
    """The text with its conditions decided and its placeholders kept; no line is empty."""
    hidden = PLACEHOLDER.sub(lambda found: f"\1{found[1]}\2", text)
    lines = fill(hidden, values).replace("\1", "{{").replace("\2", "}}").split("\n")
    return "\n".join(line for line in lines if line.strip())


def wording(text: str) -> str:
    """The text's own words, … where a value would stand."""
    return PLACEHOLDER.sub("…", TAG.sub("", text))


def problems(text: str, values: Values) -> list[str]:
    """Why a text may not stand, as sentences: tags and names there are none of, copied figures."""
    if len(text) > MOST_LETTERS:
        return [f"最多{MOST_LETTERS}字，现在有{len(text)}字。"]
    return wrong_tags(text) or [
        f"没有“{braced(name)}”这个占位符，请从右边的清单里选。"
        for name in names(text)
        if name not in values
    ] + copied(text, values)


def wrong_tags(text: str) -> list[str]:
    tags = [(tag.split() or [""])[0] for tag in TAG.findall(text)]
    if unknown := [tag for tag in tags if tag not in TAGS]:
        return [f"“{{% {unknown[0]} %}}”不能用：这里只有占位符和 {{% if %}}。"]
    if set("{}") & set(PLACEHOLDER.sub("", TAG.sub("", text))):
        return ["大括号没有成对：占位符要写成 {{ 滞后.件数 }} 这样，大括号不作别用。"]
    if len(tags) > MOST_TAGS:
        return [f"{{% if %}}、{{% endif %}} 等太多了，最多{MOST_TAGS}个。"]
    try:
        ENGINE.from_string(PLACEHOLDER.sub("", text))
    except (TemplateSyntaxError, RecursionError):
        return ["{% if %} 没有写对：条件写成 滞后.件数 > 3 这样，后面要有 {% endif %}。"]
    return []


def copied(text: str, values: Values) -> list[str]:
    """Figures with their measure that a placeholder gives: 90口 where 项目12.累计 says it."""
    rest = NO_COUNTS.sub(lambda found: " " * len(found[0]), typed(text))
    starts = [found.start() for found in FIGURE.finditer(rest)]
    if not starts:
        return []
    said = {value: name for name, value in values.items() if isinstance(value, str)}
    return [
        f"“{value}”请改用占位符 {braced(name)}，数字由系统填写；与数据无关的写成汉字。"
        for value, name in said.items()
        if not value.isdigit() and number_in(value)
        if any(rest.startswith(value, start) for start in starts)
    ]


def tied(text: str, values: Values) -> str:
    """The text with what a placeholder of progress says, word for word, put as that placeholder."""
    pairs = [
        (value, name)
        for name, value in values.items()
        if name.rpartition(".")[2] in TIED and isinstance(value, str) and FIGURE.search(value)
    ]
    for value, name in sorted(pairs, key=lambda pair: (-len(pair[0]), order(pair[1]))):
        whole = re.compile(rf"(?<![\d.])(?<!\d[,，]){re.escape(value)}(?![\d.]|[,，]\d)")
        parts = PROTECTED.split(text)
        parts[::2] = [whole.sub(lambda _, name=name: braced(name), part) for part in parts[::2]]
        text = "".join(parts)
    return text


def order(name: str) -> int:
    return TIED.index(name.rpartition(".")[2])


def typed_figures(text: str, measures: Iterable[str] = ()) -> list[str]:
    """Figures typed by hand that may count something, each once.

    Of one character (三所) only those right before one of the measures.
    """
    rest = NO_COUNTS.sub(" ", typed(text))
    in_characters = [each for each in IN_CHARACTERS.findall(rest) if counted(each)]
    if own := "|".join(map(re.escape, sorted(measures, key=len, reverse=True))):
        in_characters += re.findall(ONE_SIGN.replace("{measures}", own), rest)
    return list(dict.fromkeys([*FIGURE.findall(rest), *in_characters]))


def measures_in(values: Values) -> set[str]:
    """The measures that a project's targets are counted in, by its values: 口 of 90口."""
    told = [value for name, value in values.items() if name.rpartition(".")[2] in ("累计", "目标")]
    found = [FIGURE.match(value) for value in told if isinstance(value, str)]
    return {each.string[each.end() :] for each in found if each} - {""}


def counted(figure: str) -> str:
    """The number of a figure, typed in digits or in characters, in one spelling."""
    if FIGURE.match(figure):
        return number_in(figure)
    number = of_characters(figure.removeprefix("百分之"))
    return "" if number is None else str(number)


def doubtful_figures(
    texts: Iterable[str], values: Values, vouched=(), measures: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Figures typed by hand that nobody vouched for, each with placeholders of the same number."""
    figures = {each for text in texts for each in typed_figures(text, measures)} - set(vouched)
    if not figures:
        return {}
    numbers = [(name, number_in(str(value))) for name, value in values.items() if value is not None]
    return {
        figure: [name for name, number in numbers if number == counted(figure)][:MOST_NAMED]
        for figure in sorted(figures)
    }


def typed(text: str) -> str:
    return PLACEHOLDER.sub(" ", TAG.sub(" ", text))


def braced(name: str) -> str:
    return f"{{{{ {name} }}}}"


def number_in(text: str) -> str:
    """The number that a figure or a value such as 90口 gives, in one spelling; "" for none."""
    found = FIGURE.findall(text)
    if len(found) != 1 or not text.startswith(found[0]):
        return ""
    whole, dot, part = found[0].rstrip("%").replace(",", "").replace("，", "").partition(".")
    part = part.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{dot and part and '.'}{part}"
