"""Spreadsheets that the office brings in: previewed, confirmed, all or nothing."""
