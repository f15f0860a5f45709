"""Quartiles, histograms, correlation: of numbers, whatever they are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Spread:
    """How numbers are spread; the quartiles are those of ``statistics.quantiles``, inclusive (R's type 7)."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    mean: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Spread | None:
        """Of these numbers; None of none."""
        if not numbers:
            return None
        if len(numbers) == 1:
            return cls(*[numbers[0]] * 6)
        lower, median, upper = statistics.quantiles(numbers, n=4, method="inclusive")
        return cls(min(numbers), lower, median, upper, max(numbers), statistics.fmean(numbers))


@dataclass(frozen=True)
class Bar:
    """How many numbers are from ``low`` on and below ``high``; in the last bar of a histogram, up to it."""

    low: float
    high: float
    count: int


def histogram(numbers: Sequence[float], low: float, high: float, most: int) -> list[Bar]:
    """At most ``most`` bars of equal, round width from ``low`` on that hold all numbers from there to ``high``."""
    width = round_step((high - low) / most)
    # the number of bars in whole steps: what is left over by rounding is no bar of its own
    count = max(1, math.ceil((high - low) / width - 1e-9))
    counts = [0] * count
    for number in numbers:
        place = math.floor((number - low) / width + 1e-9)
        counts[min(max(place, 0), count - 1)] += 1
    return [Bar(low + width * place, low + width * (place + 1), counts[place]) for place in range(count)]


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less; 1 if that is 0."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


class Correlation:
    """Pearson's correlation of pairs that come one after the other; their number does not matter to memory."""

    def __init__(self) -> None:
        self.count = 0
        self._mean_x = self._mean_y = self._xx = self._yy = self._xy = 0.0

    def add(self, x: float, y: float) -> None:
        """Add a pair (Welford's update, which loses no digits where the mean is large)."""
        self.count += 1
        dx, dy = x - self._mean_x, y - self._mean_y
        self._mean_x += dx / self.count
        self._mean_y += dy / self.count
        self._xx += dx * (x - self._mean_x)
        self._yy += dy * (y - self._mean_y)
        self._xy += dx * (y - self._mean_y)

    @property
    def value(self) -> float | None:
        """Between -1 and 1; None where one of the two never varies."""
        if self._xx <= 1e-12 or self._yy <= 1e-12:
            return None
        return min(1.0, max(-1.0, self._xy / math.sqrt(self._xx * self._yy)))


def total(numbers: Iterable[float]) -> float:
    """Their sum, rounded where sums of thirds leave dust."""
    return round(math.fsum(numbers), 9)
