"""后台任务: done once, taken up after a killed worker, never said to be done before it is."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django_tasks import default_task_backend
from django_tasks_db.management.commands import db_worker

from projects.errors import Refused
from projects.models import Event
from supervision.jobs import queue
from supervision.jobs.kinds import Outcome
from supervision.jobs.telling import with_told
from supervision.models import Job
from tests.factories import make_clerk, make_officer, make_unit, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-05 10:00")
State = Job.State


@pytest.fixture
def officer(settings):
    settings.DEMO_CLOCK = AT
    return make_officer()


@pytest.fixture
def done(monkeypatch):
    """Jobs that fail, or make a file; gives how often one was run."""
    runs = []

    def make(job):
        runs.append(job.pk)
        if error := job.given.get("error"):
            raise {"refused": Refused("没有公布。"), "fault": ValueError("x")}[error]
        return Outcome("共1个文件。", file=io.BytesIO(b"zip"), file_name="归档.zip")

    monkeypatch.setitem(queue.KINDS, Job.Kind.ARCHIVE, make)
    return runs


@pytest.fixture
def queued(settings, tmp_path, monkeypatch):
    """As with a worker's service: nothing is done in the request."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's own
    assert default_task_backend.supports_get_result


def ask(officer, **given) -> Job:
    return queue.ask(kind=Job.Kind.ARCHIVE, title="归档", given=given, by=officer, at=AT)


def work() -> None:
    call_command("run_jobs", batch=True, stdout=io.StringIO(), verbosity=0)


def test_what_was_made_is_kept_with_its_sum(officer, done):
    job = ask(officer)
    assert (job.state, job.said) == (State.DONE, "共1个文件。")
    assert (job.file_name, job.size) == ("归档.zip", 3)
    assert default_storage.open(job.file).read() == b"zip" and len(job.sha256) == 64


@pytest.mark.parametrize(("error", "said"), [("refused", "没有公布。"), ("fault", Job.FAULT)])
def test_what_fails_is_said_in_words_and_may_be_tried_again(officer, done, error, said):
    job = ask(officer, error=error)
    assert (job.state, job.said, job.file) == (State.FAILED, said, "")
    Job.objects.filter(pk=job.pk).update(given={})
    assert queue.again(job=job, by=officer, at=AT).state == State.DONE
    with pytest.raises(Refused, match="不用再试"):
        queue.again(job=Job.objects.get(), by=officer, at=AT)


def test_with_a_worker_it_waits_and_is_done_once(officer, done, queued):
    job = ask(officer)
    assert job.state == State.WAITING and not done
    queue.run.enqueue(job.pk)  # as a worker does that starts while it waits
    work()
    job.refresh_from_db()
    assert job.state == State.DONE and done == [job.pk]


def test_a_killed_worker_s_job_is_taken_up_once_and_then_said_to_have_failed(
    officer, done, queued, monkeypatch
):
    job = ask(officer)

    def killed(job):
        raise SystemExit

    working = queue.KINDS[Job.Kind.ARCHIVE]
    monkeypatch.setitem(queue.KINDS, Job.Kind.ARCHIVE, killed)
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.RUNNING, 1)
    work()
    work()
    job.refresh_from_db()
    assert (job.state, job.said) == (State.FAILED, Job.BROKEN_OFF)
    monkeypatch.setitem(queue.KINDS, Job.Kind.ARCHIVE, working)
    queue.again(job=job, by=officer, at=AT)
    work()
    job.refresh_from_db()
    assert job.state == State.DONE


def test_who_was_thought_dead_and_ends_late_changes_nothing(officer, done, queued, monkeypatch):
    job = ask(officer)

    def overtaken(mine):
        Job.objects.filter(pk=mine.pk).update(moved_at=moment("2023-10-05 11:00"))
        return Outcome("晚了。", file=io.BytesIO(b"late"), file_name="晚.zip")

    monkeypatch.setitem(queue.KINDS, Job.Kind.ARCHIVE, overtaken)
    before = files()
    work()
    job.refresh_from_db()
    assert (job.state, job.said, files()) == (State.RUNNING, "", before)


def files() -> list[str]:
    if not default_storage.exists(queue.FOLDER):
        return []
    return default_storage.listdir(queue.FOLDER)[1]


