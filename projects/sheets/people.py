"""人员: accounts with role and post from a sheet; first passwords are made, not typed."""

import secrets

from django.conf import settings
from django.contrib.auth.models import Group

from projects.actions.units import appoint
from projects.clock import today
from projects.ledger.chain import record
from projects.models import Act, Assignment, LeadUnit, RoleRule, UnitMember, User, current
from projects.sheets.cells import BadCell, choice, day, kept, needed, phone
from projects.sheets.sheet import SheetImport, laid_out, running
from projects.sheets.units import find_unit
from projects.spreadsheets.importing import CHANGED, NEW, SAME, Change, Line
from projects.values import roles

ROLES = [(role, role) for role in roles.ALL]
POSTS = {roles.CLERK: UnitMember.Post.CLERK, roles.LEADER: UnitMember.Post.LEADER}
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that reads as another


def first_password() -> str:
    """Twelve signs in threes, as one reads them out."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))


class PeopleImport(SheetImport):
    """人员: new accounts are opened with a password for one use; known ones get a further post."""

    name, permission = "人员", "projects.add_user"
    required = ("姓名", "角色")
    optional = ("账号", "单位", "联系电话", "邮箱", "自")
    hint = (
        "角色填“经办人”“分管负责人”“督查”“系统管理员”或“区领导”；经办人和分管负责人要写单位。"
        "没有“账号”列的，账号就是姓名。导入后下载一份初始密码，只给一次，每人首次登录都要改。"
    )

    confirmed = "确认以后写入，并下载一份初始密码；这一页不会自己变，下载好了请回到工作台。"

    def run(self, tables, name, choices):
        self.opening = choices is not None  # a preview opens nothing, and hashing takes its time
        return super().run(tables, name, choices)

    def begin(self, rows) -> None:
        self.passwords: list[tuple[str, str, str, str, str]] = []
        self.taken: set[tuple[str, str]] = set()
        self.further: list[str] = []

    def take(self, row) -> Line:
        role = choice(row, "角色", ROLES)
        if {column for column, value in row.items() if value} <= {"角色", "单位"}:
            return Line(SAME, f"{role}　{row.get('单位', '')}：尚未填写，跳过")
        name = needed(row, "姓名")
        username = row.get("账号") or name
        unit = find_unit(row, "单位") if row.get("单位") else None
        if role in POSTS and unit is None:
            raise BadCell("单位", f"{role}要写单位。")
        if (username, role) in self.taken:
            raise BadCell("账号", f"“{username}”在表里出现了两次，同名的请用“账号”列区分。")
        self.taken.add((username, role))
        person = User.objects.filter(username=username).first()
        if person and person.name != name:
            raise BadCell("账号", f"账号“{username}”是{person.name}的，请另写一个账号。")
        if person and person.is_superuser:
            raise BadCell("账号", f"账号“{username}”是超级管理员，请另写一个账号。")
        fresh = person is None
        person = person or self.new_person(row, username, name)
        changes = [*self.given_role(person, role), *self.given_post(row, person, role, unit)]
        if fresh and self.opening:
            password = first_password()
            person.set_password(password)
            person.save()
            said = (name, username, role, str(unit or ""), password)
            self.passwords.append(said)
        elif changes and not fresh:
            self.further.append(f"{username}　{name}　{role}")
        kind = NEW if fresh else CHANGED if changes else SAME
        return Line(kind, f"{name}（{username}）　{role}　{unit or ''}".rstrip("　"), changes)

    def new_person(self, row, username: str, name: str) -> User:
        person = User(username=username, name=name, is_staff=True, first_password=True)
        person.phone = kept(row, "联系电话", "", phone)
        person.email = row.get("邮箱", "")
        person.set_unusable_password()
        person.full_clean()
        person.save()
        return person

    def given_role(self, person: User, role: str) -> list[Change]:
        """Where another administrator gives the roles, the account is opened without."""
        groups = Group.objects.filter(name=role) | person.groups.all()
        if clash := RoleRule.clash(groups.distinct()):
            raise BadCell("角色", f"{clash}不能由同一个人担任。")
        if person.groups.filter(name=role).exists():
            return []
        if not self.by.has_perm("projects.change_rolerule"):
            return [Change("角色", "", f"{role}（由安全管理员授予）")]
        person.groups.add(Group.objects.get(name=role))
        return [Change("角色", "", role)]

    def given_post(self, row, person: User, role: str, unit) -> list[Change]:
        if role not in POSTS:
            return []
        standing = person.posts.filter(unit=unit, post=POSTS[role], until=None)
        if standing.exists():
            return []
        since = day(row, "自") if row.get("自") else today()
        appoint(person=person, unit=unit, post=POSTS[role], since=since, by=self.by, at=self.at)
        return [Change("任职", "", f"{unit} {role}")]

    def finish(self) -> None:
        opened = [f"{username}　{name}" for name, username, *_ in self.passwords]
        said = [
            f"{what}{len(names)}个：{'、'.join(names)}"
            for what, names in (("开户", opened), ("增加角色、任职", self.further))
            if names
        ]
        if said:
            note = "；".join(said)[:2000]
            record(action=Act.IMPORT_PEOPLE, by=self.by, at=self.at, note=note, public=False)


def people_sheet(kind, by: User) -> tuple[list[str], list[list]]:
    """A row for each account that the portal cannot do without and has not got."""
    active = User.objects.filter(is_active=True)
    rows = []
    apart = ((roles.SECURITY, 1), (roles.AUDITOR, 1)) if settings.SEPARATED_ADMINISTRATORS else ()
    for role, wanted in ((roles.SUPERVISOR, 2), (roles.ADMINISTRATOR, 1), *apart):
        missing = wanted - active.filter(groups__name=role).count()
        rows += [{"角色": role}] * missing
    leads = Assignment.objects.filter(role=Assignment.Role.LEAD, project__programme__in=running())
    units = LeadUnit.objects.filter(current(today()), pk__in=leads.values("unit"))
    for unit in units.order_by("pk"):
        standing = UnitMember.objects.filter(current(today()), unit=unit)
        held = set(standing.values_list("post", flat=True))
        rows += [
            {"角色": role, "单位": unit.name} for role, post in POSTS.items() if post not in held
        ]
    return laid_out(kind, rows)
