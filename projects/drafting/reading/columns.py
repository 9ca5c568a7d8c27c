"""What the columns of a list's table say, told by their headings and by what stands in them."""

import re
from collections.abc import Sequence

from projects.drafting.reading import words
from projects.drafting.reading.dates import dates_in
from projects.drafting.reading.signs import has_figure
from projects.drafting.reading.units import is_units
from projects.values.numbers import half_width

# A heading's role; the first that fits counts.
HEADINGS = [
    ("number", r"^(序号|序列|编号|编码|No\.?|项目序号|项目编号|号)$"),
    (
        "aside",
        r"投资|资金|经费|预算|领导|责任人|联系|电话|备注|进展|完成情况|推进情况|存在问题"
        r"|说明|受益|地点|地址|序时"
        r"|[一二三四1-4]季度|上半年|下半年|[0-9]+月|得票|监督|项目性质|完成率|形象进度",
    ),
    ("measure", r"^(计量单位|量纲|度量单位|数量单位|计算单位)$"),
    ("due", r"时限|时间|期限|完成日期|截止|节点|起止"),
    ("lead", r"牵头|主办|主要责任|第一责任|主责"),
    ("support", r"配合|协办|协同|协作|参与单位|协助"),
    (
        "duty",
        r"责任单位|责任部门|承办|实施单位|实施主体|责任主体|主管|落实单位|建设单位"
        r"|承担单位|业主单位|负责单位|负责部门",
    ),
    ("unit", r"^单位(名称)?$"),
    ("city", r"级别|层级|市级|类型（市|来源"),
    ("category", r"类别|类型|领域|分类|板块|所属|大类|方面"),
    ("value", r"目标值|指标值|任务数|计划数|数量|目标数|任务量|指标数|工程量|数值|数据|总量"),
    (
        "title",
        r"项目名称|实事名称|^名称$|实事项目|^项目$|^事项|事项名称|民生项目|工程名称"
        r"|^实事$|^民生实事$|项目类别及名称|工作名称|^(民生|惠民|重点|实事|工作|为民)*(工程"
        r"|实事|项目|事项)$|^重点工作$|任务名称",
    ),
    ("duty", r"(单位|部门|主体|科室)$"),
    ("text", r"内容|任务|目标|举措|措施|标准|规模|指标|要求|项目|实事"),
]
COMPILED = [(role, re.compile(pattern)) for role, pattern in HEADINGS]
FIGURE_ONLY = re.compile(
    r"[≥≤><=≧≦约不少于低超过至 ]{0,4}[0-9][0-9.,，万千百余多—\-~以上内下]*[%％]?(左右)?"
    r"|全覆盖|全部|/|-|—"
)
MEASURE_ONLY = re.compile(rf"(百|千|万|亿)?({words.MEASURE})([（(/、].{{1,6}})?[)）]?|/|-|—")


def role_of(heading: str) -> str:
    plain = re.sub(r"[（(].*?[)）]|\s", "", heading) or re.sub(r"\s", "", heading)
    if not plain or len(plain) > 16:
        return ""
    return next((role for role, pattern in COMPILED if pattern.search(plain)), "")


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names the columns of a list."""
    told = [cell for cell in cells if cell.strip()]
    roles = [role_of(cell) for cell in told]
    known = [role for role in roles if role]
    if len(told) < 2 or len(known) < 2 or len(known) * 3 < len(told) * 2:
        return False
    if any(len(cell.strip()) > 20 for cell in told):
        return False
    return len(set(known)) >= 2 and ("number" in known or bool({"title", "text"} & set(known)))


PLANS = re.compile(r"计划|举措|措施|步骤|安排|进度")


def settled(roles: list[str], rows: list[list[str]], names: list[str]) -> list[str]:
    """The roles once what stands in the columns has been looked at."""
    roles = list(roles)
    for place, role in enumerate(roles):
        cells = [
            half_width(row[place].strip())
            for row in rows
            if place < len(row) and row[place].strip()
        ]
        if role == "unit":
            roles[place] = "measure" if mostly(cells, MEASURE_ONLY.fullmatch) else "duty"
        elif role in ("text", "title") and cells and mostly(cells, FIGURE_ONLY.fullmatch):
            roles[place] = "value"
        elif role == "value" and not mostly(cells, lambda cell: len(cell) <= 12):
            roles[place] = "text"
        elif role == "city" and not mostly(cells, lambda cell: len(cell) <= 8):
            roles[place] = "aside"
    for place, role in enumerate(roles):
        cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
        if role == "title" and mostly(cells, has_figure):
            roles[place] = "text"
            roles = [
                "aside" if PLANS.search(names[each]) and each != place else told
                for each, told in enumerate(roles)
            ]
    if "title" not in roles and "text" in roles:
        for place, role in enumerate(roles):
            cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
            short = mostly(cells, lambda cell: len(cell) <= 20 and not has_figure(cell))
            if role == "" and short and place < roles.index("text"):
                roles[place] = "title"
                break
    if "text" not in roles and roles.count("title") > 1:
        roles[len(roles) - 1 - roles[::-1].index("title")] = "text"
    return roles


def mostly(cells: list[str], test) -> bool:
    return bool(cells) and sum(bool(test(cell)) for cell in cells) * 10 >= len(cells) * 7


def guessed(rows: list[list[str]]) -> list[str]:
    """The roles of a table without headings."""
    width = max(map(len, rows))
    roles = []
    for place in range(width):
        cells = [
            half_width(row[place].strip())
            for row in rows
            if place < len(row) and row[place].strip()
        ]
        if (
            mostly(cells, lambda cell: re.fullmatch(r"[*★]?[0-9]{1,3}[*★]?[.、]?", cell))
            and place == 0
        ):
            roles.append("number")
        elif mostly(cells, is_units):
            roles.append("support" if "duty" in roles else "duty")
        elif mostly(cells, MEASURE_ONLY.fullmatch):
            roles.append("measure")
        elif mostly(cells, FIGURE_ONLY.fullmatch):
            roles.append("value")
        elif mostly(cells, lambda cell: len(cell) <= 14 and dates_in(cell, 2000)):
            roles.append("due")
        elif "title" not in roles and mostly(cells, lambda cell: len(cell) <= 24):
            roles.append("title")
        else:
            roles.append("text" if "text" not in roles else "aside")
    return roles
