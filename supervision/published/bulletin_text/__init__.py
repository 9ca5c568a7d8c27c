"""The bulletin's text as the office writes it, with placeholders where numbers stand."""
