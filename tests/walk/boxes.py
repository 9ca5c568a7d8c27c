"""What is typed into a page's boxes, and what the page says against it."""

import re

from tests.walk.page import Page

YEAR = 2024


def by_label(page: Page, values: dict[str, object]) -> dict[str, object]:
    """Labels as the page has them: one that begins with the word asked for will do."""
    labels, found = page.labels(), {}
    names = {n for form in page.forms() for n, _ in form.form_values()}
    for word, value in values.items():
        label = next((each for each in labels if each.startswith(word)), None)
        if label or word in names or word.isascii():
            found[label or word] = value
    return found


def stages(names: list[str]) -> dict[str, str]:
    """A stage in June and one in December, whatever the boxes are numbered."""
    plan = [("演示主体", "60", f"{YEAR}-06"), ("演示验收", "40", f"{YEAR}-12")]
    found: dict[str, str] = {}
    rows = [name for name in names if re.search(r"name", name) and re.search(r"\d", name)]
    for row, (name, weight, month) in zip(rows, plan, strict=False):
        found |= {
            row: name,
            row.replace("name", "weight"): weight,
            row.replace("name", "month"): month,
        }
    return found


def typed(name: str, box, figure: str, month: str) -> dict[str, object]:
    """What a clerk puts into a box of the month's form."""
    if name.endswith("-mode"):
        return {name: "total"}
    if name.endswith("-denominator"):
        return {name: "100"}
    if name.endswith("-value"):
        return {name: figure}
    if name.endswith("-ran"):
        return {name: [month]}
    if "-stage-" in name:
        return {name: month if figure.isdigit() and int(figure) > 50 else ""}
    if name.endswith(("-cause", "-measures", "-doubt")) or name == "doubt":
        return {name: "演示：说明。"}
    return {}


def said(page: Page) -> str:
    """What the page refuses with, in its own words."""
    found = page.tree.xpath(
        "//*[contains(@class, 'error') or contains(@class, 'problem') or @class='warning']"
    )
    return " | ".join(dict.fromkeys(" ".join(e.text_content().split())[:120] for e in found[:3]))
