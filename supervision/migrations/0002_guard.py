"""The guards on what is only ever added."""

from django.db import migrations

TABLES = {
    "supervision_acceptance": "",
    "supervision_acceptancedecision": "",
    "supervision_appeal": "",
    "supervision_appealstep": "",
    "supervision_bulletintext": "OLD.issued_at IS NOT NULL",
    "supervision_card": "",
    "supervision_cardoverride": "",
    "supervision_cardpolicy": "OLD.adopted_at IS NOT NULL",
    "supervision_chase": "",
    "supervision_correctedcard": "",
    "supervision_overridedecision": "",
    "supervision_reading": "",
    "supervision_review": "",
    "supervision_servicemonth": "",
    "supervision_signingdecision": "",
    "supervision_signingrequest": "",
    "supervision_slipfile": "",
    "supervision_slipstep": "",
    "supervision_stagedone": "",
    "supervision_submission": "",
    "supervision_trialanswer": "",
    "supervision_trialreply": "",
}


def forwards(apps, schema_editor):
    from projects.models.guard import guard

    for table, when in TABLES.items():
        guard(table, when)


def backwards(apps, schema_editor):
    from projects.models.guard import lift

    for table in TABLES:
        lift(table)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_judgement")]
    operations = [migrations.RunPython(forwards, backwards)]
