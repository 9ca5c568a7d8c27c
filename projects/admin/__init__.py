from projects.admin import assignment, event, person, programme, project, target, unit

__all__ = ["assignment", "event", "person", "programme", "project", "target", "unit"]
