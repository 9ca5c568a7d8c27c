"""What every template may show about the site itself."""

from django.conf import settings



def footer(request) -> dict:
    return {
        "site_footer": {name: value for name, value in settings.SITE_FOOTER.items() if value},
        "error_report_url": settings.SITE_ERROR_REPORT_URL,
    }
