from projects.drafting.admin import listing

__all__ = ["listing"]
