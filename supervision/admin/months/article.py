"""公众号文章: a published bulletin as an article to be pasted into the 公众号 editor.

Its figures are the bulletin's. Inline styles, which alone survive that editor, stand in the file
and nowhere else: the file has a policy of its own, and no page of ours shows it within itself.
"""

from dataclasses import dataclass

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from projects.actions.exports import record_export
from projects.clock import now
from projects.pages import addresses
from projects.spreadsheets.answers import attachment
from supervision.admin.months.bulletins import closed_or_404
from supervision.admin.pages import page
from supervision.documents.bulletin import file_name, plain_name, values_of
from supervision.models import Period
from supervision.public.picture_addresses import project_pictures, year_pictures
from supervision.published.bulletin import Bulletin, bulletin
from supervision.published.bulletin_issue import Line
from supervision.published.naming import give_names

COLOURS = {"blue": "#14489a", "yellow": "#8a5a00", "red": "#971913"}
MOST_DIGEST = 120  # characters of a 摘要 that the editor takes


@dataclass(frozen=True)
class Entry:
    """A project told one by one; `picture` is empty where its figure changed since."""

    line: Line
    told: dict
    colour: str
    picture: str


@dataclass(frozen=True)
class Article:
    title: str
    digest: str
    body: str
    pictures: list[str]


def article(request, made: Bulletin) -> Article:
    programme, period = made.programme, made.period
    lines = {line.project.pk: line for line in made.lines}
    give_names(line.project for line in [*made.lines, *made.ahead, *made.behind])
    changed = changed_since(made)
    papers = values_of(made)
    told = dict(zip(lines, papers["项目"], strict=True))

    def entry(line: Line, *, pictured: bool) -> Entry:
        key, number = line.project.pk, line.project.number
        own = project_pictures(programme, number, period.month)
        shown = pictured and own and key not in changed
        grade = line.card.grade
        return Entry(
            line,
            told[key],
            COLOURS.get(grade.colour, "#414a55") if grade else "#414a55",
            addresses.absolute(request, own.wide) if shown else "",
        )

    whole = year_pictures(programme, period) if not changed else None
    sections = [
        (section, [entry(line, pictured=True) for line in made.entries.get(section.key, [])])
        for section in made.sections
    ]
    first = addresses.absolute(request, whole.wide) if whole else ""
    address = addresses.absolute(
        request, reverse("bulletin", args=[programme.year, period.bulletin_number])
    )
    context = {
        "bulletin": made,
        "programme": programme,
        "papers": papers,
        "sections": sections,
        "lines": [entry(line, pictured=False) for line in made.lines],
        "picture": first,
        "address": address,
    }
    body = render_to_string("admin/months/article_body.html", context)
    found = [first, *(each.picture for _, entries in sections for each in entries)]
    title = f"{programme.title}{made.month}推进情况{programme.demonstration_mark}"
    return Article(title, digest(made.overall), body, list(dict.fromkeys(filter(None, found))))


def digest(text: str) -> str:
    """The first sentences that fit into the editor's 摘要."""
    if len(text) <= MOST_DIGEST:
        return text
    end = text.rfind("。", 0, MOST_DIGEST) + 1
    return text[:end] if end else f"{text[: MOST_DIGEST - 1]}…"


def changed_since(made: Bulletin) -> set[int]:
    """Projects whose figure or colour is another now than the bulletin says."""
    corrected = {each.submission.report.project_id for each in made.corrected}
    return corrected | {each.override.project_id for each in made.decided}


def published_or_404(model_admin, request, pk) -> Period:
    period = closed_or_404(model_admin, request, pk)
    if not period.published_at:
        raise Http404
    return period


def article_page(model_admin, request, pk):
    period = published_or_404(model_admin, request, pk)
    context = {
        "title": f"公众号文章：{period}",
        "period": period,
        "article": article(request, bulletin(period)),
    }
    return page(model_admin, request, "months/article.html", context)


def article_file(model_admin, request, pk):
    """The article alone: to be looked at and copied, or taken along as a file."""
    made = bulletin(published_or_404(model_admin, request, pk))
    content = render_to_string(
        "admin/months/article_file.html", {"article": article(request, made)}
    ).encode()
    if request.GET.get("save") == "1":
        name = file_name(made).replace(".docx", "（公众号）.html")
        record_export(what=name, by=request.user, at=now())
        return attachment(content, "text/html; charset=utf-8", name, f"{plain_name(made)}-article")
    answer = HttpResponse(content)
    answer._csp_replace = policy()
    return answer


def policy() -> dict[str, list[str]]:
    """Inline styles and our pictures; no script, no form, no frame."""
    return {
        "script-src": [NONE],
        "connect-src": [NONE],
        "font-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": [SELF, *filter(None, [settings.SITE_URL])],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
