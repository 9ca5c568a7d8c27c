class Refused(Exception):
    """An action that may not be done; its text is a Chinese sentence for the person who tried.

    `field` names the box of a form at which it belongs; "" where it speaks of the whole.
    """

    def __init__(self, *said: str, field: str = ""):
        super().__init__(*said)
        self.field = field


class Stale(Refused):
    """Somebody else changed the thing in the meantime; nothing was written."""
