"""The record's admin: edits leave an event, verbatim text stays, accounts end at once."""

import json

import pytest

from projects.models import Assignment, Event, LeadUnit, Programme, Project, UnitMember, User
from tests.factories import PASSWORD, make_programme, make_project, make_target, make_unit

pytestmark = pytest.mark.django_db


def last_event() -> tuple[str, str]:
    event = Event.objects.first()
    return event.action, json.loads(event.body)["note"]


def inlines(*prefixes: str) -> dict:
    """The management forms of inlines that are sent untouched."""
    counts = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "9"}
    return {f"{p}-{name}": value for p in prefixes for name, value in counts.items()}


def project_post(world, **changes) -> dict:
    data = {"category": "city", "state": "ongoing", "leader": "", **changes}
    return {**data, **inlines("tasks", "remarks", "assignments", "targets", "guide", "changes")}


def test_an_edit_says_what_changed_in_the_ledger(sign_in, world):
    url = f"/admin/projects/project/{world.project.pk}/change/"
    response = sign_in(world.officer).post(url, project_post(world, leader="演示领导"))
    assert response.status_code == 302
    action, note = last_event()
    assert action == "修改实事项目"
    assert "区级分管领导：空→演示领导" in note
    history = sign_in(world.officer).get(f"/admin/projects/project/{world.project.pk}/history/")
    assert "区级分管领导：空→演示领导" in history.content.decode()


def test_the_published_text_cannot_be_changed(sign_in, world):
    url = f"/admin/projects/project/{world.project.pk}/change/"
    forged = project_post(world, text="改过的承诺", title="改过的题目", number="99")
    for person in (world.officer, world.root):
        sign_in(person).post(url, forged)
    world.project.refresh_from_db()
    assert (world.project.title, world.project.number) == ("教室照明", 1)
    assert "改过" not in world.project.text


def test_every_setting_of_a_list_has_its_box(sign_in, world):
    address = f"/admin/projects/programme/{world.project.programme_id}/change/"
    page = sign_in(world.officer).get(address).content.decode()
    acts = ("state", "demonstration")  # issued and archived by acts, made by a command
    fields = [each for each in Programme._meta.concrete_fields if each.name not in acts]
    settings = [each for each in fields if each.help_text]
    assert len(settings) > 3
    for setting in settings:
        assert f'name="{setting.name}"' in page, setting


def test_a_draft_programme_may_still_be_corrected(sign_in, world):
    programme = make_programme(2024, state=Programme.State.DRAFT)
    data = {
        "year": "2024",
        "title": "改过的名称",
        "authority": "演示管委会",
        "document_number": "演示〔2024〕1号",
        "state": "draft",
        "signing": "clerk",
        "slip_mark": "济督",
        "card_display": "full",
        **inlines("sections"),
    }
    url = f"/admin/projects/programme/{programme.pk}/change/"
    assert sign_in(world.officer).post(url, data).status_code == 302
    programme.refresh_from_db()
    assert programme.title == "改过的名称"


def test_a_likely_misprint_is_flagged_to_editors(sign_in, world):
    world.project.remarks.create(start=0, excerpt="建全", remark="疑为“健全”之误")
    office = sign_in(world.officer)
    assert "⚑ 1处" in office.get("/admin/projects/project/").content.decode()
    page = office.get(f"/admin/projects/project/{world.project.pk}/change/").content.decode()
    assert "疑为“健全”之误" in page


def test_a_new_lead_ends_the_former_one_the_day_before(sign_in, world):
    unit = make_unit("城管演示")
    data = {"project": world.project.pk, "unit": unit.pk, "role": "lead", "since": "2023-10-01"}
    response = sign_in(world.officer).post("/admin/projects/assignment/add/", data)
    assert response.status_code == 302
    former, new = Assignment.objects.filter(project=world.project).order_by("since")
    assert (str(former.until), new.unit) == ("2023-09-30", unit)
    assert last_event()[0] == "分工登记"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"since": "2022-12-01"}, "要晚于原牵头单位"),
        ({"since": "昨天"}, "这不是日期"),
        ({"role": "boss"}, "选择一个有效的选项"),
        ({"unit": "999999"}, "选择一个有效的选项"),
    ],
)
def test_an_impossible_assignment_is_refused(sign_in, world, changes, sentence):
    before = Assignment.objects.count()
    data = {"project": world.project.pk, "role": "lead", "since": "2023-10-01", **changes}
    data.setdefault("unit", make_unit("城管演示").pk)
    response = sign_in(world.officer).post("/admin/projects/assignment/add/", data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Assignment.objects.count() == before


def test_an_assignment_ends_and_its_unit_stays(sign_in, world):
    assignment = world.project.assignments.get()
    url = f"/admin/projects/assignment/{assignment.pk}/change/"
    other = make_unit("城管演示")
    data = {"until": "2023-12-31", "unit": other.pk, "since": "2020-01-01"}
    assert sign_in(world.officer).post(url, data).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.unit, str(assignment.until)) == (world.unit, "2023-12-31")
    assert last_event()[0] == "分工结束"
    refused = sign_in(world.officer).post(url, {"until": "2022-01-01"})
    assert "结束日期不能早于开始日期" in refused.content.decode()


