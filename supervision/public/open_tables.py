"""The year's tables as CSV and JSON, and their description as a Frictionless data package."""

import json
from decimal import Decimal

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.models import Programme
from projects.spreadsheets.answers import attachment
from projects.spreadsheets.workbook import csv_bytes
from projects.views import programme_or_404
from supervision.public.status import for_any_site
from supervision.public.tables import TABLES, OpenTable, written

CSV, JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"


def table_or_404(name: str) -> OpenTable:
    if name not in TABLES:
        raise Http404("没有这张表。可以从“开放数据”里找。")
    return TABLES[name]


@require_safe
def table_file(request, year: int, name: str, ending: str):
    """A table with English headers; `?headers=zh` gives the same columns Chinese ones."""
    programme, table = programme_or_404(year), table_or_404(name)
    chinese = request.GET.get("headers") == "zh"
    make, kind = {"csv": (as_csv, CSV), "json": (as_json, JSON)}[ending]
    mark = programme.demonstration_mark
    filename = f"{year}年民生实事_{table.title}{mark}.{ending}"
    content = make(programme, table, chinese)
    return for_any_site(attachment(content, kind, filename, f"{name}-{year}"))


def headers(table: OpenTable, chinese: bool) -> list[str]:
    return [column.title if chinese else column.key for column in table.columns]


def as_csv(programme: Programme, table: OpenTable, chinese: bool) -> bytes:
    rows = [[written(row[column.key]) for column in table.columns] for row in table.rows(programme)]
    return csv_bytes(headers(table, chinese), rows)


def as_json(programme: Programme, table: OpenTable, chinese: bool) -> bytes:
    names = headers(table, chinese)
    rows = [
        {
            name: plain_number(written(row[column.key]))
            for name, column in zip(names, table.columns, strict=True)
        }
        for row in table.rows(programme)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def plain_number(value):
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


@require_safe
def datapackage(request, year: int):
    content = package(programme_or_404(year))
    body = json.dumps(content, ensure_ascii=False, indent=1)
    return for_any_site(HttpResponse(body, content_type=JSON))


def package(programme: Programme) -> dict:
    """The description: https://specs.frictionlessdata.io/data-package/."""
    year = programme.year
    return {
        "profile": "tabular-data-package",
        "name": f"minsheng-shishi-{year}",
        "title": f"{programme.title}：开放数据{programme.demonstration_mark}",
        "description": settings.SITE_LICENCE,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "title": table.title,
                "description": table.note,
                "path": reverse("table-csv", args=[year, table.name]).rpartition("/")[2],
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "schema": schema(table),
            }
            for table in TABLES.values()
        ],
    }


def schema(table: OpenTable) -> dict:
    return {
        "fields": [
            {"name": each.key, "title": each.title, "type": each.type}
            | ({"description": each.note} if each.note else {})
            for each in table.columns
        ],
        "missingValues": [""],
    }
