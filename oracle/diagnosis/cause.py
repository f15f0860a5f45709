"""A cause, as the engine tells it, and the AssertionError that carries one to the student."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CONTRACT: Final = "The contract"
CHAIN_RULE: Final = "The chain rule, for one layer"
# the heading of the notebook in which each class is explained
SECTIONS: Final[Mapping[str, str]] = {
    "ReLU": "1 · ReLU",
    "Sigmoid": "2 · Sigmoid",
    "GELU": "3 · GELU",
    "SiLU": "4 · SiLU",
}


@dataclass(frozen=True)
class Cause:
    """A mistake that the numbers show.

    Attributes:
        key: the same for the same mistake, whichever test met it.
        sentence: what it is, for the student.
        section: the heading of the notebook's section to read again; empty for that of the class.
    """

    key: str
    sentence: str
    section: str = ""

    def told(self, about: str, **more: Any) -> dict[str, Any]:
        """As ``nbjudge.diagnosis`` reads it.

        Args:
            about: the class.
            more: ``example`` and ``curve``, where there are numbers.
        """
        section = self.section or SECTIONS.get(about, about)
        return {"about": about, "key": self.key, "sentence": self.sentence, "section": section, **more}


def with_cause(error: BaseException, cause: Cause | None, about: str, **more: Any) -> BaseException:
    """The same exception, with the cause attached, if there is one."""
    if cause is not None:
        vars(error)["diagnosis"] = cause.told(about, **more)
    return error


def refusal(message: str, cause: Cause, about: str) -> BaseException:
    """An AssertionError that says what is not as the contract wants it; the cause's sentence may be the same."""
    said = message if cause.sentence == message else f"{message}\nhint: {cause.sentence}"
    return with_cause(AssertionError(said), cause, about)


def against(key: str, sentence: str, about: str) -> BaseException:
    """An AssertionError for what is against the contract, in one sentence."""
    return refusal(sentence, Cause(key, sentence, CONTRACT), about)