def test_a_post_is_given_and_ended(sign_in, world):
    data = {
        "person": world.stranger.pk,
        "unit": world.unit.pk,
        "post": "clerk",
        "since": "2023-10-01",
    }
    administrator = sign_in(world.administrator)
    assert administrator.post("/admin/projects/unitmember/add/", data).status_code == 302
    member = UnitMember.objects.get(person=world.stranger, unit=world.unit)
    url = f"/admin/projects/unitmember/{member.pk}/change/"
    assert administrator.post(url, {"until": "2023-10-31"}).status_code == 302
    assert last_event()[0] == "任职结束"


def test_an_account_is_opened_and_its_password_never_written_down(sign_in, world):
    data = {"username": "new", "name": "新人", "password1": PASSWORD, "password2": PASSWORD}
    response = sign_in(world.administrator).post("/admin/projects/user/add/", data)
    assert response.status_code == 302
    person = User.objects.get(username="new")
    assert (person.is_staff, person.is_superuser) == (True, False)
    action, note = last_event()
    assert action == "登记账号"
    assert PASSWORD not in note


def test_a_weak_password_is_refused_in_chinese(sign_in, world):
    data = {"username": "new", "name": "新人", "password1": "12345678", "password2": "12345678"}
    response = sign_in(world.administrator).post("/admin/projects/user/add/", data)
    page = response.content.decode()
    assert "密码长度太短" in page
    assert "This password" not in page


def account(person, **changes) -> dict:
    data = {"username": person.username, "name": person.name, "is_active": "on", **changes}
    data["groups"] = [group.pk for group in person.groups.all()]
    return {**{k: v for k, v in data.items() if v is not None}, **inlines("posts")}


def test_shutting_an_account_signs_it_out_everywhere(sign_in, world):
    owner = sign_in(world.owner)
    assert owner.get("/admin/").status_code == 200
    url = f"/admin/projects/user/{world.owner.pk}/change/"
    response = sign_in(world.administrator).post(url, account(world.owner, is_active=None))
    assert response.status_code == 302
    assert owner.get("/admin/").status_code == 302
    world.owner.is_active = True
    world.owner.save()
    assert owner.get("/admin/").status_code == 302  # the old session is gone for good


def test_nobody_makes_themselves_or_others_more_than_they_are(sign_in, world):
    administrator = sign_in(world.administrator)
    forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": ["1"]}
    administrator.post(
        f"/admin/projects/user/{world.owner.pk}/change/", account(world.owner, **forged)
    )
    world.owner.refresh_from_db()
    assert not world.owner.is_superuser
    own = account(world.administrator)
    own["groups"] = [group.pk for group in world.officer.groups.all()]
    administrator.post(f"/admin/projects/user/{world.administrator.pk}/change/", own)
    assert not world.administrator.has_perm("supervision.supervise")
    hidden = f"/admin/projects/user/{world.root.pk}/"
    assert administrator.get(hidden + "change/").status_code == 404
    assert administrator.get(hidden + "password/").status_code == 404


def test_a_password_is_reset_and_recorded(sign_in, world):
    url = f"/admin/projects/user/{world.owner.pk}/password/"
    new = "another long passphrase"
    data = {"password1": new, "password2": new, "usable_password": "true"}
    assert sign_in(world.administrator).post(url, data).status_code == 302
    world.owner.refresh_from_db()
    assert world.owner.check_password(new)
    action, note = last_event()
    assert action == "修改账号"
    assert "密码" in note
    assert new not in note


def test_five_wrong_passwords_lock_the_account_in_chinese(client, world):
    for _ in range(5):
        response = client.post("/admin/login/", {"username": "owner", "password": "wrong"})
    assert response.status_code == 429
    assert "账号暂时锁定" in response.content.decode()


def test_a_unit_is_renamed_with_its_history_kept(sign_in, world):
    data = {
        "name": "教育体育演示",
        "short_name": "教体",
        "slug": "jt",
        "since": "2023-07-01",
        "predecessors": [world.unit.pk],
    }
    assert sign_in(world.officer).post("/admin/projects/leadunit/add/", data).status_code == 302
    assert LeadUnit.objects.get(slug="jt").predecessors.get() == world.unit
    assert last_event()[0] == "登记单位"


PLAN = {"document": "演示会议纪要", "effective": "2023-10", "reason": "调整", "do": "approve",
        "answer": "演示：说明"}  # fmt: skip


@pytest.fixture
def unplanned(world):
    return make_target(world.project, "没有计划")


