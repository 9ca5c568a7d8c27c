"""Signing in: the password, the second step, and what was typed when a session ended."""
