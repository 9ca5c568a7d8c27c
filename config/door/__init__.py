"""The door: public pages are answered from kept copies, before Django builds a request."""

from config.door.door import Door

__all__ = ["Door"]
