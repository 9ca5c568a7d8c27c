class Refused(Exception):
    """An action that may not be done; its text is a Chinese sentence for the person who tried."""


class Stale(Refused):
    """Somebody else changed the thing in the meantime; nothing was written."""
