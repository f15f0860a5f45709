"""What is known of a notebook's source before any submission: what its cells import, bind and define."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbjudge.notebooks.names import names_used


@dataclass(frozen=True)
class Imported:
    """A name that cells of the source import: the statement, and whether only solution cells do."""

    statement: str
    only_in_solutions: bool = False


@dataclass(frozen=True)
class Background:
    """What is known of a notebook's source before any submission.

    Attributes:
        imports: names that its cells import from what is installed; ``*module`` for all that a module has.
        bound: by cell id, the names that a cell of the source binds otherwise, unless it is a grade cell.
        solutions: the ids of those that are solution cells.
        classes: the names of all classes that solution cells define.
        of_kit: names that they import from the kit.
        used: the names that grade cells use, and what the cells use that define those.
        released: by cell id, a grade cell as students have it.
    """

    imports: Mapping[str, Imported] = field(default_factory=dict)
    bound: Mapping[str, frozenset[str]] = field(default_factory=dict)
    solutions: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    of_kit: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    released: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Background:
        """From JSON data."""
        imports = {name: Imported(*imported) for name, imported in told["imports"].items()}
        bound = {cell: frozenset(names) for cell, names in told["bound"].items()}
        sets = {what: frozenset(told[what]) for what in ("solutions", "classes", "of_kit")}
        return cls(imports, bound, used=names_used(told["texts"]), released=told["released"], **sets)
