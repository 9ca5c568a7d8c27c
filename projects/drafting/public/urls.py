from django.urls import path

import projects.converters  # noqa: F401
from projects.drafting.public import making

urlpatterns = [
    path("<year:year>/making/", making.making, name="making"),
]
