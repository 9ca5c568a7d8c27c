from projects.clock import now, today

__all__ = ["now", "today"]
