"""Feedback pages: which are due, what goes into them, and making them fast."""
