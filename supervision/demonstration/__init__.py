"""The demonstration's year (演示): invented units, plans, readings and reasons.

Nothing here is a fact about a real office; every name it makes carries 演示.
"""
