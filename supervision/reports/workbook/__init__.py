"""填报表: a unit's month as a workbook that goes out, is filled in anywhere, and comes back."""
