"""No outage looks like something else: 503, the truth about what was sent, and what was typed."""

import errno
import html
import re
import tempfile
from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from supervision.models import Report, Submission
from tests.admin import files
from tests.admin.conftest import CLOCK, make_world
from tests.admin.typed import fill_url, full_sheet
from tests.factories import PASSWORD, make_project, make_report, make_target

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "9月完成二十间教室的灯具更换。"
DISK_FULL = "database or disk is full"


@pytest.fixture
def world(transactional_db, settings):
    settings.DEMO_CLOCK = CLOCK
    return make_world()


@pytest.fixture
def browser():
    def signed_in(person) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client

    return signed_in


class Fault:
    """Raises at the statements that it is told; counts them all."""

    def __init__(self, at=None, *, like: str = "", on: bool = False, error=None):
        self.at, self.like, self.on = at, re.compile(like, re.IGNORECASE), on
        self.error = error or OperationalError("away")
        self.count, self.raised = 0, False

    def __call__(self, execute, sql, params, many, context):
        number, self.count = self.count, self.count + 1
        hit = number >= self.at if self.on else number == self.at
        if hit if self.at is not None else self.like.search(sql):
            self.raised = True
            raise self.error
        return execute(sql, params, many, context)


@contextmanager
def fault(*given, **kw):
    made = Fault(*given, **kw)
    with connection.execute_wrapper(made):
        yield made


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def test_the_log_says_what_was_away_and_the_page_does_not(browser, world, caplog):
    client = browser(world.owner)
    with fault(like="session", error=OperationalError("host db7 is away")):
        page = is_503(client.get("/admin/"))
    assert "db7" not in page
    lines = [each for each in caplog.messages if "outage" in each]
    assert any("/admin/" in line and "host db7 is away" in line for line in lines)


def is_503(response) -> str:
    text = text_of(response)
    assert response.status_code == 503, (response.status_code, text[:2000])
    assert int(response["Retry-After"]) > 0 and "no-store" in response["Cache-Control"]
    assert re.search("数据暂时读取不到|服务器的磁盘满了", text)
    return text


READING = {
    "session": r"SELECT .*django_session",
    "person": r"SELECT .*projects_user",
    "rows": r"SELECT .*supervision_report",
}


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("closed")])
@pytest.mark.parametrize("what", READING)
def test_reading_while_the_database_is_away(browser, world, what, error):
    client = browser(world.owner)
    with fault(like=READING[what], error=error):
        assert "刚才提交" not in is_503(client.get(fill_url(world.report)))
    assert client.get(fill_url(world.report)).status_code == 200  # nobody was signed out


