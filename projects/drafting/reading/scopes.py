"""Figures that only say of how many, how often or how much each gets."""

import re

from projects.drafting.reading import unfigured
from projects.drafting.reading.dose import EVENTS, SUMMED, Dose
from projects.drafting.reading.figures import Figure
from projects.drafting.reading.sentences import Clause

SCOPE = re.compile(
    r"(全区|全县|全市|全镇|辖区|区内|县内|市内|我区|我县|所有|全部)(内|的|现有|共有|共)?$"
)
PEOPLE = ("名", "人", "户", "人次")
SERVED = re.compile("(为|给|向|对)$")  # 为2.1万名老人免费接种 counts who is served
EVERY_PLACE = re.compile(
    r"(^|，)每个?(村|社区|镇|乡|街道|学校|单位|小区|校|所|家|县|区|户|人"
    r"|园|[\u4e00-\u9fff]{2,4}每)"
)
PER_ONE = re.compile(r"每(?P<one>[\u4e00-\u9fff])[^，。；0-9]{0,8}$")


def without_scopes(
    flat: str, doses: list[Dose], pieces: list[Clause]
) -> tuple[list[Dose], list[tuple[Figure, str]]]:
    """Leave out what only says of how many: 全县128所学校…, 10个文化站免费开放."""
    kept, out = [], []
    for dose in doses:
        piece = next(each for each in pieces if each.start <= dose.figures[0].start < each.end)
        why = reason(flat, dose, doses, piece)
        if why:
            out.append((dose.figures[0], why))
        else:
            kept.append(dose)
    return kept, out


def reason(flat: str, dose: Dose, doses: list[Dose], piece: Clause) -> str:
    figure = dose.figures[0]
    if dose.measure == "%" or len(dose.figures) > 1:
        return ""
    shares = any(each.measure == "%" for each in doses)
    if SCOPE.search(flat[piece.start : figure.start]) and (shares or "全覆盖" in piece.text):
        return "范围"
    if SCOPE.search(flat[piece.start : figure.start]) and summed_over(flat, figure, doses, piece):
        return "范围"
    served = figure.measure in PEOPLE and SERVED.search(flat[piece.start : figure.start])
    if unfigured.OPENING.search(piece.text) and not served:
        return "范围"
    if dose.computed != "each" and re.search("全(面)?覆盖", flat[figure.end : piece.end]):
        return "范围"
    if dose.computed == "frequency" and EVERY_PLACE.search(piece.text):
        return "标准"
    if times_of_people(dose, doses, piece):
        return "频次"
    if served_by_another(flat, dose, doses, piece):
        return "范围"
    if per_one(flat, dose, doses, piece):
        return "标准"
    return "频次" if rate_of_events(flat, dose, doses, piece) else ""


def summed_over(flat: str, figure: Figure, doses: list[Dose], piece: Clause) -> bool:
    """全县285个行政村共285场: the villages only say of how many."""
    return any(
        figure.end < each.figures[0].start < piece.end
        and SUMMED.search(flat[figure.end : each.figures[0].start])
        for each in doses
    )


def served_by_another(flat: str, dose: Dose, doses: list[Dose], piece: Clause) -> bool:
    """为32所学校更新课桌椅8000套: the schools say for whom, the desks are promised."""
    figure = dose.figures[0]
    if not re.fullmatch(r"\s*(为|对|给|向|在)[^，。；0-9]{0,6}", flat[piece.start : figure.start]):
        return False
    return any(
        figure.end < other.figures[0].start < piece.end
        and other.measure not in (*EVENTS, "%")
        and not PER_ONE.search(flat[piece.start : other.figures[0].start])
        and "、" not in flat[figure.end : other.figures[0].start]
        for other in doses
    )


def times_of_people(dose: Dose, doses: list[Dose], piece: Clause) -> bool:
    """为4.2万名老人体检2次: how often each is served."""
    return dose.measure == "次" and any(
        other.measure in ("名", "人", "户") and piece.start <= other.figures[0].start < piece.end
        for other in doses
    )


def rate_of_events(flat: str, dose: Dose, doses: list[Dose], piece: Clause) -> bool:
    """为3000名老人提供每周1次上门探访: the frequency describes the service."""
    end = dose.figures[0].end
    if dose.computed != "frequency" or end >= len(flat) or flat[end] in "，。；、）":
        return False
    return any(
        other is not dose and piece.start <= other.figures[0].start < piece.end for other in doses
    )


def per_one(flat: str, dose: Dose, doses: list[Dose], piece: Clause) -> bool:
    """为260户老人每户安装1个报警器: what each gets is a standard."""
    found = PER_ONE.search(flat[piece.start : dose.figures[0].start])
    return bool(found) and any(
        other is not dose and other.figures[0].measure == found["one"] for other in doses
    )


def near_share(found, doses: list[Dose]) -> bool:
    """Whether 全覆盖 only says again what a share of 100 % or a count of all places says."""
    return any(
        (dose.measure == "%" and dose.value == 100) or dose.computed == "each" for dose in doses
    )
