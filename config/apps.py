from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Where apps that do not know each other are put together."""

    default_site = "config.admin.PortalAdminSite"

    def ready(self):
        super().ready()
        from config import last_results, last_year
        from projects.drafting import demonstration
        from projects.drafting.public.feed import entries
        from projects.drafting.sources import RESULTS, SOURCES
        from supervision.demonstration import story
        from supervision.public import feed

        SOURCES[:] = [last_year.promises_not_kept, last_year.messages]
        RESULTS[:] = [last_results.reached]
        feed.MORE[:] = [entries]
        story.CHAPTERS[:] = [demonstration.tell]
