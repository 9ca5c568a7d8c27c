"""What was typed into a form whose session ended: carried through signing in.

The sign-in page carries it, signed, so that the server keeps nothing for strangers; from there on
it lies in the session of whoever gave the right password, until it is shown once.
"""

from django.core import signing

SALT, SECONDS = "kept-form", 3600
SECRETS = ("password", "csrfmiddlewaretoken", "code")
# So much may wait in a session that nobody has signed in to yet, by 统一身份认证.
MOST_OF_STRANGERS = 50_000


def typed(request) -> list[list[str]]:
    """Return the fields of a posted form, those that are secret left out."""
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


def keep(request, *, most: int | None = None) -> bool:
    """Return whether a form came along with signing in, and keep it in the session."""
    text = request.POST.get("kept", "")
    if (most is not None and len(text) > most) or unpack(text) is None:
        return False
    request.session["kept"] = text
    return True
