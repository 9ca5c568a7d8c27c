"""What the database's checks of this app refuse, in words (projects/models/violations)."""

from projects.models.violations import SENTENCES

SENTENCES |= {
    "drafting_year_in_century": "年份要在2000年到2099年之间。",
    "granted_issue_has_its_list": "印发了的要有对应的清单，退回的没有。",
    "issued_drafting_has_its_list": "编制中的还没有清单，印发了的要有对应的清单。",
    "one_drafting_a_year": "这一年已经有一份清单在编制。",
}
