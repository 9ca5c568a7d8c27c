"""Every address of the admin and who reaches it: a line for each, or the suite fails.

How to add an address:
- a page or a file (GET answers 200) gets a line in `PAGES` of tests/admin/test_reach.py: whom;
- a page that its visitors may read and not post to gets one in `ONLY_READ` as well;
- an address that is only posted to gets a line in `ACTS`, one whose GET leads to another page
  in `LEADS_ON`.

A name in braces is a row of tests/admin/one_of_each.py. A registered model's history, delete and
bare address need no line: they follow its change page. Whoever is not named is answered 404,
writes nothing, and a unit's leader reaches what its clerk does.
"""

from collections import defaultdict

from django.contrib import admin
from django.urls import get_resolver, resolve

OWNER, LEADER, STRANGER = "owner", "colleague", "stranger"
OFFICE, ADMIN, ROOT = "officer", "administrator", "root"
DISTRICT = "district"  # reads their one page, and keeps their own account
AT_WORK = (OWNER, STRANGER, OFFICE, ADMIN, ROOT)
ALL = (*AT_WORK, DISTRICT)
PEOPLE = (OWNER, LEADER, STRANGER, OFFICE, ADMIN, DISTRICT)

# Nothing is shown: who may post.
ACTS = {
    "/admin/logout/": ALL,
    "/admin/two-step/codes/": (),  # there while the second step is on
    "/admin/two-step/off/": (),
    "/admin/two-step/set-up/code.svg": (),  # there while a phone is being set up
    "/admin/supervision/period/{closed}/bulletin/article/": (),  # there once the month is public
    "/admin/supervision/period/{closed}/bulletin/article/file/": (),
    "/admin/login/unified/": (),  # there where a provider is set
    "/admin/login/unified/back/": (),
    "/admin/office/discipline/export/": (OFFICE, ROOT),
    "/admin/office/yearend/export/": (OFFICE, ROOT),
    "/admin/office/yearend/state/": (OFFICE, ROOT),
    "/admin/office/yearend/archive/": (OFFICE, ROOT),
    "/admin/office/policies/draft/": (OFFICE, ROOT),
    "/admin/office/policies/adopt/": (OFFICE, ROOT),
    "/admin/office/policies/{policy}/drop/": (OFFICE, ROOT),
    "/admin/projects/guideline/{project}/open/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/waitingreport/judge/": (OFFICE, ROOT),
    "/admin/supervision/report/{report}/take-back/": (OWNER,),
    "/admin/projects/standin/{standin}/end/": (LEADER, OFFICE, ROOT),
    "/admin/supervision/report/workbook/{period}/download/": (OWNER, STRANGER),
    "/admin/supervision/report/workbook/{period}/confirm/": (OWNER, STRANGER),
    "/admin/supervision/report/workbook/{period}/marked/": (OWNER, STRANGER),
    "/admin/drafting/drafting/{drafting}/take/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/add/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/pieces/{piece}/act/": (OFFICE, ROOT),
    "/admin/projects/user/process_import/": (ADMIN, ROOT),
    "/admin/projects/target/process_import/": (OFFICE, ROOT),
    "/admin/projects/assignment/process_import/": (OFFICE, ROOT),
    "/admin/projects/citytask/process_import/": (OFFICE, ROOT),
    "/admin/projects/site/process_import/": (OFFICE, ROOT),
    "/admin/projects/leadunit/process_import/": (OFFICE, ADMIN, ROOT),
}

