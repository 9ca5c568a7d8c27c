"""Official papers: what they say, and their templates in Word filled with it."""
