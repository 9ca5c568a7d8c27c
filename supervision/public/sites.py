"""我的村／社区／学校, and the photos that were released for its places."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Programme
from supervision.public.places import find_photo, sites_page


@require_safe
def sites(request, year):
    programme = Programme.public.filter(year=year).first()
    if programme is None:
        raise Http404(f"没有找到{year}年的民生实事清单，可能还没有公布。")
    context = {"programme": programme, "list": sites_page(programme, request.GET)}
    return render(request, "public/sites.html", context)


@require_safe
def photo(request, pk):
    found = find_photo(pk)
    if found is None:
        raise Http404("没有这张照片，或已经撤下。")
    try:
        with found.file.open("rb") as file:
            content = file.read()
    except OSError as error:
        raise Http404("这张照片暂时读不出来。") from error
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