# GET answers with a redirect: whom.
LEADS_ON = {
    "/admin/login/": ALL,  # those who are signed in already
    "/admin/login/code/": ALL,
    "/admin/login/kept/": ALL,  # nothing kept
    "/admin/two-step/set-up/": ALL,  # the password first
    "/admin/two-step/codes/new/": ALL,
    "/admin/projects/": AT_WORK,
    "/admin/supervision/": AT_WORK,
    "/admin/drafting/": AT_WORK,
    "/admin/supervision/cardpolicy/{policy}/change/": (OFFICE, ROOT),
    "/admin/supervision/period/{period}/publish/": (OFFICE, ROOT),
    "/admin/supervision/report/{report}/fill/": (OWNER, OFFICE, ROOT),  # handed in already
    "/admin/supervision/report/{report}/sign/": (OWNER,),
    "/admin/supervision/report/{report}/paper/": (OWNER,),
    "/admin/supervision/waitingreport/{report}/change/": (OFFICE, ROOT),
    "/admin/supervision/trialreply/{reply}/change/": (OFFICE, ROOT),
    "/admin/supervision/trialreply/{reply}/answer/": (OFFICE, ROOT),
    "/admin/supervision/release/month/": (OFFICE, ROOT),
    "/admin/supervision/slip/{draft}/edit/": (OFFICE, ROOT),
    "/admin/supervision/slip/{draft}/check/": (OFFICE, ROOT),
    "/admin/supervision/slip/{draft}/uncheck/": (OFFICE, ROOT),
    "/admin/supervision/slip/{draft}/issue/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/approve/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/confirm/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/press/": (OFFICE, ROOT),
    "/admin/supervision/slip/{draft}/drop/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/extension/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/clear/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/return/": (OFFICE, ROOT),
    "/admin/supervision/slip/{slip}/answer/": (OWNER,),
    "/admin/supervision/slip/{slip}/extend/": (OWNER,),
}

# Of those who see a page: who may only read it.
ONLY_READ = {
    "/admin/": (DISTRICT,),
    "/admin/office/leaders/": (OFFICE, ROOT),
    "/admin/supervision/period/{closed}/preview/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/change/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/pieces/{piece}/history/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{whole}/preview/list/": (OFFICE, ROOT),
    "/admin/drafting/drafting/{drafting}/proposals/{proposal}/": (OFFICE, ROOT),
    "/admin/projects/signin/{signin}/change/": (ADMIN, ROOT),
    "/admin/projects/unitmember/{member}/change/": (OFFICE,),
    "/admin/projects/event/{event}/change/": (OFFICE, ADMIN, ROOT),
    "/admin/supervision/evidence/{evidence}/change/": (OFFICE, ROOT),
    "/admin/supervision/paper/{paper}/change/": (OFFICE, ROOT),
    "/admin/supervision/plandraft/{plandraft}/change/": (OFFICE, ROOT),
    "/admin/supervision/supportpart/{part}/change/": (OFFICE, ROOT),
    "/admin/projects/standin/{standin}/change/": (OWNER, OFFICE, ROOT),
    "/admin/supervision/trialreply/report/{report}/": (OFFICE, ROOT),
    "/admin/supervision/appeal/card/{card}/": (OFFICE, ROOT),
    "/admin/supervision/appeal/{appeal}/change/": (OWNER,),
}

# There for nobody: Django's own, which nothing of ours uses.
NOBODY_S = (
    "/admin/autocomplete/", "/admin/r/1/1/", "/admin/nothing/there/",
    "/admin/projects/user/export/", "/admin/projects/target/add/",
)  # fmt: skip


def admitted(who: str, people: tuple[str, ...]) -> bool:
    return who in people or (who == LEADER and OWNER in people)


def patterns(found=None, before: str = "") -> list[str]:
    """Every route of the project, as the resolver writes them."""
    routes = []
    for pattern in found or get_resolver().url_patterns:
        here = before + str(pattern.pattern).removeprefix("^")
        inner = getattr(pattern, "url_patterns", None)
        routes += [here] if inner is None else patterns(inner, here)
    return routes


def route_of(address: str) -> str:
    """The route that an address takes, whatever rows stand in its braces."""
    return resolve(address.partition("?")[0].format_map(defaultdict(lambda: 1))).route


def of_models() -> set[str]:
    """The routes that every registered model has, and that follow its change page."""
    models = [model._meta for model in admin.site._registry]
    starts = [f"admin/{meta.app_label}/{meta.model_name}/" for meta in models]
    ends = ("history/", "delete/", "change/", "")
    return {f"{start}<path:object_id>/{end}" for start in starts for end in ends} | {
        f"{start}add/" for start in starts
    }


def unlisted(pages: dict) -> list[str]:
    """The admin's routes that no table names."""
    named = {route_of(a) for a in (*pages, *ACTS, *LEADS_ON, *NOBODY_S)} | of_models()
    return [route for route in patterns() if route.startswith("admin/") and route not in named]
