"""A release's database as a file that either engine can take in, on a database of its own.

`python -m tests.upgrade.state record FILE` writes what stands in the database, its files and the
migrations it stands at; `restore FILE` brings an empty database there; `pages` asks for pages.
"""

import io
import json
import os
import sys
import tarfile
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import setup_test_environment

ROWS = "rows.json"


def kept(registry) -> list[type[models.Model]]:
    found = registry.get_models(include_auto_created=True)
    return [each for each in found if each._meta.managed and not each._meta.proxy]


def record(path: str) -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    rows = {model._meta.label: [*map(row_of, everything(model))] for model in kept(apps)}
    body = json.dumps({"migrations": leaves, "rows": rows}, ensure_ascii=False).encode()
    with tarfile.open(path, "w:xz") as archive:
        about = tarfile.TarInfo(ROWS)
        about.size = len(body)
        archive.addfile(about, io.BytesIO(body))
        archive.add(settings.MEDIA_ROOT, "media")


def everything(model):
    return model._base_manager.order_by("pk")


def row_of(row: models.Model) -> dict:
    return {field.attname: plain(row, field) for field in row._meta.concrete_fields}


def plain(row: models.Model, field: models.Field):
    value = field.value_from_object(row)
    if value is None or isinstance(field, models.JSONField):
        return value
    return value if isinstance(value, str | int) else field.value_to_string(row)


def restore(path: str) -> None:
    with tarfile.open(path) as archive:
        media = Path(settings.MEDIA_ROOT)
        archive.extractall(media.parent, filter="data")
        if media.name != "media" and (media.parent / "media").is_dir():
            (media.parent / "media").rename(media)
        body = json.load(archive.extractfile(ROWS))
    targets = [tuple(leaf) for leaf in body["migrations"]]
    state = MigrationExecutor(connection).migrate(targets)
    found = {model._meta.label.lower(): model for model in kept(state.apps)}
    with transaction.atomic():
        for label, rows in body["rows"].items():
            bring_in(found[label.lower()], rows)
    statements = connection.ops.sequence_reset_sql(no_style(), [*found.values()])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def bring_in(model: type[models.Model], rows: list[dict]) -> None:
    everything(model).delete()
    fields = {field.attname: field for field in model._meta.concrete_fields}
    model._base_manager.bulk_create(
        model(**{name: typed(fields[name], value) for name, value in row.items()}) for row in rows
    )


def typed(field: models.Field, value):
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def pages() -> None:
    """Fail where the sign-in or a public page of what is published is not there."""
    setup_test_environment()
    client = Client()
    paths = ["/", "/admin/login/", "/about/", "/search/?q=改造", "/feed/"]
    for programme in apps.get_model("projects", "Programme").public.all():
        year = f"/{programme.year}/"
        paths += [year, *(year + name for name in ("board/", "changes/", "bulletins/", "data/"))]
        paths += [
            f"{year}{number}/" for number in programme.projects.values_list("number", flat=True)
        ]
    answers = {path: client.get(path).status_code for path in paths}
    bad = {path: status for path, status in answers.items() if status != 200}
    sys.exit(f"{bad}" if bad else 0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    {"record": record, "restore": restore, "pages": pages}[sys.argv[1]](*sys.argv[2:])
