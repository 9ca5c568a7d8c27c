"""The office's pages, all under /admin/office/."""

from django.urls import path

from supervision.admin.cards import city, outlook, policies, simulator
from supervision.admin.months import one_page
from supervision.admin.office import hub
from supervision.admin.projects import changes
from supervision.admin.reports import discipline, doubts
from supervision.admin.years import handover, year_end
from supervision.admin.years import year_state as yearstate

PAGES = [
    ("", hub.hub, "office"),
    ("doubts/", doubts.doubt_list, "office_doubts"),
    ("discipline/", discipline.discipline_page, "office_discipline"),
    ("discipline/export/", discipline.discipline_export, "office_discipline_export"),
    ("outlook/", outlook.outlook_page, "office_outlook"),
    ("consequences/", outlook.consequence_page, "office_consequences"),
    ("onepage/", one_page.onepage, "office_onepage"),
    ("onepage/word/", one_page.onepage_word, "office_onepage_word"),
    ("city/", city.city_page, "office_city"),
    ("changes/", changes.change_list, "office_changes"),
    ("changes/target/<int:pk>/", changes.change_target, "office_change_target"),
    ("changes/project/<int:pk>/", changes.change_project, "office_change_project"),
    ("yearend/", year_end.yearend_page, "office_yearend"),
    ("yearend/export/", year_end.yearend_export, "office_yearend_export"),
    ("yearend/state/", yearstate.year_state, "office_year_state"),
    ("yearend/next/", yearstate.next_year, "office_next_year"),
    ("yearend/archive/", year_end.yearend_archive, "office_yearend_archive"),
    ("handover/", handover.handover_page, "office_handover"),
    ("policies/", policies.policy_list, "office_policies"),
    ("policies/draft/", policies.policy_draft, "office_policy_draft"),
    ("policies/simulator/", simulator.simulator, "office_simulator"),
    ("policies/adopt/", simulator.policy_adopt, "office_policy_adopt"),
    ("policies/<int:pk>/", policies.policy_page, "office_policy"),
    ("policies/<int:pk>/drop/", policies.policy_drop, "office_policy_drop"),
]


def urls(site) -> list:
    """The pages inside an admin site: signed in, never cached, protected against forgery."""
    return [path(f"office/{at}", site.admin_view(view), name=name) for at, view, name in PAGES]
