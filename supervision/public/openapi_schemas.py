"""What the open data's JSON files hold, as JSON schemas."""

from projects.values.months import PATTERN
from supervision.status_sheet.columns import columns
from supervision.status_sheet.files import FACT_NOTES

MONTH = {"type": "string", "pattern": f"^{PATTERN.pattern}$", "examples": ["2023-09"]}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 9999999, "examples": [12]}
STRING, INTEGER, OBJECT = {"type": "string"}, {"type": "integer"}, {"type": "object"}
OBJECTS = {"type": "array", "items": OBJECT}
DATE = {"type": "string", "format": "date"}
SHARE = {"type": ["string", "null"], "description": "小数写成文字，0.6040 就是60.4%"}
# Where there is a number it is one; where there is none, a word says why.
FIGURES = ("month_done", "total_done", "total_planned", "percent", "points")
KNOWN_OR_NULL = {
    "kind": "string",
    "measure": "string",
    "baseline": "number",
    "target_value": "number",
}


def thing(required: dict, **more) -> dict:
    """An object of which these properties are always there."""
    return {"type": "object", "properties": required | more, "required": list(required)}


def array(items: dict) -> dict:
    return {"type": "array", "items": items}


def row() -> dict:
    """A row of the status file, described in the words of its data dictionary."""
    notes = {column.key: column.note for column in columns(public=True)} | FACT_NOTES
    return thing({key: {**kind_of(key), "description": note} for key, note in notes.items()})


def kind_of(key: str) -> dict:
    if key in FIGURES:
        return {"type": ["number", "string"]}
    if key in KNOWN_OR_NULL:
        return {"type": [KNOWN_OR_NULL[key], "null"]}
    if key == "colour":
        return {"enum": ["blue", "yellow", "red", "none", ""]}
    return INTEGER if key == "number" else STRING


def monthly(description: str) -> dict:
    """An object by month, every key like 2023-09."""
    return {"type": ["object", "null"], "description": description}


FACTS_TARGET = thing(
    {
        "name": STRING,
        "kind": {"enum": ["quantity", "coverage", "milestones", "service"]},
        "weight": {**STRING, "description": "权数"},
        "start": {**MONTH, "description": "从哪个月起算"},
        "due": DATE,
    },
    measure={**STRING, "description": "计量单位"},
    step={**STRING, "description": "最小的一步"},
    baseline={**STRING, "description": "基数"},
    target={**STRING, "description": "目标值"},
    plan=monthly("各月底计划累计数；null 是待定"),
    readings=monthly('各月底累计数和采纳日期：{"value": …, "accepted": …}'),
    milestones={"type": ["array", "null"], "description": "节点：名称、权重、计划月、完成月"},
    planned_months={"type": ["array", "null"], "description": "计划开展的月份"},
    ran={"type": ["array", "null"], "description": "已经开展的月份"},
    unreported={"type": ["array", "null"], "description": "计划开展而没有报送的月份"},
)
VERDICT_TARGET = thing({"name": STRING, "actual": SHARE, "planned": SHARE, "deviation": SHARE})
FINDING = thing(
    {
        "rule": {**STRING, "description": "规则的英文名"},
        "severity": {**INTEGER, "minimum": 0, "maximum": 3, "description": "0是提示，3最重"},
        "text": STRING,
    },
    target={"type": ["string", "null"], "description": "哪一项指标"},
    numbers={**OBJECT, "description": "代入规则的数"},
)
REMEDY = thing({"text": {**STRING, "description": "做到什么就转为更好的牌"}})
ABOUT = thing(
    {
        "title": STRING,
        "programme": OBJECT,
        "month": MONTH,
        "covers_from": {**MONTH, "description": "本期从哪个月起"},
        "data_until": DATE,
        "data_version": {**STRING, "description": "数据版本号"},
        "corrected_cards": {"type": "integer", "minimum": 0},
        "policies": array(STRING),
        "demonstration": {"type": "boolean", "description": "true 是演示数据，不代表实际"},
        "legend": STRING,
        "ledger": thing({"number": INTEGER, "hash": STRING}),
    }
)
SCHEMAS = {
    "StatusFile": thing(
        {
            "about": ABOUT,
            "fields": array(thing({"key": STRING, "name": STRING, "description": STRING})),
            "rows": array({"$ref": "#/components/schemas/StatusRow"}),
        }
    ),
    "StatusRow": row(),
    "FactsFile": thing(
        {
            "project": thing({"year": INTEGER, "number": NUMBER, "title": STRING}),
            "month": MONTH,
            "as_of": DATE,
            "report": {"type": ["object", "null"], "description": "报送截止、报送、采纳的日期"},
            "missing_months": {"type": "integer", "minimum": 0},
            "previous_cards": OBJECTS,
            "targets": array(FACTS_TARGET),
            "city_tasks": OBJECTS,
        }
    ),
    "VerdictFile": thing(
        {
            "label": STRING,
            "actual": SHARE,
            "planned": SHARE,
            "deviation": SHARE,
            "targets": array(VERDICT_TARGET),
            "findings": array(FINDING),
            "to_clear": array(REMEDY),
            "policy": OBJECT,
            "digest": {"type": ["string", "null"], "description": "校验码；有数不公布的为空"},
        },
        colour={"type": ["string", "null"], "description": "只公开文字时没有这一项"},
    ),
}
