from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("", include("supervision.public.urls")),
    path("", include("projects.urls")),
    path("healthz", healthz, name="healthz"),
    path("admin/", include("projects.admin.signing.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
