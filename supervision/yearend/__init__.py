"""The end of a year: what was promised and what became of it, the archive, the next year."""
