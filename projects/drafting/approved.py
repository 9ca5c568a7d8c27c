"""What was decided on: the text of the approved version, and how what stands differs from it."""

from projects.drafting.models import Approval, Drafting, Passage, VoteCount, text_of


def approval_of(drafting: Drafting) -> Approval | None:
    """The decision that holds: the last."""
    rows = drafting.approvals.select_related("draft", "tie").prefetch_related("counts")
    return rows.order_by("pk").last()


def approved_rows(approval: Approval) -> list[Passage]:
    """The pieces as they were decided: of a vote those chosen, with the words between them."""
    rows = approval.draft.passages()
    if not approval.voted:
        return rows
    chosen = set(approval.result.chosen)
    return [row for row in rows if not row.is_project or row.key in chosen]


def differing(approval: Approval | None, rows: list[Passage]) -> str:
    """Why the pieces are not what was decided, to the letter; "" where they are."""
    if approval is None:
        return "还没有登记审定。"
    if approval.voted and approval.result.tied:
        return "票决有票数相同的项目，要先登记取舍。"
    approved = approved_rows(approval)
    if text_of(approved) == text_of(rows):
        return ""
    before = {row.key: row.content.text for row in approved}
    after = {row.key: row.content.text for row in rows}
    names = {row.key: row.content.name for row in [*approved, *rows]}
    voted_out = {row.key for row in approval.draft.passages()} - before.keys()
    if left := [row.content.name for row in rows if row.key in voted_out]:
        unchosen = "、".join(f"“{name}”" for name in left)
        return f"{unchosen}票决未选上，还在清单里，请删去。"
    wrong = [names[key] for key in names if before.get(key) != after.get(key)]
    where = "、".join(f"“{name}”" for name in wrong[:5]) or "各项的顺序"
    return f"现在的清单与审定的{approval.draft}不一致：{where}。"


def votes(approval: Approval | None) -> list[tuple[str, VoteCount, str]]:
    """Of a vote each candidate's name, its ballots and what came of it, the most votes first."""
    if approval is None or not approval.voted:
        return []
    names = {row.key: row.content.name for row in approval.draft.passages()}
    result = approval.result
    came = dict.fromkeys(result.chosen, "选上") | dict.fromkeys(result.tied, "票数相同，待取舍")
    counts = sorted(approval.counts.all(), key=lambda each: -each.yes)
    return [(names[each.key], each, came.get(each.key, "没有选上")) for each in counts]
