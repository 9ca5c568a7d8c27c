"""The columns of the status spreadsheet, in the order offices use.

A column is declared here and its value made in `rows`: the sheet, the files, their schema and the
list of fields follow.
"""

from dataclasses import dataclass, field

from projects.values.months import short_in

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
# Where there is a number it is one; where there is none, a word says why.
FIGURE = {"type": ["number", "string"]}
KNOWN_TEXT, KNOWN_NUMBER = {"type": ["string", "null"]}, {"type": ["number", "null"]}

POINTS = "0.00####"


@dataclass(frozen=True)
class Column:
    """`key` is the column's lasting name in JSON; `internal` ones are in no public file.

    `schema` is what stands there, `format` how numbers are shown. `pending` ones say 待定 where a
    target has no plan.
    """

    key: str
    name: str
    note: str
    width: float = 0
    internal: bool = False
    schema: dict = field(default_factory=lambda: TEXT)
    format: str = ""
    pending: bool = False

    def header(self, month: str, year: int) -> str:
        return self.name.replace("N月底", month_end(month, year))


COLUMNS = (
    Column("number", "序号", "项目在清单中的序号。", 5, schema=WHOLE),
    Column("title", "项目名称", "项目名称，每行重复，便于筛选。", 16),
    Column("task", "任务内容及指标", "任务原文，以及本行的指标和计量单位。", 30),
    Column(
        "annual_target",
        "年度目标",
        "本年目标；节点类为各节点，常年服务为计划开展的月份。",
        15,
        pending=True,
    ),
    Column("leader", "区级分管领导", "分管领导。", 8, internal=True),
    Column("unit", "牵头单位", "当月的牵头单位名称。", 12),
    Column("supports", "配合单位", "当月的配合单位。", 12),
    Column(
        "month_done",
        "本月完成",
        "本期新增的数量；节点类为本期完成的节点；未报就写未报，不足10而不公布的写不足10。",
        9,
        schema=FIGURE,
        pending=True,
    ),
    Column(
        "total_done",
        "截至N月底累计完成",
        "经审核的累计数（含基数）；节点类为已完成的节点，常年服务为开展的月数。",
        14,
        schema=FIGURE,
        pending=True,
    ),
    Column(
        "total_planned",
        "截至N月底序时目标",
        "批准的计划到月底应达到的累计数（含基数）；没有计划的写待定。",
        14,
        schema=FIGURE,
        pending=True,
    ),
    Column(
        "percent",
        "年度目标完成率(%)",
        "（累计－基数）÷（目标－基数），百分比，两位小数；没有数的写待定、未报或不公开。",
        9,
        schema=FIGURE,
        format=POINTS,
        pending=True,
    ),
    Column(
        "points",
        "较序时进度(百分点)",
        "完成率减去计划完成率，负数为落后，两位小数。",
        9,
        schema=FIGURE,
        format=POINTS,
        pending=True,
    ),
    Column(
        "on_plan",
        "是否达序",
        "是：不低于计划；略低：低于计划而未触发规则；否：已触发规则；不能判断的写原因。",
        7,
        pending=True,
    ),
    Column(
        "card",
        "亮牌",
        "整个项目的亮牌，取各项中最差的一项；办公室改定的注明经认定；本月未纳入调度的空着。",
        12,
    ),
    Column("progress", "推进情况", "本月进展；公开版只有签发公布的话，没有的为空。", 36),
    Column("problems", "存在问题及原因", "落后原因，另标明客观原因。", 26, internal=True),
    Column("measures", "下步措施", "整改措施或下步打算。", 26, internal=True),
    Column("due", "完成时限", "这个月评定时的时限，如2023-12-31；以后批准改了的见更正记录。", 10),
    Column("remark", "备注", "口径说明、承诺完成时间、更正等。", 22),
)
# What JSON says besides.
FACTS = (
    Column("kind", "", "指标类型：数量、覆盖率、节点、常年服务。", schema=KNOWN_TEXT),
    Column("measure", "", "计量单位；节点类为空。", schema=KNOWN_TEXT),
    Column("baseline", "", "基数，与累计同口径；节点和常年服务为空。", schema=KNOWN_NUMBER),
    Column("target_value", "", "目标值；节点和常年服务为空。", schema=KNOWN_NUMBER),
    Column("category", "", "项目类别。"),
    Column(
        "colour",
        "",
        "亮牌颜色的英文名；不公开颜色或未评时为空。",
        schema={"enum": ["blue", "yellow", "red", "none", ""]},
    ),
)
PENDING = tuple(column.key for column in COLUMNS if column.pending)


def columns(*, public: bool) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if not (public and column.internal))


def month_end(month: str, year: int) -> str:
    """9月底; with its year where the month lies beyond the programme's."""
    return f"{short_in(month, year)}底"
