"""Which measures count people: persons, their cases and visits, and families."""

# A family is known by what befell one of its members, so 户 counts people too.
ENDINGS = ("人", "人次", "人数", "名", "位", "例", "户", "户次", "家庭", "对")


def counts_people(measure: str) -> bool:
    """Whether what is counted in a measure is people: 人次 and 户, not 所 or 件."""
    return measure.strip().endswith(ENDINGS)
