"""What tests ask of objects that do not cross, where the answer decides: only what the solution's objects were asked.

An object of the student's that says it equals anything would else pass wherever a number is wanted. So such a question
is passed on only where the instructor's solution was asked the same: at the same line of the grade cell, of the same
classes of objects. Until that is known, in the solution's own trial, all of them are, and noted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from nbjudge.stands import BOTH, Question
from nbjudge.wire.forms import Handle

ANYWHERE: Final = 0  # in place of a line
KEPT: Final = 2_000  # of one grade cell; a solution that is asked more is judged beside
REFUSALS: Final = 20
#: Classes of which an object says of itself what everybody knows: its name, its signature.
PLAIN: Final = frozenset({"function", "builtin_function_or_method", "method", "type", "ABCMeta"})
CALLED: Final = "what was returned"  # of whatever class: it is only called


class Refused(TypeError):
    """A test asked what the solution was not asked there, or what cannot be asked across the wire."""


class Questions:
    """The questions of one grade cell after the other.

    Args:
        defined: the classes that solution cells define: only their objects decide by what they answer.

    Attributes:
        asked: those of the present cell that were passed on and decide.
        refused: what was not passed on, in words.
        met: what the student's code returned and the solution did not, in words.
        looking: whether what comes is what the student's names stand for. Of those, classes and functions are nothing
            odd: a cell looks again when a candidate has been replaced, where the solution's knew them from before.
    """

    def __init__(self, defined: frozenset[str] = frozenset()) -> None:
        self.asked: set[Question] = set()
        self.refused: list[str] = []
        self.met: list[str] = []
        self.looking = False
        self._defined = defined
        self._strangers: dict[int, int] = {}  # objects of other classes: how often each has told
        self._allowed: frozenset[Question] | None = None
        self._file = ""

    def start_cell(self, file: str, allowed: frozenset[Question] | None) -> None:
        """Begin with a grade cell, whose code names this file; ``allowed``: None for whatever is asked."""
        self.asked, self.refused, self.met = set(), [], []
        self._strangers.clear()
        self._allowed, self._file = allowed, file

    def pass_on(
        self,
        what: str,
        operands: Sequence[str],
        *,
        named: bool = False,
        anywhere: bool = False,
        harmless: bool = False,
    ) -> None:
        """Note a question, or refuse it.

        Args:
            operands: the classes of the objects that take part, or the name that the student gave the first.
            named: the first is a class of the student's, or what the student's code has a name for, or is only called.
            anywhere: it may be asked at any line of the cell.
            harmless: it brings nothing of the test's, so only the class matters.

        Raises:
            Refused: if the solution was not asked this, or it is asked of an object of somebody else's class.
        """
        of = operands[0]
        if self._file and not named and of not in self._defined:
            raise self.refuse(f"{what} of {of}, a class that no solution cell defines")
        if harmless:
            return
        question = (ANYWHERE if anywhere else self._line(), what, tuple(operands))
        if self._allowed is None:
            self.asked.add(question)
            if len(self.asked) > KEPT:
                raise self.refuse(f"more than {KEPT} different questions in one cell")
        elif question not in self._allowed:
            raise self.refuse(f"{what} of {of}, which the instructor's solution was not asked there")

    def meet(self, handle: Handle) -> None:
        """Note an object that does not cross, and is of no class that a solution cell defines.

        It may answer otherwise than a value would: most of all where the solution has none of that class.
        """
        if self.looking and handle.type_name in PLAIN:
            return
        if handle.type_name not in PLAIN and handle.type_name not in self._defined:
            self._strangers.setdefault(handle.id, 0)
        question = (ANYWHERE, "met", (handle.type_name,))
        if self._allowed is None:
            self.asked.add(question)
        elif question not in self._allowed and len(self.met) < REFUSALS:
            self.met.append(f"a value of the class {handle.type_name}, where the instructor's solution has none")

    def is_stranger(self, handle: Handle) -> bool:
        """Whether an object is of a class that no solution cell defines."""
        return handle.id in self._strangers

    def meet_masked(self, *, partly: bool) -> None:
        """Note a masked array, of which NumPy takes what is masked for equal to anything."""
        question = (ANYWHERE, "met", ("MaskedArray",))
        if self._allowed is None:
            self.asked.add(question)
        elif question not in self._allowed and partly:
            self.refuse("a masked array, where the instructor's solution has none")

    def credit(self, *, is_number: bool) -> None:
        """Note what the last line of a cell shows, which may be partial credit.

        Raises:
            Refused: if it shows a number for the solution, and none now, which would be full credit.
        """
        question = (ANYWHERE, "credit", ())
        if self._allowed is None:
            self.asked |= {question} if is_number else set()
        elif question in self._allowed and not is_number:
            raise self.refuse("a last line that shows no number, where it shows one for the instructor's solution")

    def meet_reduced(self, names: Sequence[str]) -> None:
        """Note values of subclasses of plain types, which have come without what those subclasses add."""
        for name in names:
            question = (ANYWHERE, "met", (name,))
            if self._allowed is None:
                self.asked.add(question)
            elif question not in self._allowed and len(self.met) < REFUSALS:
                self.met.append(f"a value of the class {name}, of which only what it holds crosses")

    @property
    def is_trial(self) -> bool:
        """Whether this is the solution's trial: all may be asked, and what is asked is noted."""
        return self._allowed is None

    @property
    def learning(self) -> bool:
        """Whether this is the solution's trial, and it is not known yet whether the cell is to be judged both ways."""
        return self.is_trial and BOTH not in self.asked

    def need_both(self) -> None:
        """Note that it may show in this cell that values have crossed: it is judged beside as well."""
        self.asked.add(BOTH)

    def tell(self, handle: Handle) -> None:
        """Note that a stranger tells what it is. It does so once: it could tell otherwise the next time.

        Raises:
            Refused: if it has told before.
        """
        if handle.id in self._strangers:
            self._strangers[handle.id] += 1
            if self._strangers[handle.id] > 1:
                raise self.refuse(f"a second question to a value of the class {handle.type_name}")

    def refuse(self, why: str) -> Refused:
        """Note that something could not be asked; raise what is returned."""
        if len(self.refused) < REFUSALS:
            self.refused.append(why)
        return Refused(why)

    def _line(self) -> int:
        """The line of the grade cell that asks, whatever it called to do so."""
        frame = sys._getframe(2)
        while frame.f_back is not None and frame.f_code.co_filename != self._file:
            frame = frame.f_back
        return frame.f_lineno if frame.f_code.co_filename == self._file else ANYWHERE
