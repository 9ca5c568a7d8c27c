from projects.admin import (
    access,
    assignment,
    citytask,
    event,
    naming,
    person,
    programme,
    project,
    target,
    unit,
)

__all__ = [
    "access",
    "assignment",
    "citytask",
    "event",
    "naming",
    "person",
    "programme",
    "project",
    "target",
    "unit",
]