def test_a_job_needs_no_event_of_its_own(officer, done):
    ask(officer)
    assert not Event.objects.exists()


def test_a_job_that_stands_still_says_so_and_may_be_tried_again(officer, queued, sign_in, settings):
    job = ask(officer)
    page, client = f"/admin/supervision/job/{job.pk}/change/", sign_in(officer)
    answer = client.get(page)
    assert answer["Refresh"] == "5" and "排队中" in answer.content.decode()
    assert "再试一次" not in answer.content.decode()
    settings.DEMO_CLOCK = moment("2023-10-05 10:03")  # nobody has taken it up
    assert "后台服务可能没有在运行" in client.get(page).content.decode()
    other = ask(officer)
    Job.objects.filter(pk=other.pk).update(state=State.RUNNING)
    assert "后台服务可能没有在运行" not in client.get(page).content.decode()
    settings.DEMO_CLOCK = moment("2023-10-05 10:31")
    answer = sign_in(officer).get(page)
    assert "Refresh" not in answer and "后台服务可能没有在运行" in answer.content.decode()
    assert "再试一次" in answer.content.decode()


def test_the_page_gives_the_file_to_the_office_alone(officer, done, sign_in):
    job = ask(officer)
    page = f"/admin/supervision/job/{job.pk}/"
    client = sign_in(make_officer("second"))
    assert "下载结果文件（3\xa0字节）" in client.get(f"{page}change/").content.decode()
    answer = client.get(f"{page}file/")
    assert (
        b"".join(answer.streaming_content) == b"zip"
        and "attachment" in answer.headers["Content-Disposition"]
    )
    clerk = sign_in(make_clerk(make_unit("演示教育"), "owner"))
    assert {clerk.get(f"{page}{end}/").status_code for end in ("change", "file")} == {404}


def test_the_page_tries_again(officer, done, sign_in):
    job = ask(officer, error="refused")
    Job.objects.filter(pk=job.pk).update(given={})
    page, client = f"/admin/supervision/job/{job.pk}/change/", sign_in(officer)
    assert "再试一次" in client.get(page).content.decode()
    shown = client.post(page, follow=True).content.decode()
    assert "已办完" in shown and "下载结果文件" in shown
    assert client.post(page).status_code == 400


def test_the_desk_names_what_failed_and_what_nobody_took_up(officer, done, sign_in, settings):
    def told() -> bool:
        return "后台任务没有办成" in sign_in(officer).get("/admin/").content.decode()

    assert not told()
    job = ask(officer, error="refused")
    assert told()
    Job.objects.filter(pk=job.pk).update(kind=Job.Kind.CHASE)  # the desk names whom it missed
    assert not told()
    Job.objects.filter(pk=job.pk).update(said=Job.BROKEN_OFF)
    assert told()
    Job.objects.filter(pk=job.pk).update(state=State.WAITING, said="")
    assert not told()
    settings.DEMO_CLOCK = moment("2023-10-06 09:00")
    assert told()


def test_what_is_being_sent_is_said_so_with_a_link(officer, queued, sign_in):
    job = ask(officer)
    assert f'href="/admin/supervision/job/{job.pk}/change/"' in with_told("已催报1个单位。", job)
    assert "已发" not in with_told("", job)
    Job.objects.filter(pk=job.pk).update(state=State.DONE, said="发出邮件1封。")
    assert with_told("已催报。", Job.objects.get()) == "已催报。发出邮件1封。"
    assert with_told("<b>", None) == "<b>" and "&lt;b&gt;" in with_told("<b>", job)


def test_files_go_after_their_days_and_the_page_says_so(officer, done, sign_in, settings):
    job = ask(officer)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.DEMO_CLOCK = moment("2023-10-11 10:00")
    call_command("sweep_jobs", stdout=io.StringIO())
    job.refresh_from_db()
    assert default_storage.exists(job.file)
    settings.DEMO_CLOCK = moment("2023-10-12 10:01")
    call_command("sweep_jobs", stdout=io.StringIO())
    kept, job = job.file, Job.objects.get()
    assert job.file == "" and not default_storage.exists(kept)
    client = sign_in(officer)
    page = f"/admin/supervision/job/{job.pk}/"
    assert "已经到期清理" in client.get(f"{page}change/").content.decode()
    assert client.get(f"{page}file/").status_code == 404
