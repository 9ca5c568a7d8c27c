"""What outputs tell of the people of `test_disclosure`'s year, each figure as a constraint."""

import csv
import io
import json
import re
from itertools import pairwise

from projects.values.months import span
from tests.public.solving import Known
from tests.public.stranger import board, entries, rows_of, said

MONTHS = span("2023-05", "2023-09")
ENOUGH = 9  # as many values as 不足10 leaves
FIRST, SECOND, OTHER = "上门救助", "住院救助", "社区帮扶"
WHOLE = "救助"  # of the first two
NAMES = [FIRST, SECOND, OTHER, WHOLE]
COUNTS = {
    FIRST: [1007, 1011, 1013, 1061, 1066],
    SECOND: [3, 8, 2027, 2027, 2093],
    OTHER: [401, 419, 433, 457, 487],
}
SERVED = [6, 17, 21, 58, 58]
SHARES = [(500, 1000), (995, 1000), (995, 1000), (1000, 1000), (1000, 1000)]
GOALS = {FIRST: 4000, SECOND: 4000, OTHER: 800}


def month_told(path: str) -> str:
    """The month that a sentence of an output speaks of; "" where it speaks of several."""
    if found := re.search(r"2023-\d\d", path):
        return found[0]
    if found := re.search(r"/bulletins/(\d+)/", path):
        return f"2023-{int(found[1]):02d}"
    return MONTHS[-1] if path in ("/", "/2023/", "/2023/poster/", "/2023/embed/") else ""


def from_words(known: Known, text: str, month: str) -> None:
    at = MONTHS.index(month)
    for name, count, before in said(text, NAMES):
        parts = (FIRST, SECOND) if name == WHOLE else (name,)
        known.sum({(part, month): 1 for part in parts}, count, count)
        if before is not None and at:
            known.sum({(part, MONTHS[at - 1]): 1 for part in parts}, before, before)


def known_from(pages: dict[str, str]) -> Known:
    """Every figure of a person's count that stands anywhere, as a constraint."""
    known = Known()
    for name in COUNTS:
        for month in MONTHS:
            known.number((name, month))
    for month in MONTHS:
        known.number(("covered", month), 0, 1000)
    for name in (*COUNTS, "served", "covered"):
        for before, now in pairwise(MONTHS):
            known.sum({(name, now): 1, (name, before): -1}, 0, 10**6)  # nobody is taken back
    for path, text in pages.items():
        if path.endswith("facts.json"):
            from_facts(known, json.loads(text))
        elif path.endswith("verdict.json"):
            from_verdict(known, json.loads(text), path.split("/")[-2])
        elif "status.json" in path:
            for row in json.loads(text)["rows"]:
                from_row(known, row, path[-7:])
        elif "progress.csv" in path:
            from_table(known, csv.DictReader(io.StringIO(text)))
        elif path.endswith("/places.csv"):
            from_places(known, csv.DictReader(io.StringIO(text)))
        elif ".xlsx" in path:
            for row in rows_of(text):
                from_row(known, row, path[-7:])
        elif path.endswith("feed/"):
            for month, told in entries(text):
                if month in MONTHS:
                    from_words(known, told, month)
        elif "/board/" in path:
            from_board(known, text)
        elif month := month_told(path):
            from_words(known, text, month)
    return known


def from_facts(known: Known, facts: dict) -> None:
    for target in facts["targets"]:
        for month, reading in (target.get("readings") or {}).items():
            value = reading["value"]
            if target["kind"] == "coverage":
                if value != "不公布":
                    known.number(("covered", month), *[round(float(value) * 10)] * 2)
            elif value == "不足10":
                known.number((target["name"], month), 1, 9)
            elif value != "不公布":
                known.number((target["name"], month), int(value), int(value))
    for task in facts["city_tasks"]:
        if task["reading"] != "不公布":
            both = {(FIRST, facts["month"]): 1, (OTHER, facts["month"]): 1}
            known.sum(both, int(task["reading"]), int(task["reading"]))


def from_verdict(known: Known, verdict: dict, month: str) -> None:
    for target in verdict["targets"]:
        if target["name"] in GOALS and target["actual"] is not None:
            share = float(target["actual"]) * GOALS[target["name"]]
            slack = GOALS[target["name"]] / 20000
            known.sum({(target["name"], month): 1}, share - slack, share + slack)
    names = {target["name"] for target in verdict["targets"]}
    if verdict["actual"] is not None and FIRST in names:
        # the mean of two counts, a share and the months a service ran, each a quarter
        rest = float(verdict["actual"]) * 4 - int(month[5:]) / 12
        terms = {(FIRST, month): 1, (SECOND, month): 1, ("covered", month): 4}
        known.sum(terms, rest * 4000 - 2, rest * 4000 + 2)


def from_row(known: Known, row: dict, month: str) -> None:
    """A row of the status file: totals, what the month added, sums of parts, people served."""
    name = re.search("指标：(.*?)(（|$)", str(row["task"]), re.MULTILINE)
    name = name[1] if name else ""
    if name in GOALS:
        if isinstance(row["total_done"], int | float):
            known.number((name, month), int(row["total_done"]), int(row["total_done"]))
        if isinstance(row["month_done"], int | float) and month > MONTHS[0]:
            before = MONTHS[MONTHS.index(month) - 1]
            added = int(row["month_done"])
            known.sum({(name, month): 1, (name, before): -1}, added, added)
        if found := re.search(r"各分项累计(\d+)", str(row["remark"])):
            known.sum({(FIRST, month): 1, (SECOND, month): 1}, int(found[1]), int(found[1]))
    if found := re.search(r"服务(\d+)人次", str(row["total_done"])):
        known.number(("served", month), int(found[1]), int(found[1]))


def from_board(known: Known, text: str) -> None:
    """A cell has the mean of the card's parts, as its verdict does, to a tenth."""
    for number, at, least, greatest in board(text):
        month = f"2023-{at:02d}"
        if number == 6:
            goal = GOALS[OTHER]
            known.sum({(OTHER, month): 1}, least * goal, greatest * goal)
        else:
            terms = {(FIRST, month): 1, (SECOND, month): 1, ("covered", month): 4}
            low, high = (4 * share - at / 12 for share in (least, greatest))
            known.sum(terms, low * 4000 - 2, high * 4000 + 2)


def from_table(known: Known, rows) -> None:
    for row in rows:
        if row["target"] in GOALS and row["value"]:
            known.number((row["target"], row["month"]), *[int(row["value"])] * 2)
        if row["served"]:
            known.number(("served", row["month"]), *[int(row["served"])] * 2)


def from_places(known: Known, rows) -> None:
    """What stands at each place, by the month it was done, adds up to the count."""
    rows = [row for row in rows if row["target"] == FIRST and row["quantity"]]
    for month in MONTHS:
        done = sum(int(row["quantity"]) for row in rows if row["done"] and row["done"] <= month)
        if done:
            known.sum({(FIRST, month): 1}, done, 10**6)
            if done == COUNTS[FIRST][MONTHS.index(month)]:
                known.sum({(FIRST, month): 1}, done, done)
