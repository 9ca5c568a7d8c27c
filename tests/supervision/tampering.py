"""A small month in the ledger, and the hands that change it behind the portal's back."""

import datetime as dt
import json
from contextlib import contextmanager
from decimal import Decimal

from django.db import connection, models, transaction

from projects.files.verification import files
from projects.ledger import verification
from projects.ledger.chain import BEFORE_ANY, record
from projects.ledger.storing import storing
from projects.ledger.touched import touch
from projects.models import (
    Event,
    ExplanationSection,
    GuideLine,
    NoticeSpan,
    PlainName,
    RoleRule,
    Site,
    SourceRemark,
    guard,
)
from projects.uploads import Checked
from supervision import roles
from supervision.actions import chasing, overrides, releases, slips
from supervision.actions.evidence import add_evidence
from supervision.cards.verification import cards
from supervision.models import Feedback, Photo, PlanDraft, PlanDraftDecision, Report, Slip
from supervision.published.verification import shown
from tests.factories import make_quota, make_user, moment
from tests.slipping import signed
from tests.supervision import racing

AT = moment("2023-11-12 09:00")


def problems() -> list[str]:
    checks = (
        verification.guards, verification.chain, verification.rows,
        verification.unrecorded_rows, storing, shown, roles.differing, cards, files,
    )  # fmt: skip
    return [each for check in checks for each in check()]


def make_world():
    """Something in nearly every table, by acts where the portal has one, and all of it named."""
    world = racing.make_world()
    for name in ("confirm override", "close", "accept", "publish correction", "release"):
        racing.ACTS[name](world)
    release = world.october.releases.get()
    releases.review_release(release=release, by=world.second, at=AT)
    releases.sign_release(release=release, by=world.officer, at=AT)
    racing.publish(world, world.october, "2023-11-12 10:00")
    racing.open_month(world, "2023-11", "2023-11-12 11:00")
    november = world.project.programme.periods.get(month="2023-11")
    add_evidence(
        report=november.reports.get(), target=None, name="记录.pdf", content=b"%PDF- %%EOF",
        photo=False, by=world.owner, at=AT,
    )  # fmt: skip
    chasing.chase(period=november, units=[world.unit], by=world.officer, at=AT)
    answered_slip(world)
    refused_override(world)
    other_rows(world)
    name_all()
    assert problems() == []
    return world


def answered_slip(world) -> None:
    slip = Slip.objects.order_by("pk").first()
    signed(slip, by=world.officer, at=AT)
    given = slips.Answer(
        cause="流标", objective_cause="汛期", measures="增加班组",
        deadline=AT.date() + dt.timedelta(days=9), responsible="演示",
    )  # fmt: skip
    proof = Checked(name="记录.pdf", content=b"%PDF- proof %%EOF", photo=False)
    slips.answer(slip=slip, given=given, by=world.owner, at=AT, files=[proof])


def refused_override(world) -> None:
    """It never held: a card shown under it is a forgery."""
    world.refused = overrides.propose_override(
        project=world.project, colour="yellow", first="2023-09", last="2023-09", reason="另议",
        basis_kind="minutes", basis="演示9号", by=world.officer, at=AT,
    )  # fmt: skip
    overrides.decide_override(
        override=world.refused, confirmed=False, reason="不同意", by=world.second, at=AT
    )


def other_rows(world) -> None:
    programme, project = world.project.programme, world.project
    ExplanationSection.objects.create(programme=programme, number=1, heading="说明", text="原文")
    SourceRemark.objects.create(project=project, start=0, excerpt="1.", remark="疑为笔误")
    GuideLine.objects.create(project=project, kind=GuideLine.Kind.values[0], text="找街道")
    NoticeSpan.objects.create(target=world.target, start=0, end=2, excerpt="1.")
    PlainName.objects.create(programme=programme, project=project, name="修灯", words="路灯")
    drafted = PlanDraft.objects.create(
        target=world.target, unit=world.unit, asked="{}", said="12月149", proposed_at=AT,
        proposed_by=world.owner,
    )  # fmt: skip
    PlanDraftDecision.objects.create(draft=drafted, confirmed=True, at=AT, by=world.officer)
    site = Site.objects.create(target=world.target, name="第一小学", done="2023-09")
    quota = make_quota(programme, name="教室照明", measure="口", quota=Decimal(149))
    quota.targets.add(world.target)
    Photo.everything.create(
        evidence=Report.objects.get(period__month="2023-11").evidence.get(),
        site=site, moment="after", caption="新灯", consent=True, proposed_at=AT,
        proposed_by=world.owner,
    )  # fmt: skip
    Feedback.everything.create(
        project=project, code="abcdefgh234567aa", kind="problem", text="灯不亮", at=AT,
        due=AT.date(),
    )  # fmt: skip
    make_user("admin", role="系统管理员")


def name_all() -> None:
    with transaction.atomic():
        for model in guard.changing_models():
            if model is not RoleRule:
                for row in model._base_manager.all():
                    touch(row)
        rows = [
            row
            for model in guard.guarded_models()
            if model is not Event
            for row in model._base_manager.all()
        ]
        record(action="载入", by=None, at=AT, rows=rows)


class Undone(Exception):
    pass


@contextmanager
def behind_the_back(*tables: str):
    """Guards dropped, something changed, guards made again; all of it taken back afterwards."""
    whens = {model._meta.db_table: model.guard_when for model in guard.guarded_models()}
    guarded = [table for table in tables if table in whens]
    try:
        with transaction.atomic():
            for table in guarded:
                guard.lift(table)
            yield
            raise Undone
    except Undone:
        pass


def put_back(*tables: str) -> None:
    whens = {model._meta.db_table: model.guard_when for model in guard.guarded_models()}
    for table in tables:
        if table in whens:
            guard.guard(table, whens[table])


def run(sql: str, *given) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def another(field: models.Field, value):
    """Some other value that the column takes."""
    if isinstance(field, models.BooleanField):
        return not value
    if field.choices:
        return next((key for key, _ in field.flatchoices if key not in (value, "")), None)
    if isinstance(field, models.ForeignKey):
        keys = field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True)
        return keys.first()
    if isinstance(field, models.DateTimeField):
        return (value or BEFORE_ANY) + dt.timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or dt.date(2023, 5, 1)) + dt.timedelta(days=1)
    if isinstance(field, models.JSONField):
        return json.dumps({"blue": 7})
    if isinstance(field, (models.DecimalField, models.IntegerField)):
        return (value or 0) + 1
    if value and len(value) == 7 and value[4] == "-":
        return "2024-02"
    longest = (field.max_length or 500) - 1
    return (
        f"{(value or '')[:longest]}改" if not value or len(value) < longest else value[:-1] + "改"
    )
