import json

from django.contrib import admin

from projects.admin.base import SeenOnlyAdmin
from supervision.admin.pages import OfficeOnly
from supervision.models import CardPolicy


@admin.register(CardPolicy)
class CardPolicyAdmin(OfficeOnly, SeenOnlyAdmin):
    list_display = ["name", "version", "valid_from", "adopted_at", "adopted_by"]
    list_select_related = ["adopted_by"]
    fieldsets = [
        (
            "版本",
            {
                "fields": ["name", "version", "valid_from", "adopted_at", "adopted_by"],
                "description": "启用后不再改动；调整规则要启用新的版本，已经定稿的月份不受影响。",
            },
        ),
        ("规则", {"fields": ["rules"], "description": "与公开的 replay_card 所用规则文件一致。"}),
    ]
    readonly_fields = ["rules"]

    @admin.display(description="规则内容")
    def rules(self, policy):
        return json.dumps(json.loads(policy.body), ensure_ascii=False, indent=1)
