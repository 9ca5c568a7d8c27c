"""Who may draft: the role that watches over the work also draws the list up; who is asked of it."""

from django.contrib.auth.models import Group, Permission

from projects.values.roles import CLERK, DISTRICT, LEADER, SUPERVISOR

ROLES = {
    SUPERVISOR: ("draft", "view_drafting"),
    CLERK: ("give_opinion",),
    LEADER: ("give_opinion",),
    DISTRICT: ("leaders_opinion",),
}


def install_roles(**kwargs) -> None:
    """Give each role exactly its permissions of this app; run after every migration."""
    for name, wanted in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        own = Permission.objects.filter(content_type__app_label="drafting")
        group.permissions.remove(*own.exclude(codename__in=wanted))
        group.permissions.add(*own.filter(codename__in=wanted))
