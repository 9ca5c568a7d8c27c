"""送审稿 with the two lists side by side, 票样, and 票决结果."""

from projects.drafting.approved import approval_of, votes
from projects.drafting.models import Drafting, text_of
from projects.drafting.papers.labels import labels, last_draft
from projects.drafting.upper import matrix
from projects.errors import Refused
from projects.values.days import in_words


def submission(drafting: Drafting) -> dict:
    """The last version to the letter, and what of the city's list is taken on by what."""
    draft = last_draft(drafting)
    rows = draft.passages()
    projects = [row for row in rows if row.is_project]
    return {
        "标注": labels(),
        "标题": f"{drafting.title}（送审稿）",
        "稿次": str(draft),
        "说明": f"共{len(projects)}个项目，"
        f"{sum(len(row.content.project.promises) for row in projects)}个指标。",
        "全文": text_of(rows).split("\n"),
        "对应": [
            {
                "上级": f"{line.item.title}　{line.item.name}",
                "任务": f"{line.item.quota}{line.item.measure}",
                "本区": carried(line),
                "说明": line.doubt or (line.answer.reason if line.answer else ""),
            }
            for line in matrix(drafting, rows)
        ],
    }


def carried(line) -> str:
    if line.carrying is None:
        return line.answer.get_kind_display() if line.answer else "未定"
    return f"第{line.number}项　{line.carrying.name}　{line.answer.quota}{line.carrying.measure}"


def ballot(drafting: Drafting) -> dict:
    """An empty ballot over the last version."""
    draft = last_draft(drafting)
    projects = [row.content.project for row in draft.passages() if row.is_project]
    return {
        "标注": labels(),
        "标题": f"{drafting.title}候选项目票决票",
        "稿次": str(draft),
        "项目数": str(len(projects)),
        "项目": [{"序号": str(each.number or ""), "名称": each.title} for each in projects],
    }


def votes_in_words(drafting: Drafting) -> dict:
    approval = approval_of(drafting)
    counted = votes(approval)
    if not counted:
        raise Refused("还没有登记票决。")
    chosen = sum(came == "选上" for _, _, came in counted)
    tie = getattr(approval, "tie", None)
    return {
        "标注": labels(),
        "标题": f"{drafting.title}票决结果",
        "机关": approval.body,
        "会议": approval.meeting,
        "日期": in_words(approval.held_on),
        "说明": f"收回{approval.ballots}票，应选{approval.places}项，选上{chosen}项。",
        "取舍": tie.reason if tie else "",
        "项目": [
            {
                "名称": name,
                "赞成": str(count.yes),
                "反对": str(count.no),
                "弃权": str(count.abstain),
                "结果": came,
            }
            for name, count, came in counted
        ],
    }
