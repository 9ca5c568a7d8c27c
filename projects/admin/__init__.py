from projects.admin import access, assignment, event, person, programme, project, target, unit

__all__ = ["access", "assignment", "event", "person", "programme", "project", "target", "unit"]
