"""What the workbook's two tables hold: their columns, and which row fills which."""

from dataclasses import dataclass

from projects.models import Target

Kind = Target.Kind
ABOUT, FIGURES, WORDS = "填写说明", "填报", "文字进展"
CODE, PROBLEM = "编码", "问题"
STAGE, NARRATIVE = "stage", "words"  # kinds of row besides the kinds of target
TARGETS = frozenset(Kind.values)


@dataclass(frozen=True)
class Column:
    """`fills` are the kinds of row in which the cell is the unit's to fill; else it is locked."""

    key: str
    header: str
    width: float
    fills: frozenset[str] = frozenset()

    @property
    def read(self) -> bool:
        """Whether an uploaded cell counts: what the unit fills, and what names its row."""
        return bool(self.fills) or self.key in ("code", "project", "target")


def column(key: str, header: str, width: float, *fills: str) -> Column:
    return Column(key, header, width, frozenset(fills))


FIGURE_COLUMNS = (
    column("code", CODE, 4),
    column("number", "序号", 5),
    column("project", "实事项目", 20),
    column("target", "目标指标", 21),
    column("measure", "单位", 6),
    column("last", "上期累计", 10),
    column("planned", "计划累计", 10),
    column("goal", "全年目标", 10),
    column("mode", "填法", 10, Kind.QUANTITY),
    column("value", "完成数", 10, Kind.QUANTITY, Kind.COVERAGE),
    column("denominator", "总数", 9, Kind.COVERAGE),
    column("stage", "完成月份", 12, STAGE),
    column("ran", "开展情况", 12, Kind.SERVICE),
    column("served", "累计服务数", 9, Kind.SERVICE),
    column("cause", "原因", 24, *TARGETS),
    column("objective", "客观原因", 7, *TARGETS),
    column("measures", "措施", 24, *TARGETS),
    column("finish", "承诺完成时间", 12, *TARGETS, STAGE),
    column("doubt", "疑点说明", 18, *TARGETS),
)
WORD_COLUMNS = (
    column("code", CODE, 4),
    column("number", "序号", 5),
    column("project", "实事项目", 22),
    column("unit", "牵头单位", 16),
    column("former", "上期进展（供参考）", 40),
    column("progress", "本月进展", 48, NARRATIVE),
    column("next", "下步打算", 40, NARRATIVE),
    column("doubt", "文字疑点说明", 20, NARRATIVE),
)
TABLES = {FIGURES: FIGURE_COLUMNS, WORDS: WORD_COLUMNS}
# The header by which a table is known, whatever its sheet is called.
TELLING = {"完成数": FIGURES, "本月进展": WORDS}
