"""Invented plans and readings of 2023 (演示), cumulative at month end.

Keys are (project number, target number) of the notice. Where the story wants a colour that
the rules do not give, it is these figures that yield.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from projects.values.planning import EVEN, HOLD


@dataclass(frozen=True)
class Numbers:
    """`plan` and `readings` as "month:value"; a month without a reading repeats the last.

    `base` is added to every figure; `of` is the invented denominator of a coverage.
    """

    plan: str
    readings: str = ""
    how: str = EVEN
    base: int = 0
    of: int = 0

    def planned(self) -> dict[str, Decimal]:
        return {month: Decimal(value) + self.base for month, value in pairs(self.plan)}

    def reading(self, month: str) -> Decimal:
        """The cumulative value read at a month's end."""
        text = self.readings or self.plan
        known = [value for given, value in pairs(text) if given <= month]
        return Decimal(known[-1] if known else 0) + self.base


@dataclass(frozen=True)
class Stages:
    """Stages as (name, weight, planned month, month done or 0)."""

    rows: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Service:
    """A service planned for `months`; `served` is an invented monthly count, 0 for none kept."""

    months: tuple[int, ...] = field(default=tuple(range(1, 13)))
    served: tuple[int, ...] = ()


def pairs(text: str) -> list[tuple[str, str]]:
    split = (pair.split(":") for pair in text.split())
    return [(f"2023-{int(month):02d}", value) for month, value in split]


ALL_YEAR = tuple(range(1, 13))
FROM_MARCH = tuple(range(3, 13))
APRIL_TO_NOVEMBER = tuple(range(4, 12))
FROM_APRIL = tuple(range(4, 13))

