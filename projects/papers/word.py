"""An official paper in Word: a template filled with values by their Chinese names.

The look and the standing words are the template's; docs/zh/papers.md lists every name.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path

from django.conf import settings
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from projects.errors import Refused
from projects.values.text import clean

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Zip files know no earlier moment; every paper carries it.
EPOCH = dt.datetime(1980, 1, 1)


class BadTemplate(Refused):
    """A template that cannot be filled; its text says which, and what to mend."""


class Missing(StrictUndefined):
    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”这个名称，能用的名称见《公文模板》说明"


def environment() -> ImmutableSandboxedEnvironment:
    """Values are escaped, and a template reaches nothing but them."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=Missing)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in ("join", "length")}
    return made


def word(paper: str, title: str, values: dict, heights=()) -> bytes:
    """The file of a paper; the same to the byte whenever and wherever it is filled.

    `heights` in points are kept exactly by the rows of its first table.
    """
    template = DocxTemplate(template_of(paper))
    try:
        template.render(cleaned(values), environment())
        rows = (row for table in template.docx.tables[:1] for row in table.rows)
        for row, height in zip(rows, heights, strict=False):
            row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, Pt(height)
        about = template.docx.core_properties
        about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
        about.created = about.modified = EPOCH
        return timeless(template)
    except Exception as error:  # whatever an office's own file makes Word's readers raise
        raise BadTemplate(f"公文模板“{paper}.docx”有误：{mistake(error)}。") from error


def template_of(paper: str) -> Path:
    """An office's own template, else ours."""
    folders = filter(None, (settings.PAPER_TEMPLATES, settings.BASE_DIR / "templates/papers"))
    paths = [Path(folder) / f"{paper}.docx" for folder in folders]
    return next((path for path in paths if path.exists()), paths[-1])


def cleaned(value):
    """Values without the control characters that no Word file may hold."""
    if isinstance(value, dict):
        return {name: cleaned(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return clean(value) if isinstance(value, str) else value


def mistake(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return str(error.message)
    if isinstance(error, SecurityError):
        return "带两个下划线的写法不能用，只能用说明里的名称"
    if isinstance(error, TemplateSyntaxError):
        # docxtpl gives some lines around it; the fourth is its own.
        line = "".join([*getattr(error, "docx_context", [])][:4][-1:]).strip()
        return f"“{line[:40]}”一带的占位符没有写对，如括号不成对、缺endfor或endif"
    return "读不出来，或者{%p %}、{%tr %}没有单独占一段、一行，请用Word另存为docx再试"


def timeless(template: DocxTemplate) -> bytes:
    saved, out = io.BytesIO(), io.BytesIO()
    template.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, parts.read(name))
    return out.getvalue()