def test_reading_needs_no_writing(browser, world, monkeypatch):
    client = browser(world.owner)
    with fault(like=r"^(INSERT|UPDATE|DELETE)") as seen:
        assert client.get(fill_url(world.report)).status_code == 200
    assert not seen.raised
    later = timezone.now() + timezone.timedelta(minutes=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with fault(like="UPDATE .*django_session", error=OperationalError(DISK_FULL)) as seen:
        assert client.get(fill_url(world.report)).status_code == 200
    assert seen.raised


def test_a_page_that_tells_what_was_done_needs_no_writing_either(browser, world):
    """The message is taken from the session as it is shown: on a full disk it stands once more."""
    client = browser(world.owner)
    client.post(fill_url(world.report), full_sheet(world) | {"submit": "1"})
    for full in (True, False):
        with fault(like="UPDATE .*django_session" if full else "nothing") as seen:
            response = client.get("/admin/")
        assert response.status_code == 200 and seen.raised == full
        assert 'class="success"' in text_of(response)
    assert 'class="success"' not in text_of(client.get("/admin/"))


def test_a_key_that_is_shown_must_be_kept(browser, world):
    client = browser(world.owner)
    client.post("/admin/two-step/password/", {"password": PASSWORD})
    with fault(like="UPDATE .*django_session"):
        is_503(client.get("/admin/two-step/set-up/"))


def test_what_was_typed_is_given_back_to_be_copied_and_sent_again(browser, world):
    client = browser(world.owner)
    data = full_sheet(world) | {"save": "1", "csrfmiddlewaretoken": "t" * 32}
    with fault(like=r"UPDATE .*supervision_report"):
        text = is_503(client.post(fill_url(world.report), data))
    assert "刚才提交的内容没有保存" in text
    assert f"<pre>{TYPED}</pre>" in text
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    assert ("progress", TYPED) in sent and ("csrfmiddlewaretoken", "t" * 32) in sent
    assert client.post(fill_url(world.report), dict(sent)).status_code == 302
    assert Report.objects.get(pk=world.report.pk).draft["progress"] == TYPED


def test_after_the_act_the_page_says_that_it_is_saved(browser, world):
    client = browser(world.owner)
    with fault(like=r"django_session.*SET|SET.*django_session|UPDATE .*django_session"):
        text = is_503(client.post(fill_url(world.report), full_sheet(world) | {"submit": "1"}))
    assert Submission.objects.count() == 1
    assert "已经保存，不用再提交一次" in text and "<form" not in text.split("<main")[1]


class Lost(Fault):
    """The connection breaks at the commit of a submission; `taken`: only its answer is lost."""

    def __init__(self, taken: bool):
        super().__init__(like="INSERT INTO .supervision_submission")
        self.taken, self.real = taken, connections["default"]._commit

    def __call__(self, execute, sql, params, many, context):
        self.raised = self.raised or bool(self.like.search(sql))
        return execute(sql, params, many, context)

    def commit(self):
        if not self.raised:
            return self.real()
        self.raised = False
        if self.taken:
            self.real()
        raise OperationalError("gone")


@pytest.mark.parametrize("taken", [False, True])
def test_a_commit_without_an_answer_is_told_as_that(browser, world, monkeypatch, taken):
    client, lost = browser(world.owner), Lost(taken)
    namespace = {"lost": lost}
    code = "def _commit():\n    lost.commit()\n"
    exec(compile(code, "django/db/backends/base/base.py", "exec"), namespace)
    monkeypatch.setattr(connections["default"], "_commit", namespace["_commit"])
    with connection.execute_wrapper(lost):
        data = full_sheet(world) | {"submit": "1"}
        text = is_503(client.post(fill_url(world.report), data))
    monkeypatch.undo()
    assert "可能已经保存，也可能没有" in text and "再提交一次</button>" not in text
    assert Submission.objects.count() == int(taken)


def test_a_session_ended_elsewhere_is_told_as_that(browser, world):
    from django.contrib.sessions.models import Session

    client = browser(world.owner)

    class Ended(Fault):
        def __call__(self, execute, sql, params, many, context):
            if "UPDATE" in sql and "supervision_report" in sql and not self.raised:
                self.raised = True
                Session.objects.all().delete()
            return execute(sql, params, many, context)

    with connection.execute_wrapper(Ended(like="^$")):
        response = client.post(fill_url(world.report), full_sheet(world) | {"save": "1"})
    assert response.status_code == 403
    assert "登录已经结束" in text_of(response) and "已经保存" in text_of(response)
    assert Report.objects.get(pk=world.report.pk).draft["progress"] == TYPED


SIGNING_IN = ["axes_", "django_session", "projects_user", "projects_signin"]


@pytest.mark.parametrize("table", SIGNING_IN)
def test_signing_in_meanwhile(world, table):
    client = Client(raise_request_exception=False)
    data = {"username": "owner", "password": PASSWORD}
    with fault(like=table, error=OperationalError(DISK_FULL)) as seen:
        text = is_503(client.post("/admin/login/", data))
    assert seen.raised and "服务器的磁盘满了" in text
    assert PASSWORD not in text and "再提交一次</button>" not in text
    assert client.post("/admin/login/", data).status_code == 302


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def no_folder(*_, **__):
    raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")


@pytest.mark.parametrize("broken", [full, no_folder])
def test_tmp_full_while_an_upload_is_read(browser, world, monkeypatch, broken):
    client = browser(world.owner)
    data = {"evidence": files.upload("大.pdf", files.PDF + b" " * 3_000_000)}
    data |= full_sheet(world) | {"save": "1"}  # the words come after the file
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "NamedTemporaryFile", broken)
        patched.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", broken)
        text = is_503(client.post(fill_url(world.report), data))
    assert "服务器的磁盘满了" in text and "没有保存" in text
    assert f"<pre>{TYPED}</pre>" in text and "要再选一次" in text
    assert not Report.objects.get(pk=world.report.pk).draft


def test_tmp_full_anywhere_else(browser, world, monkeypatch):
    monkeypatch.setattr("supervision.admin.reports.fill.form_page", full)
    assert "服务器的磁盘满了" in is_503(browser(world.owner).get(fill_url(world.report)))


def say_what_is_true(response, stands: bool) -> None:
    """Whatever the page says of saving, it is so."""
    text = text_of(response)
    assert response.status_code in (302, 503), (response.status_code, text[:500])
    if response.status_code == 302 or "已经保存" in text:
        assert stands
    if "没有保存" in text:
        assert not stands
    if response.status_code == 503:
        assert "刚才提交的内容" in text
        assert TYPED in text or "不用再提交" in text


@pytest.mark.parametrize("on", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_fault_at_every_statement_of_an_act(browser, world, button, on):
    client, number, done = browser(world.owner), 0, False
    report, used = world.report, {world.report.pk}
    while not done:
        data = full_sheet(world) | {button: "1"}
        if report != world.report:
            data = {"version": "0", "progress": TYPED, "next": "继续。", button: "1"}
            data[f"{report.project.targets.get().pk}-value"] = "80"
        with fault(number, on=on) as seen:
            response = client.post(fill_url(report), data)
        report.refresh_from_db()
        stands = bool(report.draft) or report.submissions.exists()
        say_what_is_true(response, stands)
        done, number = not seen.raised, number + 1
        if stands and not done:
            report = fresh_report(world)
            used.add(report.pk)
    assert number > 10 and len(used) > 1


def fresh_report(world) -> Report:
    project = make_project(world.programme, unit=world.unit)
    make_target(project, plan={"2023-09": "80", "2023-12": "100"})
    return make_report(world.period, project, world.unit)


@pytest.mark.parametrize("path", ["/admin/", "/admin/supervision/report/"])
def test_a_fault_at_every_statement_of_a_page(browser, world, path):
    client, number, raised = browser(world.officer), 0, True
    while raised:
        with fault(number) as seen:
            response = client.get(path)
        raised, number = seen.raised, number + 1
        assert response.status_code in ((200, 503) if raised else (200,)), number
    assert number > 5