FIGURES: dict[tuple[int, int], Numbers | Stages | Service] = {
    (1, 1): Numbers(
        "3:0 6:60 9:120 11:162", "4:18 5:40 6:60 7:78 8:100 9:114 10:136", base=375
    ),
    (1, 2): Stages((
        ("申报", 20, 5, 5), ("对标整改", 30, 8, 8), ("市级评估", 30, 10, 10), ("授牌", 20, 12, 0),
    )),
    (2, 1): Service(ALL_YEAR, served=(20, 22, 26, 25, 24, 27, 23, 26, 25, 24)),
    (2, 2): Service(ALL_YEAR, served=(1, 0, 1, 1, 0, 1, 0, 1, 1, 1)),
    (3, 1): Numbers("4:50 6:100", how=HOLD, of=2),
    (3, 3): Numbers("3:1 4:2 6:3 8:4 9:5 11:6", how=HOLD),
    (3, 4): Numbers("3:1 6:2 9:3 11:4", how=HOLD),
    (4, 2): Service(APRIL_TO_NOVEMBER),
    (4, 4): Numbers("8:100", "8:96 9:100", how=HOLD, of=100),
    (5, 1): Service(FROM_MARCH),
    (5, 2): Service(FROM_MARCH),
    (5, 3): Service(FROM_MARCH),
    (6, 1): Numbers("3:0 6:12 9:24 11:30", "4:4 5:9 6:14 7:22 8:30"),
    (7, 1): Numbers("3:0 6:15 9:40 11:50", "4:5 5:10 6:15 7:21 8:28 9:33 10:44"),
    (8, 1): Numbers(
        "2:0 3:200 6:700 9:1000 11:1200",
        "3:210 4:380 5:560 6:720 7:840 8:930 9:985 10:1110",
    ),
    (9, 1): Numbers("8:1 10:2", how=HOLD),
    (9, 2): Stages((
        ("选址", 20, 3, 3), ("设计采购", 20, 5, 7), ("第1处开放", 30, 8, 8),
        ("第2处开放", 30, 10, 10),
    )),
    (9, 3): Numbers("9:1", how=HOLD),
    (9, 4): Stages((("选址", 30, 4, 4), ("改造", 40, 7, 7), ("开放", 30, 9, 9))),
    (10, 1): Numbers(
        "2:0 3:4 6:14 8:26 9:28 10:30", "3:4 4:7 5:10 6:13 7:18 8:24 9:24 10:27"
    ),
    (10, 4): Stages((("方案", 20, 3, 3), ("测评", 50, 5, 5), ("建档", 30, 10, 0))),
    (10, 5): Service(FROM_MARCH),
    (11, 1): Stages((
        ("装修", 30, 3, 3), ("室外配套", 25, 6, 6), ("设备与验收", 25, 8, 8), ("开园", 20, 9, 9),
    )),
    (12, 1): Numbers(
        "2:0 3:20 6:60 9:120 12:149", "3:20 4:33 5:47 6:60 7:66 8:78 9:90 10:115"
    ),
    (13, 1): Numbers("1:100", how=HOLD, of=100),
    (13, 2): Service(ALL_YEAR),
    (13, 3): Service(ALL_YEAR),
    (13, 4): Service(ALL_YEAR),
    (14, 2): Numbers(
        "2:0 3:69 6:152 9:190 11:209", "3:78 4:110 5:145 6:179 7:194 8:206 9:209"
    ),
    (14, 3): Numbers(
        "2:0 3:111 6:248 9:310 11:340", "3:127 4:180 5:235 6:291 7:316 8:334 9:340"
    ),
    (15, 1): Numbers("5:50 8:100 10:150", "5:52 7:104 9:138 10:150", how=HOLD),
    (16, 1): Numbers(
        "2:0 3:10 6:40 9:80 11:100",
        "3:10 4:15 5:22.5 6:27.5 7:30 8:35 9:45 10:57.5",
        of=40,
    ),
    (17, 1): Service(ALL_YEAR),
    (17, 2): Numbers(
        "3:1 4:2 5:3 6:5 7:6 8:7 9:8 11:10", "3:1 4:2 5:4 6:5 7:6 8:8 9:9", how=HOLD
    ),
    (18, 2): Numbers("3:100", how=HOLD, of=100),
    (18, 3): Service(FROM_APRIL, served=(0, 0, 0, 2, 0, 1, 4, 3, 0, 1)),
    (19, 2): Service(APRIL_TO_NOVEMBER),
    (19, 3): Service(ALL_YEAR),
    (19, 4): Service((3, 6, 9, 11)),
    (20, 1): Stages((
        ("招标", 15, 4, 4), ("路基", 35, 7, 7), ("路面", 35, 10, 10), ("配套", 15, 11, 0),
    )),
    (20, 2): Stages((("设计", 20, 4, 4), ("栽植", 40, 5, 5), ("口袋公园", 40, 10, 10))),
    (20, 3): Numbers("5:0 6:0.8 9:3.2 10:4", "6:0.7 7:1.3 8:1.9 9:2.4 10:3.5"),
    (20, 5): Numbers(
        "3:0 6:6 9:12 11:15.6", "4:2 5:4 6:6.1 7:8 8:10 9:12.2 10:14"
    ),
    (21, 1): Stages((
        ("用地手续", 15, 3, 4), ("基础", 20, 7, 7), ("主体", 25, 9, 0), ("设备", 25, 10, 0),
        ("试运行", 15, 12, 0),
    )),
    (21, 3): Service(ALL_YEAR),
    (21, 4): Service(ALL_YEAR),
    (22, 1): Stages((
        ("施工许可", 10, 3, 3), ("展示中心主体", 25, 6, 10), ("体育中心主体", 25, 8, 0),
        ("文化中心主体", 20, 10, 0), ("竣工", 20, 12, 0),
    )),
}  # fmt: skip

# What a first report gave before it was corrected: {(project, target, month): figure}.
CORRECTED = {(8, 1, 8): "1010"}

# City quotas: (name, measure, quota, project, carrying targets); the plan is the targets' own.
QUOTAS = [
    ("困难老年人家庭适老化改造", "户", 50, 7, (1,)),
    ("城乡公益性岗位", "个", 549, 14, (2, 3)),
]
