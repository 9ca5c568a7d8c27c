from django.urls import path

import projects.converters  # noqa: F401
from supervision.public import (
    board,
    bulletins,
    card,
    corrections,
    feed,
    feedback,
    lists,
    monthly,
    open_data,
    places,
    poster,
    project,
    search,
    sitemap,
    status,
    units,
)
from supervision.public.about import about

one_card = "<year:year>/<number:number>/cards/<month:month>/"

urlpatterns = [
    path("", lists.home, name="home"),
    path("<year:year>/", lists.year, name="year"),
    path("<year:year>/<number:number>/", project.project, name="project"),
    path(one_card, card.card, name="card"),
    path(f"{one_card}facts.json", card.facts, name="card-facts"),
    path(f"{one_card}verdict.json", card.verdict, name="card-verdict"),
    path("<year:year>/corrections/", corrections.corrections, name="corrections"),
    path("about/", about, name="about"),
    path("<year:year>/<number:number>/feedback/", feedback.feedback, name="feedback"),
    path("feedback/", feedback.follow, name="feedback-follow"),
    path("feedback/<slug:code>/", feedback.receipt, name="feedback-receipt"),
    path("<year:year>/sites/", places.sites, name="sites"),
    path("photos/<number:pk>.jpg", places.photo, name="photo"),
    path("<year:year>/board/", board.board_page, name="board"),
    path("<year:year>/board/<month:month>/", board.board_page, name="board-month"),
    path("<year:year>/changes/", monthly.changes_page, name="changes"),
    path("<year:year>/changes/<month:month>/", monthly.changes_page, name="changes-month"),
    path("<year:year>/bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("<year:year>/bulletins/<number:number>/", bulletins.bulletin, name="bulletin"),
    path(
        "<year:year>/bulletins/<number:number>/bulletin.docx",
        bulletins.bulletin_word,
        name="bulletin-word",
    ),
    path("<year:year>/units/", units.unit_list, name="units"),
    path("<year:year>/units/<slug:slug>/", units.unit, name="unit"),
    path("<year:year>/poster/", poster.poster_sheet, name="poster"),
    path("<year:year>/data/", open_data.data, name="data"),
    path("<year:year>/openapi.json", open_data.openapi_file, name="openapi"),
    path("<year:year>/status.csv", status.status_file, {"ending": "csv"}, name="status-csv"),
    path("<year:year>/status.xlsx", status.status_file, {"ending": "xlsx"}, name="status-xlsx"),
    path("<year:year>/status.json", status.status_file, {"ending": "json"}, name="status-json"),
    path("search/", search.search_page, name="search"),
    path("feed/", feed.feed_file, name="feed"),
    path("sitemap.xml", sitemap.sitemap_file, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("favicon.ico", sitemap.favicon, name="favicon"),
]
