"""The open data's addresses as an OpenAPI 3.1 document."""

from projects.models import Programme
from projects.months import PATTERN
from supervision.documents.paper import MIME
from supervision.sheets.files import KINDS

MONTH = {"type": "string", "pattern": f"^{PATTERN.pattern}$", "examples": ["2023-09"]}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 9999999, "examples": [12]}
TEXT = {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}
PAGE = {"text/html; charset=utf-8": {"schema": {"type": "string"}}}
OPEN = {
    "Access-Control-Allow-Origin": {
        "description": "任何网站的程序都可以读取。",
        "schema": {"type": "string", "const": "*"},
    }
}


def document(programme: Programme, server: str, licence: str) -> dict:
    """The document of a year's data; `server` is the site's address."""
    year = programme.year
    paths = {f"/{year}/status.{ending}": status(ending) for ending in KINDS}
    paths[f"/{year}/bulletins/{{number}}/bulletin.docx"] = bulletin_file()
    card = f"/{year}/{{number}}/cards/{{month}}"
    paths[f"{card}/facts.json"] = card_file("事实", "FactsFile", "评定这张牌用到的全部数字。")
    paths[f"{card}/verdict.json"] = card_file("判定", "VerdictFile", "按规则得出的结果和理由。")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{programme.title}：开放数据",
            "version": str(year),
            "description": "每月公布的推进情况，以及每张牌的依据。只读，不需要申请。",
            "license": {"name": licence},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def status(ending: str) -> dict:
    kind = KINDS[ending]
    json = {"$ref": "#/components/schemas/StatusFile"}
    schema = {"schema": json if ending == "json" else {"type": "string"}}
    return {
        "get": {
            "operationId": f"status_{ending}",
            "summary": f"推进情况表，{kind.words}",
            "description": "不写 month 就是最近公布的一个月。写了月份，网址固定，可以引用。",
            "parameters": [
                {"name": "month", "in": "query", "schema": MONTH, "description": "年份和月份"}
            ],
            "responses": {
                "200": answer("推进情况表", {kind.content_type: schema}, OPEN),
                "400": answer("month 不是月份", TEXT),
                "404": answer("这个月没有公布", PAGE),
            },
        }
    }


def bulletin_file() -> dict:
    issue = {"type": "integer", "minimum": 1, "maximum": 9999999, "examples": [7]}
    return {
        "get": {
            "operationId": "bulletin",
            "summary": "一期月度通报，Word文件",
            "description": "与网页上的同一期通报内容相同，公布后不再改动，更正写在文末。",
            "parameters": [
                {
                    "name": "number",
                    "in": "path",
                    "required": True,
                    "schema": issue,
                    "description": "期号",
                }
            ],
            "responses": {
                "200": answer("通报", {MIME: {"schema": {"type": "string"}}}, OPEN),
                "404": answer("没有公布过这一期", PAGE),
            },
        }
    }


def card_file(name: str, schema: str, summary: str) -> dict:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "get": {
            "operationId": schema,
            "summary": f"一张牌的{name}",
            "description": summary,
            "parameters": [
                {"name": "number", "in": "path", "required": True, "schema": NUMBER},
                {"name": "month", "in": "path", "required": True, "schema": MONTH},
            ],
            "responses": {
                "200": answer(name, content, OPEN),
                "404": answer("没有这张牌，或没有公布", PAGE),
            },
        }
    }


def answer(description: str, content: dict, headers: dict | None = None) -> dict:
    given = {"description": description, "content": content}
    return given | {"headers": headers} if headers else given


def thing(required: dict, **more) -> dict:
    """An object of which these properties are always there."""
    return {"type": "object", "properties": required | more, "required": list(required)}


STRING, OBJECTS = {"type": "string"}, {"type": "array", "items": {"type": "object"}}
SHARE = {"type": ["string", "null"], "description": "小数写成文字，0.6040 就是60.4%"}
SCHEMAS = {
    "StatusFile": thing(
        {
            "about": thing(
                {
                    "title": STRING,
                    "programme": {"type": "object"},
                    "month": MONTH,
                    "data_until": {"type": "string", "format": "date"},
                    "data_version": STRING,
                    "corrected_cards": {"type": "integer", "minimum": 0},
                    "policies": {"type": "array", "items": STRING},
                    "demonstration": {"type": "boolean"},
                    "legend": STRING,
                    "ledger": thing({"number": {"type": "integer"}, "hash": STRING}),
                }
            ),
            "fields": {
                "type": "array",
                "items": thing({"key": STRING, "name": STRING, "description": STRING}),
            },
            "rows": OBJECTS,
        }
    ),
    "FactsFile": thing(
        {
            "project": thing({"year": {"type": "integer"}, "number": NUMBER, "title": STRING}),
            "month": MONTH,
            "as_of": {"type": "string", "format": "date"},
            "report": {"type": ["object", "null"]},
            "missing_months": {"type": "integer", "minimum": 0},
            "previous_cards": OBJECTS,
            "targets": OBJECTS,
            "city_tasks": OBJECTS,
        }
    ),
    "VerdictFile": thing(
        {
            "label": STRING,
            "actual": SHARE,
            "planned": SHARE,
            "deviation": SHARE,
            "targets": OBJECTS,
            "findings": OBJECTS,
            "to_clear": OBJECTS,
            "policy": {"type": "object"},
            "digest": {"type": ["string", "null"]},
        },
        colour={"type": ["string", "null"], "description": "只公开文字时没有这一项"},
    ),
}
