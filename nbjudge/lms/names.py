"""People's names and logins, compared: each system writes them in its own way."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """A login or an address without what two ways of writing it may differ in: case, and blanks around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def letters(name: str) -> str:
    """A name's letters and digits alone, in one case: `Lovelace, Ada` and Canvas's `lovelaceada` are the same."""
    return "".join(char for char in folded(name) if char.isalnum())
