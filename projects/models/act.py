from django.db.models import TextChoices


class Act(TextChoices):
    """Acts of the record, as the ledger tells them; edits in the admin name their model."""

    APPOINT = "任职登记"
    APPROVE_PLAN = "计划批准"
    ASSIGN_UNIT = "分工登记"
    CHANGE_PROJECT = "项目变更"
    CHANGE_QUOTA = "市级任务调整"
    CHANGE_ROLE = "修改角色要求"
    CHANGE_TERMS = "口径调整"
    CONFIRM_GUIDE = "办事指南确认"
    EXPORT = "导出"
    IMPORT_PLACES = "导入建设点位"
    IMPORT_UNITS = "导入单位"
    ISSUE_LIST = "清单印发"
    LOAD_PROGRAMME = "清单载入"
    LOAD_NAMES = "公众用语载入"
    MARK_PLACE = "点位登记"
    OPEN_GUIDE = "办事指南启用"
    PRUNE_SIGN_INS = "登录日志清理"
    RENEW_CODES = "更换恢复码"
    RESET_TWO_STEP = "重设两步验证"
    SET_TERMS = "口径登记"
    SET_UP_TWO_STEP = "开启两步验证"
    SWITCH_OFF_TWO_STEP = "关闭两步验证"
    WRITE_GUIDE = "办事指南填写"
