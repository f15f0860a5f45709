"""The judge's settings, for `nbgrader_config.py`: `c.NbJudge.test_seconds = 10.0`, and so on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from traitlets import Bool, Enum, Float, Integer, List, Unicode
from traitlets.config import LoggingConfigurable

from nbjudge.limits import Limits

VISIBLE: Final = "visible"
SCORES: Final = "scores"
DESCRIPTIONS: Final = "descriptions"
EVERYTHING: Final = "everything"
FEEDBACK: Final = (VISIBLE, SCORES, DESCRIPTIONS, EVERYTHING)

_KINDS: dict[str, type[Any]] = {"int": Integer, "float": Float}


# One trait for each field of Limits, with its default and help: they stand once, in limits.py.
_TRAITS = {f.name: _KINDS[str(f.type)](f.default, help=f.metadata["help"]).tag(config=True) for f in fields(Limits)}
_WithLimits: Any = type("_WithLimits", (LoggingConfigurable,), _TRAITS)


class NbJudge(_WithLimits):  # type: ignore[misc]  # a class made of data has no static type
    """How the judge grades."""

    sandbox = Bool(
        True, help="Whether to lock student code in. Switching it off is written into every notebook graded so."
    ).tag(config=True)
    without_landlock = Enum(
        ["refuse", "trust"],
        "refuse",
        help="On a host where no sandbox can be closed, as where gVisor stands in for the kernel: 'refuse' to grade, or"
        " 'trust' submissions as --no-sandbox does. Only for a host that is thrown away after each submission.",
    ).tag(config=True)
    jobs = Integer(
        None, allow_none=True, min=0, help="How many submissions are judged at a time; 0 or None: one for each core."
    ).tag(config=True)
    beside = Enum(
        ["allow", "refuse"],
        "allow",
        help="Grade cells that can only be judged beside the student's code, without a wall between answer and test: "
        "'allow', or 'refuse', which leaves them not judged.",
    ).tag(config=True)
    feedback = Enum(
        FEEDBACK,
        EVERYTHING,
        help="What a feedback page tells of the tests: 'visible', everything of those that stand in the notebook, and "
        "nothing of hidden ones; 'scores', the points of each grade cell; 'descriptions', also what each test asks and "
        "whether it passed; 'everything', also what went wrong, with an example of each.",
    ).tag(config=True)
    feedback_before_due = Enum(
        FEEDBACK,
        None,
        allow_none=True,
        help="The same until the assignment is due, a student's extension included; None: as feedback. Where no due "
        "date is known, as in `nbjudge grade`, it counts as not due yet; in the gradebook without one, as due.",
    ).tag(config=True)
    tries = Integer(
        10,
        min=0,
        help="How many submissions of a student and assignment `nbjudge watch` scores in a day; the latest of further "
        "ones is graded when the day is over. 0: any number.",
    ).tag(config=True)
    assignments = List(
        Unicode(), help="The assignments that the judge grades; the rest are stock nbgrader's. Empty: all."
    ).tag(config=True)
    ordinary_modules = List(
        Unicode(),
        help="Modules that grade cells import and students may read, though they were not installed from an index.",
    ).tag(config=True)

    def grades(self, assignment: str) -> bool:
        """Whether an assignment is the judge's, and not stock nbgrader's."""
        return not self.assignments or assignment in self.assignments

    def told(self, *, due: bool) -> str:
        """How much a student is told: one of FEEDBACK. ``due``: whether their due date has passed."""
        told: str = self.feedback if due or self.feedback_before_due is None else self.feedback_before_due
        return told

    @property
    def limits(self) -> Limits:
        """The limits that are in force.

        Raises:
            ValueError: if one of them makes no sense.
        """
        return Limits.from_dict({f.name: getattr(self, f.name) for f in fields(Limits)})
