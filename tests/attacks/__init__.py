"""Hostile submissions, and hostile candidates on the wire."""
