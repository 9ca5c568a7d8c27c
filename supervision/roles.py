"""Who may do what, as groups."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import Group, Permission

from projects.ledger.touched import quietly
from projects.models import Event, RoleRule
from projects.values.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    DISTRICT,
    LEADER,
    SECURITY,
    SUPERVISOR,
)

APPS = ("projects", "supervision")

RECORD = [
    "programme", "explanationsection", "project", "task", "sourceremark", "guideline", "target",
    "noticespan", "citytask", "citytaskpoint", "site", "leadunit", "assignment", "plainname",
]  # fmt: skip
ONLY_SEEN = [
    "projects.view_targetterms", "projects.view_milestone", "projects.view_plan",
    "projects.view_planpoint", "projects.view_event", "projects.view_unitmember",
    "supervision.view_period", "supervision.view_report", "supervision.view_submission",
    "supervision.view_reading", "supervision.view_review", "supervision.view_evidence",
    "supervision.view_card", "supervision.view_cardpolicy", "supervision.view_release",
    "projects.view_projectchange", "supervision.view_correction",
    "supervision.view_cardoverride", "supervision.view_overridedecision",
    "supervision.view_slip", "supervision.view_slipstep", "supervision.view_slipfile",
    "supervision.view_trialreply", "supervision.view_trialanswer",
    "supervision.view_appeal", "supervision.view_appealstep",
    "supervision.view_acceptance", "supervision.view_acceptancedecision",
    "supervision.view_poll", "supervision.view_pollcount", "supervision.view_polldecision",
    "supervision.view_adjustment", "supervision.view_adjustmentdecision",
    "projects.view_plananswer", "supervision.view_paper", "supervision.view_supportpart",
    "supervision.view_plandraft", "supervision.view_plandraftdecision",
    "projects.view_standin",
]  # fmt: skip

ROLES = {
    CLERK: ["supervision.fill", "supervision.view_report"],
    LEADER: ["supervision.fill", "supervision.view_report"],
    SUPERVISOR: [
        "supervision.supervise",
        *ONLY_SEEN,
        *(f"projects.{verb}_{name}" for name in RECORD for verb in ("view", "add", "change")),
        "projects.delete_guideline",
        "projects.delete_citytaskpoint",
    ],
    ADMINISTRATOR: [
        *(
            f"projects.{verb}_{name}"
            for name in ("user", "unitmember", "leadunit")
            for verb in ("view", "add", "change")
        ),
        "projects.view_event",
        "projects.view_signin",
        "projects.change_rolerule",
    ],
    DISTRICT: ["supervision.see_behind"],
    SECURITY: ["projects.view_user", "projects.view_unitmember", "projects.change_rolerule"],
    AUDITOR: ["projects.view_event", "projects.view_signin"],
}
# What the administrator leaves to the other two where they are three (SEPARATED_ADMINISTRATORS).
SEPARATED = {"projects.change_rolerule", "projects.view_event", "projects.view_signin"}


# Who watches over the work and who opens the accounts are two people, the three administrators are
# three, and leaders of the district do nothing else here; with a second step each.
KEEPERS = {SUPERVISOR, ADMINISTRATOR, SECURITY, AUDITOR}
KEPT_APART = {
    **{name: KEEPERS - {name} for name in sorted(KEEPERS)},
    DISTRICT: {CLERK, LEADER, *KEEPERS},
}


def wanted() -> dict[str, set[str]]:
    """By role, the permissions that it has in this installation."""
    found = {name: set(rights) for name, rights in ROLES.items()}
    if settings.SEPARATED_ADMINISTRATORS:
        found[ADMINISTRATOR] -= SEPARATED
    return found


def install_roles(**kwargs) -> None:
    """Make the groups and give each exactly its permissions of these apps; run after migrations.

    Whether a role demands the second step is asked here once; later the administrator decides.
    """
    with quietly():
        lay_down()


def lay_down() -> None:
    for name, rights in wanted().items():
        group, _ = Group.objects.get_or_create(name=name)
        permissions = Permission.objects.select_related("content_type")
        ours = permissions.filter(content_type__app_label__in=APPS)
        given = [
            permission
            for permission in ours
            if f"{permission.content_type.app_label}.{permission.codename}" in rights
        ]
        group.permissions.set([*given, *group.permissions.exclude(pk__in=ours)])
        RoleRule.objects.get_or_create(role=group, defaults={"second_step": name in KEPT_APART})
    for name, others in KEPT_APART.items():
        RoleRule.objects.get(role__name=name).apart.set(Group.objects.filter(name__in=others))


def differing() -> Iterator[str]:
    """Roles and what they ask that are not as the portal lays them down, or as an event says."""
    for name, rights in wanted().items():
        group = Group.objects.filter(name=name).first()
        if group is None:
            yield f"角色“{name}”不在了。"
            continue
        ours = group.permissions.filter(content_type__app_label__in=APPS)
        standing = {f"{app}.{code}" for app, code in ours.values_list(*PERMISSION)}
        if standing != rights:
            yield f"角色“{name}”的权限与系统规定的不同，被改动过。"
        rule = RoleRule.objects.filter(role=group).first()
        apart = {*rule.apart.values_list("name", flat=True)} if rule else {None}
        if apart != KEPT_APART.get(name, set()):
            yield f"角色“{name}”不得兼任的规定被改动过。"
        if rule and rule.second_step != (name in KEPT_APART) and not asked_otherwise(rule):
            yield f"角色“{name}”的两步验证要求被改动过，没有操作留痕。"
    others = Group.objects.exclude(name__in=ROLES).filter(permissions__isnull=False).distinct()
    for group in others:
        yield f"角色“{group.name}”不是系统规定的，却有权限。"


PERMISSION = ("content_type__app_label", "codename")


def asked_otherwise(rule: RoleRule) -> bool:
    named = f'["{rule._meta.label_lower}",{rule.pk},'
    return Event.objects.filter(body__contains=named).exists()
