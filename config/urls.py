from django.contrib import admin
from django.urls import include, path

from config import sitemap
from config.health import healthz

urlpatterns = [
    path("", include("supervision.public.urls")),
    path("", include("projects.urls")),
    path("", include("projects.drafting.public.urls")),
    path("sitemap.xml", sitemap.sitemap_file, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("favicon.ico", sitemap.favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("admin/", include("projects.admin.signing.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
