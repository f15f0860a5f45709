"""Text of students on a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """A student's name, or a message that quotes one, may hold what a terminal takes for a command."""
    return "".join(char if char.isprintable() else "?" for char in text)
