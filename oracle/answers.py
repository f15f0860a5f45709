"""What is asked of a layer, what came back, and how the two compare: plain data for asking and for explaining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from oracle.play import Call


@dataclass
class Forward:
    """A call ``layer.forward(x)``.

    Attributes:
        x: any shape, float64 or float32; handed over, not to be used afterwards.
        where: what is special about ``x``, for the message.
        asked: whether the result is compared with the reference; if not, the call only prepares the next one.
    """

    x: np.ndarray
    where: str = ""
    asked: bool = True

    def __post_init__(self) -> None:
        # now: the student's code may change x itself, its dtype included
        self.known, self.dtype = np.array(self.x, dtype=np.float64), self.x.dtype

    @property
    def call(self) -> Call:
        return "forward", self.x

    def again(self) -> Call:
        """The same call once more, with an array of its own."""
        return "forward", self.known.astype(self.dtype)


@dataclass
class Backward:
    """A call ``layer.backward(upstream)``, compared with f'(x) * upstream, x being that of the forward before.

    Attributes:
        upstream: of the shape of x, float64 or float32; handed over, not to be used afterwards.
    """

    upstream: np.ndarray
    asked: ClassVar[bool] = True

    def __post_init__(self) -> None:
        self.known, self.dtype = np.array(self.upstream, dtype=np.float64), self.upstream.dtype

    @property
    def call(self) -> Call:
        return "backward", self.upstream

    def again(self) -> Call:
        """The same call once more, with an array of its own."""
        return "backward", self.known.astype(self.dtype)


Step = Forward | Backward
Script = Sequence[Step]


@dataclass(eq=False)
class Answer:
    """What the student's code answered.

    Attributes:
        steps: of its script, up to the one that was asked.
        forward: the latest forward among them.
        above: the upstream of the backward that was asked after it, of the shape of x; None if forward itself was.
        dtype: of what went in, which chooses the tolerance.
        yours: what was returned, in the same shape.
    """

    steps: Script
    forward: Forward
    above: np.ndarray | None
    dtype: np.dtype[Any]
    yours: np.ndarray

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for answers that are held to the same formula, with the same tolerance."""
        return self.above is None, self.dtype

    @property
    def fewest(self) -> Script:
        """The steps that the answer should depend on: the latest forward, and the backward if that was asked."""
        return (self.forward,) if self.above is None else (self.forward, self.steps[-1])


@dataclass(eq=False)
class Compared:
    """An answer beside the right one.

    Attributes:
        wrong: where it is wrong, of the shape of the answer.
        right: what the numbers should be, likewise.
    """

    answer: Answer
    wrong: np.ndarray
    right: np.ndarray


def title(forward: Forward, above: np.ndarray | None) -> str:
    """What an answer is called in messages."""
    x = f"x = {forward.dtype.name} array of shape {forward.known.shape}"
    where = f" ({forward.where})" if forward.where else ""
    return f"{'forward(x)' if above is None else 'backward(grad_output) after forward(x)'} for {x}{where}"
