"""docs/fields.md: what each field may hold, how it is graded, and who may change it where.

Made from the models and from the forms that each kind of person is given;
`FIELDS=write .venv/bin/pytest tests/test_fields.py` writes it anew.
"""

import re
from html.parser import HTMLParser

from django.apps import apps
from django.db import models

# What names, reaches or tells of a person, by table; all other fields of ours are internal.
PERSONAL = {
    "projects.user": "name email phone unified_id username",
    "projects.signin": "username address agent",
    "projects.formattempt": "address",
    "drafting.proposal": "title reason content said_from",
    "drafting.proposalcontact": "name phone",
    "drafting.opinion": "who text",
    "drafting.opinioncontact": "name phone",
    "supervision.feedback": "text name phone",
    "axes.accessattempt": "user_agent ip_address username get_data post_data",
    "axes.accessfailurelog": "user_agent ip_address username",
    "axes.accesslog": "user_agent ip_address username",
    "account.emailaddress": "email",
    "socialaccount.socialaccount": "uid extra_data",
}
# What signs somebody in, or reaches another service in the portal's name.
SECRET = {
    "projects.user": "password",
    "sessions.session": "session_key session_data",
    "mfa.authenticator": "data",
    "supervision.chatgroup": "token secret",
    "supervision.feedback": "code",
    "supervision.sighting": "code",
    "drafting.opinion": "code",
    "drafting.proposal": "code",
    "socialaccount.socialapp": "client_id secret key",
    "socialaccount.socialtoken": "token token_secret",
    "account.emailconfirmation": "key",
    "axes.accesslog": "session_hash",
}
KINDS = {
    models.BooleanField: "yes or no",
    models.DateTimeField: "moment",
    models.DateField: "day",
    models.FileField: "file",
    models.JSONField: "JSON",
    models.GenericIPAddressField: "address",
    models.UUIDField: "key",
    models.IntegerField: "whole number",
}
HEAD = """# Fields: what they may hold, how they are graded, who may change them

Made by a test from the models and from the forms that each kind of person is given (`tests/fields.py`); `tests/test_fields.py` fails when it no longer says what is so. Limits of files, messages and sessions stand in [deploy.md](deploy.md) and the README; which values must agree with which in [rules.md](rules.md).

## Grades

The office may take these for the general data (一般数据) of GB/T 43697-2024, and *personal* for the personal information of GB/T 35273; whether anything of an installation is 重要数据 is its office's to say.

| grade | what | who reads it | how it is kept |
|---|---|---|---|
| published | what a published month, a list or an answer says; any field below once an act of publication names it | everybody | for good, in the ledger |
| internal | every field below that is not marked | the office; units what is theirs (`tests/admin/addresses.py`); nobody in public before publication (`tests/serving/test_archive.py::test_what_is_public_holds_nothing_private`) | for good, in the ledger; sheets and papers of it say 内部 |
| personal | marked below: names, telephones, addresses, the texts of messages | of accounts: the administrator, and colleagues the name; of residents: the office alone (`tests/admin/test_feedback.py::test_name_and_phone_are_the_office_s_alone`) | erased after the time in the README (`tests/admin/test_feedback.py::test_personal_details_are_forgotten`); of the log of sign-ins after its days |
| secret | marked below: what signs in, or reaches another service | nobody on a page, but a code by whom it was given to and a robot's address by the office that sets it | passwords as hashes, the rest readable in the database: seal the backups, encrypt the disk ([deploy.md](deploy.md)) |

Small counts of minors and of health are withheld from what is published (`docs/adr/0050-small-counts-of-people.md`).

"""  # noqa: E501

WHO = """Besides these there are acts by a button alone, and what everybody may send in public: the forms of messages (supervision.feedback) and of proposals (drafting.proposal). N stands for any number. owner: a unit's people; officer: 督查; administrator: 系统管理员; district: 区领导; a superuser is given what officer and administrator are. A page stands here as it is given in one state of its row; a field that no page names is written by acts, and by nobody's hand.
"""  # noqa: E501


def grade(label: str, field: str) -> str:
    for name, table in (("secret", SECRET), ("personal", PERSONAL)):
        if field in table.get(label, "").split():
            return name
    return ""


def holds(field: models.Field) -> str:
    if field.remote_field:
        found = f"→ {field.related_model._meta.label_lower}"
    elif field.choices:
        found = "one of " + "/".join(str(value) for value, _ in field.flatchoices if value != "")
    elif isinstance(field, models.DecimalField):
        found = f"number of {field.max_digits} digits, {field.decimal_places} after the point"
    elif kind := next((said for of, said in KINDS.items() if isinstance(field, of)), ""):
        found = kind
    else:
        found = f"text ≤ {field.max_length}" if field.max_length else "text"
    return found + (" or nothing" if field.null or field.blank else "")


def tables() -> list[str]:
    """A line for each table, its fields with what they may hold."""
    lines = ["| table | fields |", "|---|---|"]
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label_lower):
        meta = model._meta
        if meta.proxy or not meta.managed or meta.app_label == "tests":
            continue
        fields = []
        for field in meta.local_fields:
            if field.name != "id":
                marked = grade(meta.label_lower, field.name)
                fields.append(f"`{field.name}` {holds(field)}{f' (**{marked}**)' * bool(marked)}")
        fields += [
            f"`{each.name}` → several {each.related_model._meta.label_lower}"
            for each in meta.local_many_to_many
        ]
        lines.append(f"| {meta.verbose_name}<br>{meta.label_lower} | {'; '.join(fields)} |")
    return lines


class Boxes(HTMLParser):
    """The names of what may be typed or chosen in a page's forms that are posted."""

    UNSEEN = {"hidden", "submit", "button", "image", "reset"}

    def __init__(self):
        super().__init__()
        self.posted, self.names = False, set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.posted = (given.get("method") or "").lower() == "post"
        elif self.posted and tag in ("input", "select", "textarea", "button"):
            unseen = given.get("type", "") in self.UNSEEN or tag == "button"
            if (name := given.get("name")) and not unseen and "disabled" not in given:
                self.names.add(re.sub(r"\d+", "N", name))

    def handle_endtag(self, tag):
        if tag == "form":
            self.posted = False


def boxes(page: str) -> list[str]:
    found = Boxes()
    found.feed(page)
    return sorted(found.names)


def pages(found: dict[str, dict[str, list[str]]]) -> list[str]:
    """A line for each page and set of boxes, with who is given them."""
    lines = ["| page | who | boxes |", "|---|---|---|"]
    for address, by_person in sorted(found.items()):
        alike: dict[tuple, list[str]] = {}
        for who, names in by_person.items():
            if names:
                alike.setdefault(tuple(names), []).append(who)
        for names, people in alike.items():
            said = ", ".join(f"`{name}`" for name in names)
            lines.append(f"| {address} | {', '.join(people)} | {said} |")
    return lines


def text(found: dict[str, dict[str, list[str]]]) -> str:
    return "\n".join([
        HEAD + "## Tables\n", *tables(), "",
        "## Who may change what on which page\n",
        WHO,
        *pages(found), "",
    ])  # fmt: skip
