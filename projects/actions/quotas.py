"""Versions of the city's quotas: added under the same name, never changed once a list is public."""

import datetime as dt

from projects.actions.plans import door, over_already
from projects.errors import Refused
from projects.models import CityTask, Programme, User


def next_version(*, task: CityTask, by: User, at: dt.datetime) -> CityTask:
    """Make a quota not yet stored the next version of its name; Refused where it reaches back."""
    Programme.everything.select_for_update(no_key=True).get(pk=task.programme_id)
    task.programme.check_open()
    former = task.programme.city_tasks.filter(name=task.name).order_by("version").last()
    if former is None:
        task.effective = door.first_month(task.programme, task.effective)
    elif task.programme.state == Programme.State.DRAFT:
        raise Refused(f"已有市级指标“{task.name}”，清单还没有公布，请直接修改那一条。")
    elif sentence := over_already(task.programme, task.effective, at):
        raise Refused(sentence)
    elif not (task.reason.strip() and task.document.strip()):
        raise Refused(f"“{task.name}”已有第{former.version}版，调整要写明市级文件和原因。")
    task.version = former.version + 1 if former else 1
    task.recorded_at, task.recorded_by = at, by
    return task
