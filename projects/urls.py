from django.urls import path

import projects.converters  # noqa: F401
from projects import views

urlpatterns = [
    path("<year:year>/explanation/", views.explanation, name="explanation"),
]
