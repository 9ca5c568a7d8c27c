"""What a clerk types for a month: the sheet to fill in, and reading it strictly.

A month's sheet has one line a target, with last month's figure and this month's plan beside
the box. Reading gives clean figures, errors (refused) and doubts (asked about, never refused).
"""

from supervision.reports.entry.figures import MONTH, TOTAL, Figures, is_behind
from supervision.reports.entry.lines import Line, sheet, sheets
from supervision.reports.entry.reading import SHEET, Entry, read, read_line

__all__ = [
    "MONTH",
    "SHEET",
    "TOTAL",
    "Entry",
    "Figures",
    "Line",
    "is_behind",
    "read",
    "read_line",
    "sheet",
    "sheets",
]
