"""A month's form as a clerk would fill it in, to be changed by what a test is about."""

from tests.admin.conftest import World


def full_sheet(world: World, **changes) -> dict:
    """Everything on plan for September; `changes` by field, `rooms_value` for <key>-value."""
    keys = {name: getattr(world, name).pk for name in ("rooms", "share", "works", "service")}
    tender = world.works.milestones.get(name="招标")
    data = {
        "version": "0",
        "progress": "9月完成二十间教室的灯具更换。",
        "next": "10月改造剩余教室。",
        f"{keys['rooms']}-mode": "month",
        f"{keys['rooms']}-value": "80",
        f"{keys['share']}-value": "20",
        f"{keys['share']}-denominator": "40",
        f"{keys['works']}-stage-{tender.pk}": "2023-06",
        f"{keys['service']}-ran": ["2023-09"],
    }
    for name, value in changes.items():
        key, _, field = name.partition("_")
        data[f"{keys[key]}-{field}" if key in keys else name] = value
    return data


def fill_url(report) -> str:
    return f"/admin/supervision/report/{report.pk}/fill/"
