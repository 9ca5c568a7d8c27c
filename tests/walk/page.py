"""A page as a person uses it without a browser: boxes found by their labels, buttons by words."""

from dataclasses import dataclass

from django.test import Client
from lxml import html


def words(element) -> str:
    return " ".join(element.text_content().split())


@dataclass
class Page:
    """An answer of the portal; `status` and `text` are what the person sees."""

    client: Client
    address: str
    status: int
    text: str
    content: bytes = b""

    @property
    def tree(self):
        return html.fromstring(self.text or "<html></html>")

    def forms(self) -> list:
        """Forms that post, but for signing out."""
        found = self.tree.xpath("//form[translate(@method,'POST','post')='post']")
        return [form for form in found if "/logout/" not in (form.get("action") or "")]

    def has(self, button: str) -> bool:
        """Whether there is a button with these words."""
        return any(button in words(each) for form in self.forms() for each in buttons(form))

    def form(self, button: str = ""):
        """The form with a button of these words; the first one without."""
        for form in self.forms():
            names = [words(b) or b.get("value") or "" for b in buttons(form)]
            if not button or any(button in name for name in names):
                return form
        raise LookupError(f"{self.address}: no button {button!r}")

    def labels(self) -> dict[str, str]:
        """Names of boxes by the words of their labels."""
        tree, found = self.tree, {}
        for label in tree.xpath("//label[@for]"):
            box = tree.get_element_by_id(label.get("for"), None)
            if box is not None and box.get("name"):
                found.setdefault(words(label).rstrip("：:"), box.get("name"))
        return found


def buttons(form) -> list:
    return form.xpath(".//button[not(@type='button')] | .//input[@type='submit']")


def filled(form, values: dict[str, object], button: str = "") -> dict[str, list]:
    """What a browser would send: what stands in the form, `values` by name, the button pressed."""
    sent: dict[str, list] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    for name, value in values.items():
        if value is None:
            sent.pop(name, None)
        else:
            sent[name] = list(value) if isinstance(value, list | tuple) else [value]
    for each in buttons(form):
        if button and button in (words(each) or each.get("value") or "") and each.get("name"):
            sent[each.get("name")] = [each.get("value") or ""]
            break
    return sent


class Person:
    """Somebody signed in, or a resident where `user` is None."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)

    def open(self, address: str) -> Page:
        answer = self.client.get(address, follow=True)
        return self.page(address, answer)

    def page(self, address: str, answer) -> Page:
        kind = answer.headers.get("Content-Type", "")
        content = b"" if answer.streaming else answer.content
        text = content.decode() if kind.startswith("text/html") else ""
        return Page(self.client, address, answer.status_code, text, content)

    def send(self, page: Page, values: dict[str, object], button: str = "") -> Page:
        """Fill in boxes by label (or name) and press the button."""
        form = page.form(button)
        labels = page.labels()
        named = {labels.get(label, label): value for label, value in values.items()}
        address = form.get("action") or page.address
        if not address.startswith("/"):
            address = page.address
        answer = self.client.post(address, filled(form, named, button), follow=True)
        return self.page(answer.redirect_chain[-1][0] if answer.redirect_chain else address, answer)
