"""The demonstration's guide and residents' messages (演示).

Of the guide only what the notice itself says; the rest waits for the units.
"""

from projects.actions.guide import confirm_line, open_guide, write_line
from projects.ledger.chain import record
from projects.models import Programme, Site
from supervision.actions import feedback as actions
from supervision.demonstration.moments import at
from supervision.models import Feedback

# project: (kind, what the notice says).
SAID = {
    2: [
        ("who", "在经开区本地居住、个人自愿的孕妇（演示，摘自文件）"),
        ("standard", "免费外周血胎儿游离DNA产前筛查；符合技术规范的免费产前诊断（演示，摘自文件）"),
    ],
    5: [
        ("who", "有康复救助需求的残疾儿童和孤独症儿童（演示，摘自文件）"),
        ("standard", "手术救助、配发辅助器具、康复训练（演示，摘自文件）"),
    ],
    6: [("who", "残疾人家庭，今年30户（演示，摘自文件）")],
    7: [
        ("who", "高龄、失能等困难老年人家庭，今年50户（演示，摘自文件）"),
        ("standard", "卧室、厨房、卫生间基本适老化改造（演示，摘自文件）"),
    ],
    8: [
        ("who", "65岁以上老年人，今年1200户（演示，摘自文件）"),
        ("standard", "免费有线电视服务（演示，摘自文件）"),
    ],
    13: [
        ("who", "参加长期护理保险的失能半失能居民（演示，摘自文件）"),
        ("standard", "居家、医疗机构、养老机构护理保险服务（演示，摘自文件）"),
    ],
    14: [("who", "农村剩余劳动力和城镇长期失业人员（演示，摘自文件）")],
    15: [("who", "农业生产经营从业者，今年150人次（演示，摘自文件）")],
}


def make_guide(programme: Programme, cast, units: dict[int, str]) -> None:
    """Lines for the projects people apply for; `units` is each one's lead unit by slug."""
    for number, said in SAID.items():
        project = programme.projects.get(number=number)
        clerk = cast.clerks[units[number]]
        lines = open_guide(project=project, by=cast.officers[0], at=at("2023-02-20 09:00"))
        by_kind = {line.kind: line for line in lines}
        for kind, text in said:
            act = {"line": by_kind[kind], "by": clerk, "at": at("2023-02-21 09:00")}
            write_line(**act, text=text)
            confirm_line(**act)


def leave(programme: Programme, number: int, code: str, when: str, **kw) -> Feedback:
    project = programme.projects.get(number=number)
    return actions.leave_message(project=project, code=code, at=at(when), **kw)


def tell_voices(programme: Programme, cast) -> None:
    """One answered, one handed to its unit and overdue, one drafted, one new, one closed."""
    programme.feedback = True
    programme.save(update_fields=["feedback"])
    record(
        action="修改年度清单", by=None, at=at("2023-09-01 09:00"), rows=[programme],
        note="开放群众留言",
    )  # fmt: skip
    answered(programme, cast)
    overdue(programme, cast)
    drafted(programme, cast)
    leave(
        programme, 7, "yanshi5555555555", "2023-11-06 20:30", kind="mistake",
        text="页面上的办公电话打不通，是不是写错了？（演示）", name="居民乙（演示）",
    )  # fmt: skip
    unrelated = leave(
        programme, 3, "yanshi6666666666", "2023-11-01 10:00", kind="suggestion",
        text="希望公交车多跑一趟。（演示）",
    )  # fmt: skip
    by = cast.officers[0]
    actions.close(feedback=unrelated, reason="referred", by=by, at=at("2023-11-01 16:00"))


def answered(programme: Programme, cast) -> None:
    officer = cast.officers[0]
    opened = leave(
        programme, 11, "yanshi2222222222", "2023-10-16 19:20", kind="suggestion", seen="yes",
        site=Site.objects.get(target__project__programme=programme, target__project__number=11),
        text="幼儿园开园了，希望门口早晚能有人疏导接送车辆。（演示）", name="居民甲（演示）",
    )  # fmt: skip
    actions.assign(feedback=opened, by=officer, at=at("2023-10-17 09:00"))
    actions.draft_answer(
        feedback=opened, text="已与交警和社区商定，上下学时段安排专人疏导。（演示）",
        by=cast.clerks["education"], at=at("2023-10-18 15:00"),
    )  # fmt: skip
    actions.publish_answer(
        feedback=opened, summary="建议在幼儿园门口上下学时段疏导接送车辆（演示）",
        answer="已采纳。自10月23日起，上下学时段安排专人在门口疏导车辆。（演示）",
        reason="adopted", by=officer, at=at("2023-10-20 10:00"),
    )  # fmt: skip


def overdue(programme: Programme, cast) -> None:
    late = leave(
        programme, 16, "yanshi3333333333", "2023-10-24 08:10", kind="problem", seen="no",
        site=Site.objects.get(target__project__number=16, name="演示31村"),
        text="我们村的管道沟挖开两个月没有回填，下雨出不了门。（演示）", phone="0537-0000000",
    )  # fmt: skip
    actions.assign(feedback=late, by=cast.officers[0], at=at("2023-10-24 14:00"))


def drafted(programme: Programme, cast) -> None:
    lamps = leave(
        programme, 12, "yanshi4444444444", "2023-11-02 12:00", kind="problem",
        text="二楼东头那间教室的灯还是老灯，什么时候换？（演示）",
    )  # fmt: skip
    actions.assign(feedback=lamps, by=cast.officers[0], at=at("2023-11-03 09:00"))
    actions.draft_answer(
        feedback=lamps, text="该校排在11月，周末施工。（演示）", by=cast.clerks["education"],
        at=at("2023-11-06 16:00"),
    )  # fmt: skip