def test_a_plan_is_filled_from_its_steps_and_approved(sign_in, world, unplanned):
    url = f"/admin/projects/target/{unplanned.pk}/plan/"
    steps = {"value-2023-03": "20", "value-2023-12": "100", "how": "按阶梯"}
    office = sign_in(world.officer)
    preview = office.post(url, {**PLAN, **steps, "do": "preview"})
    assert "补齐为 20" in preview.content.decode()
    assert not unplanned.plans.exists()
    assert office.post(url, {**PLAN, **steps}).status_code == 302
    plan = unplanned.plans.get()
    values = {p.month: int(p.value) for p in plan.points.all()}
    assert (values["2023-02"], values["2023-11"], values["2023-12"]) == (0, 20, 100)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value-2023-12": "99"}, "应等于目标值100"),
        ({"value-2023-06": "50", "value-2023-12": "40"}, "倒退"),
        ({"value-2023-12": "一百"}, "12月：“一百”不是数字"),
        ({"value-2023-12": "100", "document": ""}, "请填写批准依据"),
        ({"value-2023-12": "100", "effective": "三月"}, "生效月份"),
        ({}, "至少填写一个月份"),
    ],
)
def test_an_impossible_plan_is_refused_with_a_sentence(
    sign_in, world, unplanned, changes, sentence
):
    url = f"/admin/projects/target/{unplanned.pk}/plan/"
    response = sign_in(world.officer).post(url, {**PLAN, **changes})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not unplanned.plans.exists()


def test_stages_are_planned_row_by_row(sign_in, world):
    target = make_target(world.project, "新工程", kind="milestones")
    rows = [("招标", "40", "2023-03"), ("竣工", "60", "2023-11"), ("", "", "")]
    data = {
        f"stage-{name}-{n}": row[i]
        for n, row in enumerate(rows)
        for i, name in enumerate(("name", "weight", "month"))
    }
    url = f"/admin/projects/target/{target.pk}/plan/"
    assert sign_in(world.officer).post(url, {**PLAN, **data}).status_code == 302
    assert [p.milestone.name for p in target.plans.get().points.all()] == ["招标", "竣工"]
    response = sign_in(world.officer).post(url, {**PLAN, **data, "stage-month-0": "春天"})
    assert "第1行的计划月份" in response.content.decode()


def test_a_service_is_planned_by_months(sign_in, world):
    service = make_target(world.project, "培训", kind="service")
    url = f"/admin/projects/target/{service.pk}/plan/"
    data = {**PLAN, "month": ["2023-04", "2023-05", "2099-01"]}
    assert sign_in(world.officer).post(url, data).status_code == 302
    months = [p.month for p in service.plans.get().points.all()]
    assert months == ["2023-04", "2023-05"]


def test_a_whole_with_parts_is_planned_by_its_parts(sign_in, world):
    make_target(world.project, "城镇", part_of=world.rooms)
    url = f"/admin/projects/target/{world.rooms.pk}/plan/"
    assert sign_in(world.officer).get(url).status_code == 404


def test_lists_ask_no_more_for_more_projects(sign_in, world, django_assert_max_num_queries):
    office = sign_in(world.officer)
    for number in range(3, 23):
        make_target(make_project(world.programme, unit=world.unit, number=number), plan={})
    for address in ("project", "target", "assignment"):
        with django_assert_max_num_queries(16):
            assert office.get(f"/admin/projects/{address}/").status_code == 200
    # Each kind of thing that may wait for the office is asked once, however many projects.
    with django_assert_max_num_queries(93):
        assert office.get("/admin/").status_code == 200


def test_neither_list_nor_project_is_added_by_hand(sign_in, world):
    for person in (world.officer, world.root):
        for kind in ("programme", "project"):
            page = f"/admin/projects/{kind}/add/"
            client = sign_in(person)
            assert client.get(page).status_code == 404 and client.post(page).status_code == 404
            assert page not in client.get(f"/admin/projects/{kind}/").content.decode()
    assert Project.everything.count() == 2


def test_no_target_is_added_to_a_list_by_hand(sign_in, world):
    before = world.project.targets.count()
    page = "/admin/projects/target/add/"
    values = {"project": world.project.pk, "task": world.rooms.task_id, "number": "9",
              "name": "加的指标", "kind": "quantity", "measure": "个", "step": "1",
              "weight": "1"}  # fmt: skip
    for person in (world.officer, world.root):
        client = sign_in(person)
        assert client.get(page).status_code == 404
        assert client.post(page, values).status_code == 404
        assert page not in client.get("/admin/projects/target/").content.decode()
    assert world.project.targets.count() == before


def test_what_belongs_to_an_archived_year_is_looked_at_only(sign_in, world):
    pages = [
        f"/admin/projects/programme/{world.programme.pk}/change/",
        f"/admin/projects/project/{world.project.pk}/change/",
        f"/admin/projects/assignment/{world.project.assignments.get().pk}/change/",
        f"/admin/projects/target/{world.rooms.pk}/change/",
    ]
    office = sign_in(world.officer)
    assert all('name="_save"' in office.get(page).content.decode() for page in pages)
    Programme.everything.filter(pk=world.programme.pk).update(state="archived")
    before = Event.objects.count()
    for page in pages:
        assert 'name="_save"' not in office.get(page).content.decode(), page
        assert office.post(page, {"title": "改了", "until": "2023-12-01"}).status_code in (403, 404)
    assert Event.objects.count() == before
