from django.db.models import TextChoices


class Act(TextChoices):
    """Acts of drafting, as the ledger tells them."""

    START = "清单编制起稿"
    DESCRIBE = "清单编制登记"
    READ_TEXT = "清单识读"
    SAVE = "清单条目核对"
    SAVE_MANY = "清单条目批量核对"
    ADD = "清单条目增加"
    REMOVE = "清单条目删去"
    RESTORE = "清单条目恢复"
    MOVE = "清单条目移动"
    READ_AGAIN = "清单条目重新识读"
    BRING_UPPER = "上级清单登记"
    ANSWER_UPPER = "上级清单承接"
    DROP = "清单编制作废"
    FREEZE = "清单成稿"
    PROPOSE_ISSUE = "清单印发提请"
    REFUSE_ISSUE = "清单印发退回"
    ISSUE = "清单印发"
    START_FROM = "起草下年清单"
    BEGIN = "编制启动"
    PLAN_DAYS = "编制时间表"
    MOVE_STAGE = "编制进程"
