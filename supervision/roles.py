"""Who may do what, as groups: made by migration, adjusted by later ones."""

from django.contrib.auth.management import create_permissions

APPS = ("projects", "supervision")
CLERK, LEADER, SUPERVISOR, ADMINISTRATOR = "经办人", "分管负责人", "督查", "系统管理员"

RECORD = [
    "programme", "explanationsection", "project", "task", "sourceremark", "guideline", "target",
    "noticespan", "citytask", "citytaskpoint", "site", "leadunit", "assignment",
]  # fmt: skip
ONLY_SEEN = [
    "projects.view_targetterms", "projects.view_milestone", "projects.view_plan",
    "projects.view_planpoint", "projects.view_event", "projects.view_unitmember",
    "supervision.view_period", "supervision.view_report", "supervision.view_submission",
    "supervision.view_reading", "supervision.view_review", "supervision.view_evidence",
    "supervision.view_card", "supervision.view_cardpolicy", "supervision.view_release",
    "projects.view_projectchange", "supervision.view_correction",
    "supervision.view_cardoverride", "supervision.view_overridedecision",
    "supervision.view_notice", "supervision.view_noticestep", "supervision.view_noticefile",
    "supervision.view_trialreply", "supervision.view_trialanswer",
    "supervision.view_appeal", "supervision.view_appealstep",
    "supervision.view_acceptance", "supervision.view_acceptancedecision",
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
    ],
}


def install_roles(apps) -> None:
    """Make the groups and give each exactly its permissions. `apps` may be a migration's:
    of its moment, when the permissions of later models are not there yet."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, wanted in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        permissions = permission_model.objects.select_related("content_type")
        group.permissions.set(
            permission
            for permission in permissions.filter(content_type__app_label__in=APPS)
            if f"{permission.content_type.app_label}.{permission.codename}" in wanted
        )


def make_permissions(apps) -> None:
    """Permission rows, which Django itself makes only after all migrations have run."""
    for app in APPS:
        config = apps.get_app_config(app)
        config.models_module = True  # a migration's stub has none
        create_permissions(config, apps=apps, verbosity=0)
