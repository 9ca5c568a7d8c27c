from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    site_header = "民生实事督查平台"
    site_title = "民生实事督查平台"
    index_title = "工作台"
    site_url = "/"
    enable_nav_sidebar = False
