"""The open data's addresses as an OpenAPI 3.1 document."""

from projects.models import Programme
from supervision.documents.word import MIME
from supervision.models import Period
from supervision.public.openapi_schemas import MONTH, NUMBER, SCHEMAS
from supervision.status_sheet.files import KINDS

TEXT = {"text/plain; charset=utf-8": {"schema": {"type": "string"}}}
PAGE = {"text/html; charset=utf-8": {"schema": {"type": "string"}}}
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
    card = f"/{year}/{{number}}/cards/{{month}}"
    paths[f"{card}/facts.json"] = card_file("事实", "FactsFile", "评定这张牌用到的全部数字。")
    paths[f"{card}/verdict.json"] = card_file("判定", "VerdictFile", "按规则得出的结果和理由。")
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
    schema = {"schema": json if ending == "json" else {"type": "string"}}
    return {
        "get": {
            "operationId": f"status_{ending}",
            "summary": f"推进情况表，{kind.words}",
            "description": f"{LASTING}{LAYOUTS[ending]}",
            "parameters": [
                {
                    "name": "month",
                    "in": "query",
                    "schema": MONTH | {"examples": months or MONTH["examples"]},
                    "description": "年份和月份",
                },
                {
                    "name": "version",
                    "in": "query",
                    "schema": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
                    "description": "数据版本号：取这个月在这个版本时的数。",
                },
            ],
            "responses": {
                "200": answer("推进情况表", {kind.content_type: schema}, OPEN),
                "400": answer("month 或 version 写得不对，正文是一句说明", TEXT),
                "404": answer("这个月或这个版本没有公布", PAGE),
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
