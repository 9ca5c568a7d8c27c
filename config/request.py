"""A request as Django reads it, but always as UTF-8."""

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters

NONE = "none that can be read"


class Request(WSGIRequest):
    """Django takes any charset that a request names, and some raise before a middleware is asked.

    What it named stays in `content_params`; config.middleware.in_utf8 refuses all but UTF-8.
    """

    def _set_content_type_params(self, meta):
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": NONE}
