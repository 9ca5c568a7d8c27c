"""Official papers in Word."""
