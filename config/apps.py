from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "config.admin.PortalAdminSite"

    def ready(self):
        super().ready()
        # Imported late: models are not loaded when this module is.
        from django.contrib import admin

        from config.exporting import attach

        attach(admin.site)
