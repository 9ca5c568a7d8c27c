"""What every template may show about the site itself."""

from django.conf import settings


def footer(request) -> dict:
    return {
        "site_footer": {name: value for name, value in settings.SITE_FOOTER.items() if value},
        "error_report_url": settings.SITE_ERROR_REPORT_URL,
    }


def view(request) -> dict:
    """Large type, asked for in the address and kept from link to link, never in a cookie."""
    large = request.GET.get("view") == "large"
    return {"large": large, "keep": "?view=large" if large else ""}
