"""What was typed into a form whose session ended: carried through signing in, in the page itself.

The server keeps nothing; the signature makes sure that what comes back is what was sent.
"""

from django.core import signing
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

SALT, SECONDS = "kept-form", 3600
SECRETS = ("password", "csrfmiddlewaretoken", "code")


def typed(request) -> list[list[str]]:
    """The fields of a posted form, those that are secret left out."""
    return [
        [name, value]
        for name, values in request.POST.lists()
        if not any(secret in name for secret in SECRETS)
        for value in values
    ]


def pack(request) -> str:
    form = {"to": request.get_full_path(), "fields": typed(request), "files": bool(request.FILES)}
    return signing.dumps(form, salt=SALT, compress=True)


def unpack(text: str) -> dict | None:
    try:
        return signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None


def onward(request, site, to: str):
    """After signing in: the form to be sent again, where one was kept, else the page asked for."""
    form = unpack(request.POST.get("kept", ""))
    if form is None:
        return HttpResponseRedirect(to)
    context = {**site.each_context(request), "title": "继续提交", "form": form}
    return TemplateResponse(request, "admin/signing/again.html", context)
