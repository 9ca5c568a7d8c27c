"""The guards on what is only ever added."""

from django.db import migrations

TABLES = {
    "drafting_addressrenewal": "",
    "drafting_approval": "",
    "drafting_call": "",
    "drafting_candidate": "",
    "drafting_candidatetext": "",
    "drafting_consultation": "",
    "drafting_consultationend": "",
    "drafting_consultedunit": "",
    "drafting_draft": "",
    "drafting_extension": "",
    "drafting_issue": "",
    "drafting_issuedecision": "",
    "drafting_nothingproposed": "",
    "drafting_opinion": "OLD.kept_at IS NOT NULL",
    "drafting_outcome": "",
    "drafting_passage": "",
    "drafting_placement": "",
    "drafting_plannedday": "",
    "drafting_proposal": "OLD.taken_in_at IS NOT NULL",
    "drafting_ruling": "",
    "drafting_step": "",
    "drafting_tiedecision": "",
    "drafting_upperanswer": "",
    "drafting_upperitem": "",
    "drafting_upperlist": "",
    "drafting_votecount": "",
    "drafting_wording": "",
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
    dependencies = [("drafting", "0001_draft")]
    operations = [migrations.RunPython(forwards, backwards)]
