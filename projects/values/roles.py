"""What the roles are called; each app says what its own permissions are given to."""

CLERK, LEADER, SUPERVISOR, ADMINISTRATOR = "经办人", "分管负责人", "督查", "系统管理员"
DISTRICT = "区领导"
SECURITY, AUDITOR = "安全管理员", "审计管理员"
ALL = (CLERK, LEADER, SUPERVISOR, ADMINISTRATOR, DISTRICT, SECURITY, AUDITOR)
