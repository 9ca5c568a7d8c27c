"""What a shared link shows: the page's own title and description, said once in the template."""

import html
import re

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html

from projects.pages import addresses
from supervision.public.picture_addresses import Pictures

register = template.Library()
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'name="description" content="(.*?)"', re.DOTALL)
OPEN_GRAPH = """{}<link rel="canonical" href="{}">
<meta property="og:type" content="website"><meta property="og:site_name" content="民生实事进展公开">
<meta property="og:locale" content="zh_CN"><meta property="og:title" content="{}">
<meta property="og:description" content="{}"><meta property="og:url" content="{}">
{}"""
# Wide for those that read Open Graph, square for chats that cut a picture to one.
PICTURES = """<meta property="og:image" content="{}">
<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
<meta itemprop="image" content="{}">"""
PICTURE = '<meta property="og:image" content="{}">'


class Shared(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        head, request = self.nodelist.render(context), context.get("request")
        if request is None or request.path.startswith("/admin/"):
            return head  # there what is not yours reads exactly like what is not there
        here = addresses.absolute(request, lasting(context, request))
        title, description = (found_in(head, each) for each in (TITLE, DESCRIPTION))
        pictures = pictured(context.get("pictures"), request)
        return format_html(OPEN_GRAPH, head, here, title, description, here, pictures)


def pictured(pictures: Pictures | None, request) -> str:
    """The page's own pictures; where it has none, the site's."""
    if pictures is None:
        return format_html(PICTURE, addresses.absolute(request, static("public/share.png")))
    own = (addresses.absolute(request, each) for each in (pictures.wide, pictures.square))
    return format_html(PICTURES, *own)


def lasting(context, request) -> str:
    """The one address to quote and to index: neither type size nor narrowing is another page.

    A view that answers at a second address names the first as `lasting`.
    """
    path = context.get("lasting") or iri_to_uri(request.path)
    page = context.get("page") or getattr(context.get("list"), "page", None)
    whole = not set(request.GET) - {"page", "view"}
    if whole and isinstance(page, Page) and page.number > 1:
        return f"{path}?page={page.number}"
    return path


def found_in(head: str, pattern: re.Pattern) -> str:
    found = pattern.search(head)
    return html.unescape(found[1]) if found else ""


@register.tag
def shared(parser, token):
    """{% shared %}<title>…</title><meta name="description" …>{% endshared %}"""
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return Shared(nodelist)
