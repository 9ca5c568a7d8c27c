"""首次使用: what an empty portal still needs, step by step, with where each is done."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from projects.clock import now
from projects.drafting.models import Drafting
from projects.models import Assignment, LeadUnit, Programme, Project, Target, UnitMember, User
from projects.models import current as standing
from projects.values.roles import ADMINISTRATOR, SUPERVISOR
from supervision.models import Period


@dataclass(frozen=True)
class Step:
    """One thing to do; `link` is empty for who may not do it, who then reads `said` alone."""

    title: str
    done: bool
    said: str
    link: str = ""
    words: str = ""


def first_steps(person: User) -> list[Step]:
    """The steps up to the first month; none once a month was opened, or for who keeps no list."""
    drafts, accounts = person.has_perm("drafting.draft"), person.has_perm("projects.add_user")
    if not (drafts or accounts) or Period.everything.exists():
        return []
    programme = Programme.everything.latest_year()
    steps = [footer(), officers(accounts), *the_list(programme, drafts)]
    return [*steps, clerks(programme, accounts), *the_year(programme, drafts)]


def footer() -> Step:
    owner = settings.SITE_FOOTER.get("主办单位", "")
    said = f"主办单位：{owner}。" if owner else "由部署的人在环境设置里填写，见部署说明。"
    return Step("办公室名称和网页页脚", bool(owner), said, reverse("home"), "看网页")


def officers(may: bool) -> Step:
    """Two who watch over the work, so that one issues what another asks, and who keeps accounts."""
    active = User.objects.filter(is_active=True)
    counts = {
        name: active.filter(groups__in=Group.objects.filter(name=name)).count()
        for name in (SUPERVISOR, ADMINISTRATOR)
    }
    done = counts[SUPERVISOR] >= 2 and counts[ADMINISTRATOR] >= 1
    said = (
        f"督查{counts[SUPERVISOR]}人（印发要两人），系统管理员{counts[ADMINISTRATOR]}人。"
        "用一张表开户，初始密码首次登录要改。"
    )
    return may_do(
        may, Step("督查和系统管理员的账号", done, said), "projects_user_import", "导入人员"
    )


def may_do(may: bool, step: Step, name: str, words: str, *args) -> Step:
    if not may:
        return step
    link = reverse(f"admin:{name}", args=args)
    return Step(step.title, step.done, step.said, link, words)


def the_list(programme: Programme | None, may: bool) -> list[Step]:
    """Pasted and checked; its units registered; issued."""
    if programme:
        said = f"{programme}，{programme.projects.count()}个项目。"
        units = f"{LeadUnit.objects.count()}个单位。"
        return [
            Step("清单：粘贴、核对", True, said),
            Step("单位", LeadUnit.objects.exists(), units),
            Step("印发清单", True, f"{programme.document_number}。"),
        ]
    going = Drafting.objects.filter(state=Drafting.State.OPEN).first()
    if going is None:
        first = Step("清单：粘贴、核对", False, "把清单全文粘贴进来，或上传文件。")
        return [
            may_do(may, first, "drafting_start", "开始编制"),
            Step("单位", LeadUnit.objects.exists(), "有了清单，清单里写到的单位可以一起登记。"),
            Step("印发清单", False, "核对完以后，由两人印发。"),
        ]
    rows = [row.content for row in going.passages.current() if row.is_project]
    waiting = sum(not content.taken for content in rows)
    checking = Step(
        "清单：粘贴、核对",
        bool(rows) and not waiting,
        f"{going}{len(rows)}个项目，待核对{waiting}个。",
    )
    leaderless = sum(not content.project.lead for content in rows)
    registered = f"已登记{LeadUnit.objects.count()}个。"
    registered += f"清单有{leaderless}项没有写牵头单位。" if leaderless else ""
    units = Step("单位", LeadUnit.objects.exists() and not leaderless, registered)
    issuing = Step("印发清单", False, "一人提请，另一人复核印发。")
    return [
        may_do(may, checking, "drafting_drafting_change", "去核对", going.pk),
        may_do(may, units, "drafting_units", "登记清单里的单位", going.pk),
        may_do(may, issuing, "drafting_issue", "去印发", going.pk),
    ]


def clerks(programme: Programme | None, may: bool) -> Step:
    """A clerk in every unit that leads."""
    day = timezone.localdate(now())
    posts = UnitMember.objects.filter(
        standing(day), unit=OuterRef("pk"), post=UnitMember.Post.CLERK
    )
    leads = Assignment.objects.filter(
        unit=OuterRef("pk"), role=Assignment.Role.LEAD, project__programme=programme
    )
    leading = LeadUnit.objects.filter(Exists(leads))
    without = leading.exclude(Exists(posts))
    names = "、".join(unit.short_name for unit in without[:5])
    said = (
        f"还没有经办人的牵头单位{without.count()}个：{names}。" if names else "牵头单位都有经办人。"
    )
    if not leading.exists():
        said = "清单印发、定了牵头单位以后，给每个牵头单位开经办人和分管负责人的账号。"
    done = leading.exists() and not names
    return may_do(may, Step("各单位的人", done, said), "projects_user_import", "导入人员")


def the_year(programme: Programme | None, may: bool) -> list[Step]:
    """Who leads what, what is planned for each month, and the first month."""
    first = Step("启动第一个月的调度", False, "各单位从这时起填报。")
    if programme is None:
        later = "清单印发以后办理。"
        return [Step("谁牵头", False, later), Step("序时计划", False, later), first]
    leads = Assignment.objects.filter(project=OuterRef("pk"), role=Assignment.Role.LEAD)
    bare = programme.projects.filter(~Exists(leads), state=Project.State.ONGOING).count()
    targets = Target.everything.filter(project__programme=programme, parts=None)
    unplanned = targets.filter(plans=None).count()
    lead_said = f"还有{bare}个项目没有牵头单位。" if bare else "每个项目都有牵头单位。"
    plan_said = f"还有{unplanned}个指标没有计划，没有计划的是“待定”，不亮牌。"
    plan_said = plan_said if unplanned else "每个指标都有计划。"
    return [
        may_do(may, Step("谁牵头", not bare, lead_said), "projects_assignment_import", "导入分工"),
        may_do(
            may, Step("序时计划", not unplanned, plan_said), "projects_target_import", "导入计划表"
        ),
        may_do(may, first, "supervision_period_open", "启动"),
    ]
