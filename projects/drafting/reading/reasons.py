"""Why a figure is no target, as a table: ages, roads, capacities, standards a head, money …"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Holds where all that is given is there: before it in its clause, its measure, after it."""

    why: str
    before: re.Pattern | None
    measure: re.Pattern | None
    after: re.Pattern | None

    def holds(self, before: str, measure: str, after: str) -> bool:
        return (
            (self.before is None or bool(self.before.search(before)))
            and (self.measure is None or bool(self.measure.fullmatch(measure)))
            and (self.after is None or bool(self.after.match(after)))
        )


def reason(why: str, *, before: str = "", measure: str | None = None, after: str = "") -> Reason:
    return Reason(
        why,
        re.compile(before) if before else None,
        re.compile(measure) if measure is not None else None,
        re.compile(after) if after else None,
    )


NO_SHARE = "[^%]*"
NEAR = "[^，。；、0-9]{0,12}$"
NAMES = [
    reason("名称", before="[A-Za-z]$", measure=""),
    reason("名称", before="(?<![A-Za-z])[A-Za-z]{1,2}$"),
    reason("名称", before="[+＋]$"),
    reason("名称", measure="", after="[A-Za-z+＋]"),
    reason("编号", before="第$"),
    reason("文号", before=r"[〕\]】]第?$"),
    reason("编号", after="[-－]?[号#]"),
    reason("编号", measure="路", before="(?<!监控)(?<!视频)(?<!探头)$"),
    reason("路名", after="国道|省道|县道|乡道|号线|号路|线(?!路)|道路段|高速"),
    reason("路名", before="(路|街|大道)$", measure=""),
]
PEOPLE = [
    reason("年级", measure="年?", after="年?级"),
    reason("年龄", measure="岁|周岁"),
    reason("年龄", measure="月|个月|年|天", after="龄"),
    reason("年龄", measure="", after="[—–~～至、到-]?[0-9]*(周?岁|月龄)"),
    reason("距离", measure="米|公里", after="(范围|半径|服务半径|服务圈|覆盖|以内|内)"),
    reason(
        "受益",
        measure=NO_SHARE,
        before="(惠及|受益|受惠|造福|覆盖人口|让|使|便利|方便|满足)[^，。；、]{0,14}$",
    ),
    reason(
        "受益",
        before=f"(解决|带动|辐射|服务人口|预计服务|预计|容纳){NEAR}",
        measure="人|户|名|人次|家|位",
    ),
    reason("受益", measure="人|户|名|人次|位", after="[^，。；]{0,10}(受益|受惠)"),
    reason(
        "范围",
        measure=NO_SHARE,
        before="(涉及|(?<!全)覆盖|辐射|途经|服务半径)[^，。；、达到率为]{0,14}$",
    ),
]
SIZES = [
    reason(
        "规模",
        before=f"(日|每日|每天|单日|每小时|昼夜)可?(处理|供水|供气|产|接待|就餐|收运|转运|消纳"
        f"|服务|均){NEAR}",
    ),
    reason("规模", before=f"(?<!全)年(处理|产|供水|供气|消纳){NEAR}"),
    reason(
        "规模",
        before="(能力|规模|装机容量|总装机|库容|容量)[^，。；、0-9]{0,4}$",
        measure="吨|立方米|千瓦|兆瓦|吨/日|吨/天|平方米",
    ),
    reason("规模", measure="吨/日|吨/天"),
    reason("规模", after="[/／](日|天|年|小时)"),
    reason(
        "规模", before=f"可(同时)?(新增|增加|提供|停放|容纳|满足|供|接待|服务|安置|存放|辐射){NEAR}"
    ),
    reason(
        "功能区",
        measure="个|大",
        after="(独立|主题|功能)*(功能区|区域|分区|板块|模块|部分|展区|展厅)",
    ),
    reason("面积", before="(^|其中|规划|总)建筑面积(约|达|为|共|近)*$"),
    reason("面积", before="(占地|用地)(面积)?(约|达|为|共|近)*$"),
    reason("尺寸", before="(宽度?|高度?|直径|深度?|厚)(约|达|为|近)*$", measure="米|厘米|毫米"),
    reason("等级", measure="级|届"),
    reason("等级", after="[星甲代型寸维版价度AKVG]|时代"),
]
STANDARDS = [
    reason("资金", measure="", after="[美港欧]元"),
    reason("标准", before="(每[人户名生餐床位例亩]|户均|人均补助)[^，。；、0-9]{0,10}$"),
    reason(
        "标准",
        before="(按照|按(?![时期序质规月季])|以(?![上内下及]))[^，。；]{0,8}$",
        measure="[%‰]",
    ),
    reason("标准", before="每[所间处个座家][^，。；、0-9]{0,12}$", measure="万?平方米|亩"),
    reason("标准", measure="种|项", after="[^，。；、]{0,10}(筛查|体检|检查|检测|监测)"),
    reason("阶段", before="[两三五]年(行动|攻坚|计划)[^，。；]{0,24}$", after="[^。；]{0,3}今年"),
    reason("频次", before="每隔?$"),
    reason(
        "项目数",
        measure="[个件项大]",
        after="(重点|为民|惠民|民生|市级|区级|政府|办)*(实事|民生项目)",
    ),
]
REASONS = [*NAMES, *PEOPLE, *SIZES, *STANDARDS]


def why_none(before: str, measure: str, after: str) -> str:
    """Return why a figure with these words around it is no target; "" where it may be one."""
    return next((each.why for each in REASONS if each.holds(before, measure, after)), "")
