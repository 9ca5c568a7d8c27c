"""What strangers type into a public form: its boxes, and the signed token in place of a cookie.

See docs/adr/0004-feedback.md: nobody is signed in here, so there is nothing to ride on; the
token says that the form came from us for this one thing, lately, and makes each form count once.
"""

import base64
import re
import secrets
import unicodedata
from urllib.parse import urlsplit

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import salted_hmac

from projects.values.numbers import half_width
from projects.values.text import clean

GOOD_FOR = 4 * 60 * 60
CODE_SIGNS = 16
LONGEST_CONTACT = 30
PLAIN = str.maketrans("（）—–", "()--")
MISREAD = str.maketrans("01", "ol")


def token_for(key: int, salt: str) -> str:
    """A token for one form about the row with this key."""
    return TimestampSigner(salt=salt).sign(f"{key}.{secrets.token_urlsafe(16)}")


def code_of(key: int, token: str, salt: str) -> str:
    """The code of what a form about this row sends; BadSignature where the token is not its own."""
    nonce = TimestampSigner(salt=salt).unsign(token, max_age=GOOD_FOR)
    if nonce.partition(".")[0] != str(key):
        raise BadSignature("another form")
    digest = salted_hmac("feedback code", nonce, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:CODE_SIGNS]


def code_in(typed: str, address: str = "feedback/") -> str:
    """The tracking code in what a person copied out or pasted, a receipt's address too; else "".

    The code has neither 0 nor 1, so that these can only be misread letters.
    """
    text = unicodedata.normalize("NFKC", clean(typed)).lower()
    _, marked, after = text.partition(address)
    signs = "".join(re.split(r"[/?#]", after)[0] if marked else text.split())
    signs = signs.replace("-", "").translate(MISREAD)
    return signs if re.fullmatch(f"[a-z2-7]{{{CODE_SIGNS}}}", signs) else ""


def foreign(request) -> bool:
    """Whether another site's page sent this: browsers say so, and have for years."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    if not origin:
        return False
    try:
        return urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True


class CleanField(forms.CharField):
    """Text without control characters; line ends counted as one sign, as people count them."""

    def to_python(self, value):
        return clean(super().to_python(value)).strip()


class PhoneField(CleanField, forms.RegexField):
    """A number as phones paste it and Chinese keyboards type it, its signs made plain."""

    def to_python(self, value):
        return half_width(super().to_python(value)).translate(PLAIN)


class StrangersForm(forms.Form):
    """The boxes that every public form has: who it is, if they like, a trap, and the token.

    `salt` names the kind of form, `key` the row that it is about.
    """

    salt = ""

    name = CleanField(
        label="称呼（可不填）",
        max_length=LONGEST_CONTACT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "称呼最多%(limit_value)d字。"},
    )
    phone = PhoneField(
        r"\A[0-9+() -]{5,30}\Z",
        label="电话（可不填）",
        required=False,
        max_length=LONGEST_CONTACT,
        help_text="只有办公室能看到，用来核实情况；办结一段时间后自动清除。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": "电话只填数字，如 0537-0000000；不想留可以空着。"},
    )
    # A trap that people neither see nor reach; whoever falls in is told, so nothing is lost.
    website = forms.CharField(
        label="网址（请留空）",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, key: int, **kw):
        super().__init__(*args, **kw)
        self.key = key

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError("“网址”一格是防垃圾留言用的，请留空再提交一次。")
        return ""

    def clean_token(self):
        try:
            self.code = code_of(self.key, self.cleaned_data["token"], self.salt)
        except BadSignature:
            raise forms.ValidationError("页面打开太久了，内容还在，请再按一次“提交”。") from None
        return self.cleaned_data["token"]

    def again(self) -> "StrangersForm":
        """The same form for another try: what was typed stands, trap and token are new."""
        self.data = self.data.copy()
        self.data["website"], self.data["token"] = "", token_for(self.key, self.salt)
        return self

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the box, sentence) of all that is wrong, in the order of the form."""
        return [
            (self[name].id_for_label or f"id_{name}", sentence)
            for name, sentences in self.errors.items()
            if name != "__all__"
            for sentence in sentences
        ]


def private(response):
    """What one person types or is told: kept by nobody."""
    response["Cache-Control"] = "no-store"
    return response
