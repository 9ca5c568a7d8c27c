"""A reading as a listing in Chinese, for the command line."""

from projects.drafting.reading.found import Comparison, Kind, ProjectRead, Reading, TargetRead
from projects.values.numbers import plain

KINDS = {
    Kind.QUANTITY: "数量",
    Kind.COVERAGE: "覆盖率",
    Kind.MILESTONES: "节点",
    Kind.SERVICE: "常年服务",
}
SIGNS = {Comparison.EXACTLY: "", Comparison.AT_LEAST: "不少于", Comparison.AT_MOST: "不超过"}


def in_words(reading: Reading) -> str:
    year = f"{reading.year}年" if reading.year else "年份未读出"
    day = reading.issued_on.isoformat() if reading.issued_on else ""
    head = [reading.title, year, reading.issuer, reading.document_number, day]
    lines = ["，".join(each for each in head if each)]
    for place, found in enumerate(reading.projects):
        lines += project(found)
        others = [
            f"{each.excerpt}（{each.why}）" for each in reading.not_targets if each.project == place
        ]
        if others:
            lines.append(f"    不是指标：{'、'.join(others)}")
    targets = sum(len(found.targets) for found in reading.projects)
    lines.append(
        f"共{len(reading.projects)}个项目、{targets}项指标、{len(reading.checks)}处要核对。"
    )
    return "\n".join([*lines, *(f"  核对：{check.sentence}" for check in reading.checks)])


def project(found: ProjectRead) -> list[str]:
    mark = "（市级）" if found.city else ""
    lines = [f"{found.number}. {found.title}{mark}"]
    if found.lead_units:
        support = f"；配合：{'、'.join(found.support_units)}" if found.support_units else ""
        lines.append(f"    牵头：{'、'.join(found.lead_units)}{support}")
    return lines + [f"    {target(each)}" for each in found.targets]


def target(found: TargetRead) -> str:
    told = f"[{KINDS[found.kind]}] {found.name}"
    if found.value is not None:
        told += f" {SIGNS[found.comparison]}{plain(found.value)}{found.measure}"
    if found.baseline is not None:
        told += f"（基数{plain(found.baseline)}）"
    if found.parts:
        told += f"（其中{'、'.join(plain(part.value) + part.measure for part in found.parts)}）"
    return told + (f"，{found.due:%Y-%m-%d}前" if found.due else "")
