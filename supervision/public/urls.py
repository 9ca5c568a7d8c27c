from django.urls import path

import projects.converters  # noqa: F401
from supervision.public import finding, overviews, views
from supervision.public.about import about
from supervision.public.feedback import feedback, follow, receipt
from supervision.public.sites import photo, sites
from supervision.public.status import status_file

card = "<year:year>/<number:number>/cards/<month:month>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("<year:year>/", views.year, name="year"),
    path("<year:year>/<number:number>/", views.project, name="project"),
    path(card, views.card, name="card"),
    path(f"{card}facts.json", views.facts, name="card-facts"),
    path(f"{card}verdict.json", views.verdict, name="card-verdict"),
    path("<year:year>/corrections/", views.corrections, name="corrections"),
    path("about/", about, name="about"),
    path("<year:year>/<number:number>/feedback/", feedback, name="feedback"),
    path("feedback/", follow, name="feedback-follow"),
    path("feedback/<slug:code>/", receipt, name="feedback-receipt"),
    path("<year:year>/sites/", sites, name="sites"),
    path("photos/<number:pk>.jpg", photo, name="photo"),
    path("<year:year>/board/", overviews.board, name="board"),
    path("<year:year>/board/<month:month>/", overviews.board, name="board-month"),
    path("<year:year>/changes/", overviews.changes, name="changes"),
    path("<year:year>/changes/<month:month>/", overviews.changes, name="changes-month"),
    path("<year:year>/bulletins/", overviews.bulletin_list, name="bulletins"),
    path("<year:year>/bulletins/<number:number>/", overviews.bulletin, name="bulletin"),
    path(
        "<year:year>/bulletins/<number:number>/bulletin.docx",
        overviews.bulletin_word,
        name="bulletin-word",
    ),
    path("<year:year>/units/", overviews.unit_list, name="units"),
    path("<year:year>/units/<slug:slug>/", overviews.unit, name="unit"),
    path("<year:year>/poster/", overviews.poster_sheet, name="poster"),
    path("<year:year>/data/", overviews.data, name="data"),
    path("<year:year>/openapi.json", overviews.openapi_file, name="openapi"),
    path("<year:year>/status.csv", status_file, {"ending": "csv"}, name="status-csv"),
    path("<year:year>/status.xlsx", status_file, {"ending": "xlsx"}, name="status-xlsx"),
    path("<year:year>/status.json", status_file, {"ending": "json"}, name="status-json"),
    path("search/", finding.search, name="search"),
    path("feed/", finding.feed, name="feed"),
    path("sitemap.xml", finding.sitemap_file, name="sitemap"),
    path("robots.txt", finding.robots, name="robots"),
    path("favicon.ico", finding.favicon, name="favicon"),
]
