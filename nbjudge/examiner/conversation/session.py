"""The examiner's conversation with one candidate: what it asks.

A remote call is faithful: arrays that the student's code changes in place change here too, warnings raised there are
raised again here, exceptions arrive as the same builtin class, else as CandidateError. Nothing that comes back is
trusted to be more than a value.
"""

from __future__ import annotations

import operator
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np

from nbjudge.examiner.conversation.exchange import Exchange
from nbjudge.examiner.conversation.objects import Objects
from nbjudge.examiner.conversation.proxies import (
    TOLD,
    Call,
    Remote,
    ScriptOutcome,
    class_of,
    handle_of,
    is_made,
    label_of,
)
from nbjudge.examiner.conversation.questions import CALLED, Questions
from nbjudge.limits import Limits
from nbjudge.verdicts import DIED
from nbjudge.wire.batches import outcomes_of, planned
from nbjudge.wire.forms import Handle
from nbjudge.wire.specials import DECIDING

#: What is asked of a sequence, done with what it held.
OF_SEQUENCES: Final[dict[str, Callable[..., object]]] = {
    "__iter__": iter, "__len__": len, "__getitem__": operator.getitem, "__reversed__": reversed,
}  # fmt: skip


class Session(Exchange):
    """One candidate, spoken to over ``fd``.

    Args:
        questions: what tests may ask.
    """

    def __init__(self, fd: int, limits: Limits, questions: Questions | None = None) -> None:
        super().__init__(fd, limits, questions)
        self.objects = Objects(self, self.questions)
        self._snapshots: dict[int, list[object]] = {}
        self._said: dict[tuple[int, str], object] = {}

    def run_cell(
        self, source: str, given: bool, seconds: float, statements: int | None = None, *, strict: bool = False
    ) -> object:
        """Run a cell in the candidate, or its first statements; returns what became of it, as the candidate tells it.

        strict: a statement that grading refuses is not skipped.

        Should it hang or die, ``reached`` says how many statements it had run.
        """
        self.reached = None
        question = self._question(["cell", source, given, seconds, statements, strict])
        return self._exchange(question, progress=True).get("value")

    def look(self, names: Iterable[str]) -> dict[str, Any]:
        """What of ``names`` the student's cells define: name to ``[kind, ...]``."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # looking runs no student code that could honestly warn
            self.questions.looking = True
            try:
                found = self._request(["look", list(names)])
            finally:
                self.questions.looking = False
        return found if type(found) is dict else {}

    def get(self, target: Remote | type | Handle, name: str) -> object:
        """The value of an attribute there."""
        if name in TOLD:
            return self._told(target, f".{name}", lambda: self._request(["get", handle_of(target), name]))
        self.questions.pass_on(f".{name}", [class_of(target)], named=isinstance(target, type))
        return self._request(["get", handle_of(target), name])

    def set(self, target: Remote, name: str, value: object) -> None:
        """Set an attribute there."""
        self.questions.pass_on(f".{name} =", [class_of(target)])
        self._request(["set", handle_of(target), name, value])

    def call(
        self, target: Remote | type | Handle, method: str, arguments: tuple[Any, ...], keywords: dict[str, Any], *,
        named: bool = False,
    ) -> object:  # fmt: skip
        """What a method returns there, or, without a name, the object itself when it is called.

        Args:
            named: the student's code has a name for the object, and the test has it by that.
        """
        harmless = bool(method) and not arguments and not keywords
        if named:
            self.questions.pass_on("()", [label_of(target)], named=True, anywhere=True)
        elif method:
            of = [class_of(target), *map(class_of, arguments)]
            # what the test has made itself is what it takes it for; what the student's code returned may not be
            self.questions.pass_on(f"{method}()", of, anywhere=is_made(target), harmless=harmless)
        else:  # a function or an object that can be called: what it is matters to nobody
            self.questions.pass_on("()", [CALLED, *map(class_of, arguments)], named=True)
        listed = list(arguments)
        return self._request(["call", handle_of(target), method, listed, keywords], (listed, keywords))

    def special(self, target: Remote, name: str, arguments: tuple[Any, ...]) -> object:
        """What a special method stands for, done there."""
        handle, listed = handle_of(target), list(arguments)

        def ask() -> object:
            return self._request(["special", handle, name, listed], (listed,))

        if name in DECIDING:
            self.questions.pass_on(name, [class_of(target), *map(class_of, arguments)])
        elif self.questions.is_stranger(handle) and "__next__" not in vars(type(target)):
            kept = self._snapshot_of(target)
            if kept is not None and name in OF_SEQUENCES:
                return OF_SEQUENCES[name](kept, *arguments)
            plain = all(type(argument) in (int, str) for argument in arguments)
            return self._told(target, f"{name} {arguments}" if plain else "", ask)
        found = ask()
        if name == "__array__" and type(found) is not np.ndarray:
            raise self.questions.refuse(f"a {label_of(target)} as an array")
        return found

    def _told(self, target: Remote | type | Handle, question: str, ask: Callable[[], object]) -> object:
        """What an object says of itself: a stranger always the same to the same question, and nothing to others.

        question: in words, by which it is known again; empty if it cannot be.
        """
        handle = handle_of(target)
        if not self.questions.is_stranger(handle):
            return ask()
        if not question or (handle.id, question) not in self._said:
            self.questions.tell(handle)
            self._said[handle.id, question] = ask()
        return self._said[handle.id, question]

    def _snapshot_of(self, target: Remote) -> list[object] | None:
        """What a sequence of a stranger's holds, when it was first asked: one answer to all questions."""
        handle = handle_of(target)
        if handle.id not in self._snapshots and "__iter__" in vars(type(target)):
            found = self._request(["special", handle, "__snapshot__", []], ([],))
            self._snapshots[handle.id] = found if type(found) is list else []
        return self._snapshots.get(handle.id)

    def run_scripts(
        self,
        cls: type | Handle,
        scripts: Sequence[Sequence[Call]],
        *,
        in_turn: bool,
        wanted: Sequence[Sequence[int]] | None,
    ) -> list[ScriptOutcome]:
        """For each script an instance of ``cls``, on which its calls are made in order, all in one message.

        A call that fails ends its script; of several failures only the first is told.

        The arguments are handed over: a change of them in place is not made here. Results are as they were when they
        were returned; of those that changed later, the numbers come back.

        Args:
            in_turn: the first call of each script is made, then the second of each, and so on.
            wanted: for each script the numbers of the calls whose results are; others stay there, and are None here.
        """
        self.questions.pass_on("scripts", [label_of(cls)], named=True, anywhere=True)
        plans, arguments = planned(scripts)
        asked = None if wanted is None else [list(numbers) for numbers in wanted]
        answer = self._request(["run_scripts", handle_of(cls), plans, arguments, in_turn, asked])
        try:
            outcomes = outcomes_of(answer, [len(script) for script in scripts])
        except ValueError as error:
            malformed = f"malformed reply: {error}"
        else:
            ended = next((self._exception(error) for _, _, error in outcomes if error is not None), None)
            return [(results, changed, error and ended) for results, changed, error in outcomes]
        raise self.lose(DIED, malformed)
