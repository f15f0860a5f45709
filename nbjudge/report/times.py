"""When was handed in, around the deadline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from nbjudge.report import policy
from nbjudge.report.gathering import NO_TIME, Gathered
from nbjudge.report.statistics import round_step

_HOUR: Final = 3600.0


def times_of(gathered: Gathered) -> dict[str, Any]:
    """When was handed in: hours after the deadline (each student's own), or days where there is none."""
    due = gathered.known.due
    unknown = sum(len(who) for (kind, _), who in gathered.odd.items() if kind == NO_TIME)
    told: dict[str, Any] = {"due": due.isoformat(sep=" ") if due is not None else None, "unknown": unknown}
    if due is None:
        days: dict[str, int] = {}
        for when in sorted(row.when for row in gathered.rows if row.when is not None):
            days[f"{when:%Y-%m-%d}"] = days.get(f"{when:%Y-%m-%d}", 0) + 1
        return told | {"days": [{"day": day, "students": count} for day, count in days.items()], "hours": []}
    hours = [row.overdue / _HOUR for row in gathered.rows if row.overdue is not None]
    return told | {"days": [], "hours": _around_deadline(hours)}


def _around_deadline(hours: Sequence[float]) -> list[dict[str, Any]]:
    """Bars of whole hours or more before the deadline and after it: none holds both."""
    if not hours:
        return []
    early, late = min(*hours, 0.0), max(*hours, 0.0)
    width = max(1.0, round_step((late - early) / policy.HISTOGRAM_BARS))
    first, last = math.floor(early / width), max(math.ceil(late / width), 1 if late > 0 else 0)
    counts: dict[int, int] = dict.fromkeys(range(first, last), 0)
    for hour in hours:
        # to the second on time is on time: bars before the deadline hold their upper end
        place = math.ceil(hour / width) - 1
        counts[max(place, first)] = counts.get(max(place, first), 0) + 1
    return [{"from": width * n, "to": width * (n + 1), "students": count} for n, count in sorted(counts.items())]
