"""The page: one file of HTML that needs nothing else, made of the document's numbers by templates/.

Everything in it is escaped by Jinja unless it was made here. There is no script, and its own policy forbids to load
anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from nbjudge.report import charts, policy
from nbjudge.report.alike.sides import Line

Sides = tuple[Sequence[Line], Sequence[Line]]
LISTED: Final = 200  # students: the list of more is folded


def page(told: Mapping[str, Any], sides: Sequence[Sides], released: bool) -> str:
    """The report as HTML.

    Args:
        told: what ``document`` gives.
        sides: for each of its alike pairs, both answers.
        released: whether what the release holds was taken out of the answers.
    """
    shown = Environment(
        loader=PackageLoader("nbjudge.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    students = told["class"]["graded"]
    shown.filters.update(points=_points, seconds=_seconds)
    shown.globals.update(share=charts.share, of=_of, policy=policy, listed=LISTED)
    return shown.get_template("report.html").render(
        {name: value for name, value in told.items() if name not in ("class", "students", "tests")},
        told_class=told["class"],
        told_students=told["students"],
        students_count=students,
        made=f"{datetime.now():%Y-%m-%d %H:%M}",
        score_chart=_score_chart(told["scores"]),
        time_chart=_time_chart(told["times"]),
        tests_by_cell=_by_cell(told["tests"]),
        flagged=[test for test in told["tests"] if test["flags"]],
        causes_shown=_causes_shown(told["causes"]),
        sides=sides,
        released=released,
    )


def _score_chart(scores: Mapping[str, Any]) -> Markup:
    bars, quartiles = scores["histogram"], scores["quartiles"]
    columns = [
        charts.Column(_points(bar["from"]), f"{_points(bar['from'])} to {_points(bar['to'])}: {bar['students']}",
                      bar["students"])
        for bar in bars
    ]  # fmt: skip
    markers = []
    if quartiles is not None:
        width = bars[0]["to"] - bars[0]["from"]
        markers = [charts.Marker(quartiles["median"] / width, f"median {_points(quartiles['median'])}")]
    said = "How many students have how many points; the numbers stand in the table below."
    return charts.columns(columns, said, markers, _points(bars[-1]["to"]))


def _time_chart(times: Mapping[str, Any]) -> Markup | None:
    """By hours around the deadline, or by days; None if no time is known."""
    said = "How many handed in when; the numbers stand in the table below."
    if times["hours"]:
        bars = times["hours"]
        unit = "d" if (bars[0]["to"] - bars[0]["from"]) % 24 == 0 else "h"
        columns = []
        for bar in bars:
            low, high = (_after(bar[end], unit) for end in ("from", "to"))
            kind = "bar" if bar["to"] <= 0 else "bar late"
            columns.append(charts.Column(low, f"{low} to {high}: {bar['students']}", bar["students"], kind))
        before = sum(bar["to"] <= 0 for bar in bars)
        return charts.columns(columns, said, [charts.Marker(before, "deadline")], _after(bars[-1]["to"], unit))
    days = [charts.Column(day["day"][5:], f"{day['day']}: {day['students']}", day["students"]) for day in times["days"]]
    return charts.columns(days, said) if days else None


def _causes_shown(causes: Sequence[Mapping[str, Any]]) -> int:
    """Those of a single student only where the list is short without."""
    several = len([cause for cause in causes if cause["students"] > 1])
    return min(max(several, policy.CAUSES_SHORT), policy.CAUSES_SHOWN)


def _by_cell(tests: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The tests of each cell together."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for test in tests:
        found.setdefault((test["notebook"], test["cell"]), []).append(test)
    return list(found.values())


def _of(part: int, whole: int) -> str:
    """A part of a whole in words, with a percentage where that means something."""
    told = f"{part} of {whole}"
    return f"{told}, {100 * part / whole:.0f} %" if whole >= policy.PERCENT_FROM else told


def _points(number: float) -> str:
    return f"{round(number, 2):g}".replace("-", "−")  # noqa: RUF001 - a minus sign, as in print


def _seconds(number: float) -> str:
    return f"{number:.1f} s" if number >= 1 else f"{1000 * number:.0f} ms" if number >= 0.001 else "< 1 ms"


def _after(hours: float, unit: str) -> str:
    """So many hours after the deadline, in hours or days."""
    sign = "−" if hours < 0 else "+" if hours > 0 else ""  # noqa: RUF001 - likewise
    return f"{sign}{abs(hours) / (24 if unit == 'd' else 1):g} {unit}"
