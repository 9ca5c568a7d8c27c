"""The office's pages, all under /admin/office/; to everybody else none of them is there."""

from functools import wraps

from django.http import Http404
from django.urls import path

from projects.models import Programme
from supervision import scope
from supervision.admin.cards import city, outlook, policies, simulator
from supervision.admin.months import one_page
from supervision.admin.office import hub, leaders, putting
from supervision.admin.office.frame import page
from supervision.admin.projects import changes
from supervision.admin.reports import discipline, doubts
from supervision.admin.years import handover, scores, year_end
from supervision.admin.years import year_state as yearstate

PAGES = [
    ("", hub.hub, "office"),
    ("doubts/", doubts.doubt_list, "office_doubts"),
    ("discipline/", discipline.discipline_page, "office_discipline"),
    ("discipline/export/", discipline.discipline_export, "office_discipline_export"),
    ("outlook/", outlook.outlook_page, "office_outlook"),
    ("consequences/", outlook.consequence_page, "office_consequences"),
    ("onepage/", one_page.OnePage.as_view(), "office_onepage"),
    ("onepage/word/", one_page.onepage_word, "office_onepage_word"),
    ("leaders/", leaders.office_page, "office_leaders"),
    ("put/", putting.PutPage.as_view(), "office_put"),
    ("put/paper/<int:pk>/", putting.paper_page, "office_signed_paper"),
    ("city/", city.city_page, "office_city"),
    ("changes/", changes.change_list, "office_changes"),
    ("changes/target/<int:pk>/", changes.TargetPage.as_view(), "office_change_target"),
    ("changes/project/<int:pk>/", changes.ProjectPage.as_view(), "office_change_project"),
    ("changes/quota/<int:pk>/", changes.QuotaPage.as_view(), "office_change_quota"),
    ("yearend/", year_end.yearend_page, "office_yearend"),
    ("yearend/scores/", scores.scores_page, "office_scores"),
    ("yearend/export/", year_end.yearend_export, "office_yearend_export"),
    ("yearend/state/", yearstate.StatePage.as_view(), "office_year_state"),
    ("yearend/archive/", year_end.yearend_archive, "office_yearend_archive"),
    ("handover/", handover.HandoverPage.as_view(), "office_handover"),
    ("policies/", policies.policy_list, "office_policies"),
    ("policies/draft/", policies.DraftPage.as_view(), "office_policy_draft"),
    ("policies/simulator/", simulator.simulator, "office_simulator"),
    ("policies/adopt/", simulator.AdoptPage.as_view(), "office_policy_adopt"),
    ("policies/<int:pk>/", policies.PolicyPage.as_view(), "office_policy"),
    ("policies/<int:pk>/drop/", policies.DropPage.as_view(), "office_policy_drop"),
]
# What a leader of the district is led to from his one page; each looks itself whether it is his.
LEADER_S = [
    ("sign/<int:pk>/", putting.SignPage.as_view(), "leader_sign"),
    ("sign/<int:pk>/preview/", putting.preview_page, "leader_preview"),
    ("sign/<int:pk>/picture/<int:photo>/", putting.picture_page, "leader_picture"),
]


def office_only(view):
    """For the office alone; before there is any list, a page that needs one says so."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        if not scope.supervises(request.user):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method != "GET" or Programme.everything.exists():
                raise
            return page(request, "office/no_list.html", {"title": "还没有清单"})

    return answered


def urls(site) -> list:
    """Return the pages inside an admin site: signed in, never cached, protected from forgery."""
    pages = [(at, office_only(view), name) for at, view, name in PAGES] + LEADER_S
    return [path(f"office/{at}", site.admin_view(view), name=name) for at, view, name in pages]
