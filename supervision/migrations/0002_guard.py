"""The guards on what is only ever added."""

from django.db import migrations

TABLES = {
    "supervision_acceptance": "",
    "supervision_acceptancedecision": "",
    "supervision_adjustment": "",
    "supervision_adjustmentdecision": "",
    "supervision_appeal": "",
    "supervision_appealstep": "",
    "supervision_bulletintext": "OLD.issued_at IS NOT NULL",
    "supervision_calendarday": "",
    "supervision_card": "",
    "supervision_cardoverride": "",
    "supervision_cardpolicy": "OLD.adopted_at IS NOT NULL",
    "supervision_chase": "",
    "supervision_correctedcard": "",
    "supervision_look": "",
    "supervision_overridedecision": "",
    "supervision_paper": "",
    "supervision_poll": "",
    "supervision_pollcount": "",
    "supervision_polldecision": "",
    "supervision_putforward": "",
    "supervision_putforwarddecision": "",
    "supervision_reading": "",
    "supervision_review": "",
    "supervision_rewording": "",
    "supervision_rewordingdecision": "",
    "supervision_servicemonth": "",
    "supervision_signedpaper": "",
    "supervision_signingdecision": "",
    "supervision_signingrequest": "",
    "supervision_slipfile": "",
    "supervision_slipstep": "",
    "supervision_stagedone": "",
    "supervision_stagefinish": "",
    "supervision_submission": "",
    "supervision_supportpart": "",
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
