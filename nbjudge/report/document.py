"""All numbers of the page as data: what `nbjudge report --json` prints, and what the page is made of."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from nbjudge.report import policy
from nbjudge.report.alike.pairs import SHOWN, Pair
from nbjudge.report.anonymity import Names
from nbjudge.report.causes import Cause
from nbjudge.report.gathering import KINDS, UNREADABLE, Gathered, Group, Row
from nbjudge.report.items import Item
from nbjudge.report.reading import GradedClass
from nbjudge.report.statistics import Spread, histogram, total
from nbjudge.report.times import times_of
from nbjudge.verdicts import OUTCOMES

SCHEMA: Final = 1


def document(
    graded: GradedClass, gathered: Gathered, pairs: Sequence[Pair] | None, names: Names, beside: Path
) -> dict[str, Any]:
    """The report as JSON data; its schema stands in docs/judge/reference.md.

    Args:
        pairs: alike answers, by places in the class; None if there are too few to tell.
        beside: the folder that links begin at.
    """
    rows = sorted(gathered.rows, key=lambda row: names.number(row.student))
    groups = _groups(gathered)
    causes = gathered.causes.ranked()
    letters = {id(group): letter for group, letter in groups}
    places = {cause.number: place for place, cause in enumerate(causes, 1)}
    return {
        "schema": SCHEMA,
        "assignment": graded.name,
        "anonymous": names.anonymous,
        "class": _class(graded, gathered),
        "scores": _scores(gathered),
        "tests": [_item(item) for item in _in_order(gathered)],
        "causes": [_cause(cause, places, names) for cause in causes],
        "groups": [_group(group, letter, gathered, places) for group, letter in groups],
        "odd": _odd(gathered, names),
        "alike": _alike(pairs, gathered, names),
        "times": times_of(gathered),
        "students": [_student(row, graded, gathered, places, letters, names, beside) for row in rows],
    }


def _class(graded: GradedClass, gathered: Gathered) -> dict[str, Any]:
    rows, most = gathered.rows, gathered.max_points
    spread = Spread.of([row.points for row in rows])
    return {
        "enrolled": len(graded.enrolled),
        "submitted": graded.handed_in,
        "graded": len(rows),
        "late": sum(row.overdue is not None and row.overdue > 0 for row in rows),
        "not_judged": sum(row.not_judged for row in rows),
        "unreadable": len(
            {student for (kind, _), who in gathered.odd.items() if kind == UNREADABLE for student in who}
        ),
        "median": round(spread.median, 9) if spread is not None else None,
        "max_points": most,
        "full_marks": sum(row.points >= most - 1e-9 for row in rows),
    }


def _scores(gathered: Gathered) -> dict[str, Any]:
    points = [row.points for row in gathered.rows]
    spread = Spread.of(points)
    bars = histogram(points, 0.0, max([gathered.max_points, *points]), policy.HISTOGRAM_BARS)
    return {
        "quartiles": {name: round(value, 9) for name, value in asdict(spread).items()} if spread is not None else None,
        "histogram": [{"from": bar.low, "to": bar.high, "students": bar.count} for bar in bars],
        "penalties": {
            "students": sum(row.penalty > 0 for row in gathered.rows),
            "points": total(row.penalty for row in gathered.rows),
        },
        "extra_credit": {
            "students": sum(row.extra > 0 for row in gathered.rows),
            "points": total(row.extra for row in gathered.rows),
        },
        "cells": [_cell(column, gathered) for column in columns_in_order(gathered)],
    }


def columns_in_order(gathered: Gathered) -> list[tuple[str, str]]:
    """Notebook and grade_id of each cell with points, as they stand there; what a person grades at the end."""
    order = gathered.order
    return sorted(gathered.columns, key=lambda column: (column[0], order.get(column, len(order)), column[1]))


def _cell(column: tuple[str, str], gathered: Gathered) -> dict[str, Any]:
    cell = gathered.cells[column]
    return {
        "notebook": column[0],
        "cell": column[1],
        "stand": cell.stand or None,
        "max_points": cell.most,
        "students": cell.students,
        "mean": round(cell.total / cell.students, 9) if cell.students else None,
        "full": cell.full,
        "none": cell.none,
        "by_hand": cell.by_hand,
        "extra_credit": cell.extra,
        "waiting": cell.waiting,
    }


def _in_order(gathered: Gathered) -> list[Item]:
    order = gathered.order
    return sorted(gathered.items.values(), key=lambda item: (order[item.notebook, item.cell], item.place))


def _item(item: Item) -> dict[str, Any]:
    return {
        "notebook": item.notebook,
        "cell": item.cell,
        "test": item.test,
        "description": item.description,
        "hidden": item.hidden,
        "stand": item.stands.most_common(1)[0][0],
        "students": item.students,
        "judged": item.judged,
        "passed": item.passed,
        "outcomes": {outcome: item.outcomes[outcome] for outcome in OUTCOMES if item.outcomes[outcome]},
        "correlation": None if item.r is None else round(item.r, 3),
        "seconds": round(item.seconds / item.students, 6),
        "visible_pass": item.open_to,
        "fail_despite": item.despite,
        "flags": [{"flag": flag, "text": text} for flag, text in item.flags()],
    }


def _cause(cause: Cause, places: Mapping[int, int], names: Names) -> dict[str, Any]:
    return {
        "cause": places[cause.number],
        "named": cause.named,
        "about": cause.about,
        "key": cause.key,
        "sentence": names.redacted(cause.sentence),
        "section": cause.section,
        "cells": [name for name, _ in cause.cells.most_common()],
        "students": cause.students,
        "tests": cause.tests,
        "points": total([cause.points]),
        "examples": [
            {
                "test": example.test,
                "numbers": [[name, names.redacted(number)] for name, number in example.numbers],
                "message": names.redacted(example.message),
            }
            for example in cause.examples
        ],
    }


def _groups(gathered: Gathered) -> list[tuple[Group, str]]:
    """The largest groups, with a letter each."""
    large = [group for group in gathered.groups.values() if group.students >= policy.ALIKE_GROUP]
    large.sort(key=lambda group: (-group.students, sorted(group.failed)))
    return [(group, chr(ord("A") + place)) for place, group in enumerate(large[: policy.GROUPS_SHOWN])]


def _group(group: Group, letter: str, gathered: Gathered, places: Mapping[int, int]) -> dict[str, Any]:
    items = [item for item in _in_order(gathered) if item.place in group.failed]
    return {
        "group": letter,
        "students": group.students,
        "mean_points": round(group.points / group.students, 9),
        "tests": [{"notebook": item.notebook, "cell": item.cell, "test": item.test} for item in items],
        "causes": [{"cause": places[number], "students": count} for number, count in group.causes.most_common()],
    }


def _odd(gathered: Gathered, names: Names) -> list[dict[str, Any]]:
    """What was odd, in order of what should be looked at first."""
    listed: list[dict[str, Any]] = []
    found = sorted(gathered.odd.items(), key=lambda one: (KINDS.index(one[0][0]), -len(one[1]), one[0][1]))
    for (kind, what), who in found:
        shown = sorted(who, key=names.number)[: policy.WHO_SHOWN]
        told = {"kind": kind, "what": names.redacted(what), "students": len(who)}
        listed.append(told | {"who": [names.shown(student) for student in shown]})
    return listed


def _alike(pairs: Sequence[Pair] | None, gathered: Gathered, names: Names) -> dict[str, Any]:
    shown = list(pairs or ())[:SHOWN]
    students = [row.student for row in gathered.rows]
    return {
        "compared": pairs is not None,
        "found": len(pairs or ()),
        "pairs": [
            {
                "students": [names.shown(students[pair.first]), names.shown(students[pair.second])],
                "symbols": pair.symbols,
                "likeness": round(pair.likeness, 1),
                "comments": pair.comments,
            }
            for pair in shown
        ],
    }


def _student(
    row: Row,
    graded: GradedClass,
    gathered: Gathered,
    places: Mapping[int, int],
    letters: Mapping[int, str],
    names: Names,
    beside: Path,
) -> dict[str, Any]:
    scores = dict(zip(gathered.columns, row.scores, strict=True))
    links = []
    for notebook in [] if names.anonymous else row.notebooks:
        page, kept = graded.page_of(row.student, notebook), graded.notebook_of(row.student, notebook)
        feedback = _link(page, beside) if page.exists() else None
        links.append({"name": notebook, "feedback": feedback, "notebook": _link(kept, beside)})
    return {
        "student": names.shown(row.student),
        "name": None if names.anonymous else row.name,
        "points": round(row.points, 9),
        "penalty": round(row.penalty, 9),
        "extra_credit": round(row.extra, 9),
        "late": row.overdue is not None and row.overdue > 0,
        "cells": [scores[column] for column in columns_in_order(gathered)],
        "causes": sorted(places[number] for number in row.causes),
        "group": letters.get(id(row.group)),
        "not_judged": row.not_judged,
        "notebooks": links,
    }


def _link(path: Path, beside: Path) -> str:
    return quote(os.path.relpath(path, beside))
