"""Spreadsheets out and in: one writer, one reader, one preview."""
