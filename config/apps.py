import gc

from django.contrib.admin.apps import AdminConfig

# New objects between two searches for rings of dead ones: at Python's own 700 a quarter of the
# time that a long sheet takes goes into them, at so many it takes 6 MB more.
BETWEEN = (50_000, 20, 20)


class PortalAdminConfig(AdminConfig):
    """Where apps that do not know each other are put together."""

    default_site = "config.admin.PortalAdminSite"

    def ready(self):
        super().ready()
        gc.set_threshold(*BETWEEN)
        from config import last_results, last_year
        from config.corrected_texts import corrected_texts
        from projects.drafting import demonstration
        from projects.drafting.public.feed import entries
        from projects.drafting.sources import RESULTS, SOURCES
        from supervision.demonstration import story
        from supervision.public import corrections_table, feed

        SOURCES[:] = [last_year.promises_not_kept, last_year.messages]
        RESULTS[:] = [last_results.reached]
        feed.MORE[:] = [entries]
        corrections_table.MORE[:] = [corrected_texts]
        story.CHAPTERS[:] = [demonstration.tell]
