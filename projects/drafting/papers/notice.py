"""印发稿: the notice with the list to the letter; read back it is the approved version again."""

from projects.drafting.approved import approval_of, approved_rows
from projects.drafting.models import Drafting, Issue, text_of
from projects.drafting.papers.labels import labels, last_draft
from projects.values.days import in_words


def values(drafting: Drafting) -> dict:
    """What was decided on, else the last version; head and end where the text has none itself."""
    approval = approval_of(drafting)
    rows = approved_rows(approval) if approval else last_draft(drafting).passages()
    issue = Issue.objects.filter(draft__drafting=drafting).order_by("pk").last()
    number = issue.document_number if issue else drafting.document_number
    day = issue.issued_on if issue else drafting.issued_on
    bare = all(row.is_project or not row.content.text.strip() for row in rows)
    return {
        "标注": labels(),
        "带头尾": bare,
        "发文机关": drafting.authority,
        "文号": number or "（文号待定）",
        "标题": f"关于印发《{drafting.title}》的通知",
        "清单": drafting.title,
        "成文日期": in_words(day) or "（印发日期）",
        "签发人": issue.signer if issue else "",
        "全文": lines_of(rows) if bare else text_of(rows).split("\n"),
    }


def lines_of(rows) -> list[str]:
    """The pieces on lines of their own, where nothing stands between them."""
    return [line for row in rows for line in row.content.text.strip("\n").split("\n")]
