"""What the office takes out of the cards."""

from projects.sheets.resources import Scoped, Shown
from supervision.models import Card


class CardResource(Scoped):
    """亮牌结果: every version of every card."""

    name, model, permission = "亮牌结果", Card, "supervision.supervise"

    year = Shown("年份", "period.programme.year")
    month = Shown("月份", "period.month")
    number = Shown("项目序号", "project.number")
    project = Shown("项目名称", "project.title")
    unit = Shown("牵头单位", "unit_name")
    colour = Shown("亮牌", lambda row: row.get_colour_display())
    label = Shown("亮牌文字", "label")
    actual = Shown("完成率(%)", lambda row: row.actual and row.actual * 100)
    planned = Shown("计划完成率(%)", lambda row: row.planned and row.planned * 100)
    deviation = Shown("偏差(百分点)", lambda row: row.deviation and row.deviation * 100)
    version = Shown("版本", "version")
    policy = Shown("亮牌规则", lambda row: str(row.policy))
    as_of = Shown("依据截至", "as_of")
    computed_at = Shown("计算时间", "computed_at")
    digest = Shown("校验码", "digest")

    def with_related(self, rows):
        related = rows.select_related("period__programme", "project", "policy")
        return related.defer("facts", "verdict")
