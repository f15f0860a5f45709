"""Times as Moodle writes them for people: `Monday, 23 November 2026, 9:26 PM`, and so in other languages.

Moodle shows them in the zone of whoever downloads, and does not say in which.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.tz import tzlocal

from nbjudge.course.errors import GradingError

# January to December, as Moodle's language packs write them; of each the first letters suffice
_MONTHS: Final = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jan feb mär apr mai jun jul aug sep okt nov dez",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb maa apr mei jun jul aug sep okt nov dec",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
}
_DAYS: Final = ("mardi", "marte", "maand")  # names of days that begin as months do
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*(?:([ap])\.?\s*m\.?)?(?![\d.:])", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_EASTERN: Final = re.compile(r"\d{4}\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NOTHING: Final = "-"
_LONGEST: Final = 100  # characters: what is longer was written by somebody, not by Moodle


def zone_named(name: str | None) -> tzinfo:
    """A time zone by its name, such as `Europe/Berlin`; this machine's for None.

    Raises:
        GradingError: if there is none of that name.
    """
    if name is None:
        local: tzinfo = tzlocal()
        return local
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise GradingError(f"there is no time zone {name!r}: expected a name such as Europe/Berlin or UTC") from None


def like_a_time(text: str) -> bool:
    """Whether a cell may hold a time, in whatever language; one that says that there is none counts."""
    return text == _NOTHING or bool(len(text) < _LONGEST and _YEAR.search(text) and _TIME.search(text))


def read_time(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a cell names, as it is in ``zone``; None if there is none, or the language is not known."""
    clock, year = _TIME.search(text[:_LONGEST]), _YEAR.search(text[:_LONGEST])
    day = _day_and_month(text[: clock.start()], year[0]) if clock and year else None
    if clock is None or year is None or day is None:
        return None
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    try:
        return datetime(int(year[0]), day[1], day[0], hour, int(clock[2]), tzinfo=zone)
    except ValueError:
        return None


def _day_and_month(text: str, year: str) -> tuple[int, int] | None:
    eastern = _EASTERN.search(text)
    if eastern is not None:
        return int(eastern[2]), int(eastern[1])
    months = {month for word in _WORD.findall(text.casefold()) if (month := _month(word))}
    days = _DAY.findall(text.replace(year, " "))
    return (int(days[0]), months.pop()) if len(months) == 1 and len(days) == 1 else None


def _month(word: str) -> int:
    """Which month a word names; 0 if it names none."""
    if word.startswith(_DAYS):
        return 0
    found = (i for months in _MONTHS.values() for i, begin in enumerate(months.split(), 1) if word.startswith(begin))
    return next(found, 0)
