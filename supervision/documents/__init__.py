"""Official documents: what they say, and how they look in Word and in print (GB/T 9704)."""
