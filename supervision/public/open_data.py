"""Open data: the page about it, and its addresses as an OpenAPI 3.1 document."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.pages import addresses
from projects.papers.word import MIME
from projects.values.months import PATTERN
from supervision.models import Period
from supervision.public.status import for_any_site
from supervision.public.tables import TABLES, OpenTable
from supervision.public.years import year_or_404
from supervision.status_sheet.columns import FACTS, columns
from supervision.status_sheet.files import KINDS

MONTH = {"type": "string", "pattern": f"^{PATTERN.pattern}$", "examples": ["2023-09"]}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 9999999, "examples": [12]}
STRING, INTEGER, OBJECT = {"type": "string"}, {"type": "integer"}, {"type": "object"}
OBJECTS = {"type": "array", "items": OBJECT}
DATE = {"type": "string", "format": "date"}
SHARE = {"type": ["string", "null"], "description": "小数写成文字，0.6040 就是60.4%"}


def thing(required: dict, **more) -> dict:
    """An object of which these properties are always there."""
    return {"type": "object", "properties": required | more, "required": list(required)}


def array(items: dict) -> dict:
    return {"type": "array", "items": items}


def row() -> dict:
    """A row of the status file, described in the words of its data dictionary."""
    every = (*columns(public=True), *FACTS)
    return thing({each.key: {**each.schema, "description": each.note} for each in every})


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
    replanned={"type": "boolean", "description": "true 是计划调整过，不是第一版"},
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
        "site": thing(
            {
                "name": {**STRING, "description": "主办单位"},
                "code": {**STRING, "description": "政府网站标识码；几个区的数据合在一起时靠它区分"},
                "address": {**STRING, "description": "网站地址"},
            }
        ),
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
    "PolicyFile": thing({"name": STRING, "version": INTEGER, "rules": OBJECT}),
}


OPEN = {
    "Access-Control-Allow-Origin": {
        "description": "任何网站的程序都可以读取。",
        "schema": {"type": "string", "const": "*"},
    }
}
LASTING = (
    "不写 month 就是最近公布的一个月。写了月份，网址固定；更正公布以后给出更正后的数。"
    "再写 version，以后怎样更正都不变，可以引用。"
)
LAYOUTS = {
    "xlsx": "标题、说明和图例在前四行，第5行是表头。",
    "csv": "UTF-8，带BOM；前三行以#开头，是标题、说明、图例，第4行是表头；格内可以有换行。",
    "json": "about 是说明，fields 是字段，rows 一行是一项指标。",
}


def document(programme: Programme, periods: list[Period], server: str, licence: str) -> dict:
    """The document of a year's data; `server` is the site's address."""
    year, months = programme.year, [period.month for period in periods]
    paths = {f"/{year}/status.{ending}": status(ending, months) for ending in KINDS}
    paths[f"/{year}/bulletins/{{number}}/bulletin.docx"] = bulletin_file()
    for table in TABLES.values():
        for ending, kind in (("csv", "text/csv"), ("json", "application/json")):
            paths[f"/{year}/open/{table.name}.{ending}"] = table_file(table, ending, kind)
    paths[f"/{year}/open/datapackage.json"] = package_file()
    paths[f"/{year}/promises.ics"] = dates_file()
    card = f"/{year}/{{number}}/cards/{{month}}"
    paths[f"{card}/facts.json"] = card_file("事实", "FactsFile", "评定这张牌用到的全部数字。")
    paths[f"{card}/verdict.json"] = card_file("判定", "VerdictFile", "按规则得出的结果和理由。")
    paths[f"{card}/policy.json"] = card_file("规则", "PolicyFile", "评定这张牌所按的规则。")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{programme.title}：开放数据",
            "version": str(year),
            "description": (
                "每月公布的推进情况，以及每张牌的依据。只读，不需要申请。"
                f"已经公布的月份：{'、'.join(months) or '还没有'}。"
            ),
            "license": {"name": licence},
        },
        "externalDocs": {"url": f"{server}/{year}/data/", "description": "字段和文件格式的说明"},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def status(ending: str, months: list[str]) -> dict:
    kind = KINDS[ending]
    json = {"$ref": "#/components/schemas/StatusFile"}
    version = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
    return get(
        f"status_{ending}",
        f"推进情况表，{kind.words}",
        f"{LASTING}{LAYOUTS[ending]}",
        [
            in_query("month", MONTH | {"examples": months or MONTH["examples"]}, "年份和月份"),
            in_query("version", version, "数据版本号：取这个月在这个版本时的数。"),
        ],
        {
            "200": open_answer(
                "推进情况表", kind.content_type, json if ending == "json" else STRING
            ),
            "400": {
                "description": "month 或 version 写得不对，正文是一句说明",
                "content": {"text/plain; charset=utf-8": {"schema": STRING}},
            },
            "404": missing("这个月或这个版本没有公布"),
        },
    )


TYPES = {"integer": "integer", "number": "number"}


def table_file(table: OpenTable, ending: str, kind: str) -> dict:
    columns = {
        each.key: {"type": [TYPES.get(each.type, "string"), "null"], "description": each.title}
        for each in table.columns
    }
    rows = array({"type": "object", "properties": columns})
    headers = {"type": "string", "enum": ["zh"]}
    return get(
        f"{table.name}_{ending}",
        f"{table.title}，{ending.upper()}",
        table.note,
        [in_query("headers", headers, "写 zh 用中文表头；不写是英文表头。")],
        {"200": open_answer(table.title, kind, STRING if ending == "csv" else rows)},
    )


def package_file() -> dict:
    answer = {"200": open_answer("数据包说明", "application/json", OBJECT)}
    return get("datapackage", "数据包说明（Frictionless）", "各表的列、类型和中文名。", [], answer)


def dates_file() -> dict:
    note = "各项指标的完成时限和各节点的计划月份；日期调整以后，同一件事的UID不变，SEQUENCE加大。"
    answer = {"200": open_answer("日历文件", "text/calendar", STRING)}
    return get("promises", "承诺日期，日历文件（iCalendar）", note, [], answer)


def bulletin_file() -> dict:
    issue = NUMBER | {"examples": [7]}
    return get(
        "bulletin",
        "一期月度通报，Word文件",
        "与网页上的同一期通报内容相同，公布后不再改动，更正写在文末。",
        [in_path("number", issue) | {"description": "期号"}],
        {"200": open_answer("通报", MIME, STRING), "404": missing("没有公布过这一期")},
    )


def card_file(name: str, schema: str, summary: str) -> dict:
    content = {"$ref": f"#/components/schemas/{schema}"}
    return get(
        schema,
        f"一张牌的{name}",
        summary,
        [in_path("number", NUMBER), in_path("month", MONTH)],
        {
            "200": open_answer(name, "application/json", content),
            "404": missing("没有这张牌，或没有公布"),
        },
    )


def get(operation: str, summary: str, description: str, parameters: list, responses: dict) -> dict:
    texts = {"operationId": operation, "summary": summary, "description": description}
    return {"get": texts | {"parameters": parameters, "responses": responses}}


def in_path(name: str, schema: dict) -> dict:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def in_query(name: str, schema: dict, description: str) -> dict:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def open_answer(description: str, content_type: str, schema: dict) -> dict:
    """Return an answer that programs on any site may read."""
    content = {content_type: {"schema": schema}}
    return {"description": description, "content": content, "headers": OPEN}


def missing(description: str) -> dict:
    content = {"text/html; charset=utf-8": {"schema": STRING}}
    return {"description": description, "content": content}


@require_safe
def data(request, year):
    programme, periods = year_or_404(year)
    context = {
        "programme": programme,
        "periods": periods[::-1],
        "kinds": KINDS.values(),
        "columns": columns(public=True),
        "facts": FACTS,
        "licence": settings.SITE_LICENCE,
        "tables": TABLES.values(),
        "base": addresses.base(request),
        "embed_sites": settings.EMBED_SITES,
    }
    return render(request, "public/data.html", context)


@require_safe
def openapi_file(request, year):
    found = year_or_404(year)
    content = document(*found, addresses.base(request), settings.SITE_LICENCE)
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return for_any_site(answer)
