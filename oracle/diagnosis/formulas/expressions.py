"""Small expressions, recognised by their numbers: two terms, and what is done to them; or what stands in one place.

A wrong formula has mostly the right parts, and one of them is exchanged, lost or from another layer. So the parts of
all layers are put together in pairs, some 100,000 of them, and held against two entries; what fits both is held against
all. That takes NumPy some milliseconds, and is no guess: nothing is told that does not give every number.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from oracle.activations import CUBIC, SQRT_2_OVER_PI, Reference, sigmoid
from oracle.diagnosis.formulas.kinds import number

Symbols = Mapping[str, np.ndarray]

ROUNDING: Final = 1e-7  # relative; less than any two of the expressions differ by, more than a peel loses
SUM: Final = 8  # letters that a product may be longer than a sum with the same numbers
FEWEST: Final = 4  # entries that are not 0, below which nothing is recognised
TRIED: Final = 20  # that fit the sample, and are held against everything

#: What may be done to a part, the plainest first.
UNARY: Final[Sequence[tuple[str, Callable[[np.ndarray], np.ndarray]]]] = (
    ("{}", lambda a: a),
    ("(1 - {})", lambda a: 1.0 - a),
    ("(1 + {})", lambda a: 1.0 + a),
    ("{}^2", lambda a: a * a),
    ("(1 - {}^2)", lambda a: 1.0 - a * a),
    ("(1 + {}^2)", lambda a: 1.0 + a * a),
    ("(1 - {})^2", lambda a: (1.0 - a) ** 2),
    ("(1 + {})^2", lambda a: (1.0 + a) ** 2),
    ("(1 - 2 {})", lambda a: 1.0 - 2.0 * a),
    ("{}^3", lambda a: a * a * a),
    ("{}^4", lambda a: a**4),
    ("{}^5", lambda a: a**5),
    ("sqrt({})", np.sqrt),
    ("cbrt({})", np.cbrt),
    ("abs({})", np.abs),
    ("exp({})", np.exp),
    ("exp(-{})", lambda a: np.exp(-a)),
    ("exp(-{}^2)", lambda a: np.exp(-a * a)),
    ("exp(-{}^2 / 2)", lambda a: np.exp(-a * a / 2.0)),
    ("log({})", np.log),
    ("log(1 + {})", np.log1p),
    ("sign({})", np.sign),
    ("tanh({})", np.tanh),
    ("sigmoid({})", sigmoid.forward),
    ("(1 - tanh({})^2)", lambda a: 1.0 - np.tanh(a) ** 2),
    ("sin({})", np.sin),
    ("cos({})", np.cos),
    ("sinh({})", np.sinh),
    ("cosh({})", np.cosh),
)


def symbols(reference: Reference, x: np.ndarray, upstream: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """What formulas are put together from, by name: x, what layers make of it, and grad_output if there is one."""
    s, t = sigmoid.forward(x), np.tanh(x)
    named = {
        "1": np.ones_like(x),
        "x": x,
        "forward(x)": reference.forward(x),
        "f'(x)": reference.derivative(x),
        "sigmoid(x)": s,
        "tanh(x)": t,
        "exp(x)": np.exp(x),
        "exp(-x)": np.exp(-x),
        "x^2": x * x,
        "x^3": x * x * x,
        "abs(x)": np.abs(x),
        "(x > 0)": np.where(x > 0, 1.0, 0.0),
        "relu(x)": np.maximum(0.0, x),
    }
    if reference.name == "GELU":
        u = SQRT_2_OVER_PI * (x + CUBIC * x * x * x)
        named |= {
            "u": u,
            "(x + 0.044715 x^3)": u / SQRT_2_OVER_PI,
            "u^2": u * u,
            "tanh(u)": np.tanh(u),
            "(du/dx)": SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * x * x),
        }
    if upstream is not None:
        named |= {
            "grad_output": upstream,
            "(x + grad_output)": x + upstream,
            "(grad_output > 0)": np.where(upstream > 0, 1.0, 0.0),
        }
    return named


class Term(NamedTuple):
    """A part, or a product of two, and what is done to it."""

    text: str
    unary: int
    parts: tuple[str, ...]

    def of(self, named: Symbols) -> np.ndarray:
        """Its numbers."""
        values = named[self.parts[0]]
        for other in self.parts[1:]:
            values = values * named[other]
        return np.asarray(UNARY[self.unary][1](values))


class Terms(NamedTuple):
    """Terms, and their numbers at the entries that are tried first: a row each, no two alike."""

    terms: Sequence[Term]
    values: np.ndarray


def terms_of(named: Symbols) -> tuple[Terms, Terms]:
    """All single terms; and those with all products of two parts."""
    one, single, pairs = _written(tuple(named))
    parts = np.array(list(named.values())[1:])
    values = np.concatenate([np.ones_like(parts[:1]), *(apply(parts) for _, apply in UNARY)])
    left, right = np.triu_indices(len(parts))
    products = parts[left] * parts[right]
    return _distinct([one, *single], values), _distinct([one, *single, *pairs], np.concatenate([values, products]))


@functools.lru_cache(maxsize=4)
def _written(names: tuple[str, ...]) -> tuple[Term, list[Term], list[Term]]:
    """The number 1, the first of the names; single terms of the others; and products of two of them."""
    one, *parts = names
    single = [
        Term(form.format(f"({name})" if "^" in name and "^" in form else name), n, (name,))
        for n, (form, _) in enumerate(UNARY)
        for name in parts
    ]
    pairs = [Term(f"{a} * {b}", 0, (a, b)) for i, a in enumerate(parts) for b in parts[i:]]
    return Term(one, 0, (one,)), single, pairs


def _distinct(terms: Sequence[Term], values: np.ndarray) -> Terms:
    """Of terms with the same numbers, the first; none that is no number somewhere in the middle."""
    middle = np.clip(values, -1e6, 1e6)
    alike = np.round(middle @ np.sqrt(np.arange(2.0, 2.0 + values.shape[1])), 9)
    _, first = np.unique(alike, return_index=True)
    kept = np.sort(first[np.isfinite(alike[first])])
    return Terms([terms[n] for n in kept], values[kept])


class Expression(NamedTuple):
    """Two terms, what joins them, and a factor."""

    text: str
    left: Term
    right: Term
    sign: str
    factor: float

    def of(self, named: Symbols) -> np.ndarray:
        """Its numbers."""
        return np.asarray(self.factor * JOINED[self.sign](self.left.of(named), self.right.of(named)))


JOINED: Final[Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = {
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
}


class Search:
    """Expressions that give numbers, on a sample.

    Attributes:
        liked: of those with the same numbers, which are told first; else it is the shortest.
    """

    def __init__(self, x: np.ndarray, named: Symbols, liked: Container[str] = ()) -> None:
        self.x, self.named, self.liked = x, named, liked
        self.single, self.all = terms_of(self.named)

    def found(self, target: np.ndarray) -> Iterator[Expression]:
        """Those that give the target, the shortest first."""
        usable = np.flatnonzero(np.isfinite(target) & (target != 0))
        if usable.size < FEWEST or np.unique(self.x[usable]).size < FEWEST:
            return
        p, q = usable[0], usable[np.argmax(np.abs(self.x[usable] - self.x[usable[0]]))]
        fitting = [*self._joined(target, p, q), *self._sums(target, p)]
        fitting.sort(key=lambda one: (one.text not in self.liked, len(one.text) + (SUM if one.sign in "+-" else 0)))
        yield from fitting[:TRIED]

    def _joined(self, target: np.ndarray, p: int, q: int) -> Iterator[Expression]:
        """Products and quotients, times one number: their share between two entries is that of the target."""
        wanted, (terms, values) = target[p] / target[q], self.single
        shares = values[:, p] / values[:, q]
        for sign, others in (("*", wanted / shares), ("/", shares / wanted)):
            left, right = _met(shares, others)
            joined = JOINED[sign](values[left], values[right])
            factors = target[p] / joined[:, p]
            for n in np.flatnonzero(near(joined * factors[:, None], target)):
                i, j, factor = left[n], right[n], _short(float(factors[n]))
                if factor is not None and (i <= j if sign == "*" else i != j and terms[j].text != "1"):
                    text = _product(terms[i].text, terms[j].text, sign, factor)
                    yield Expression(text, terms[i], terms[j], sign, factor)

    def _sums(self, target: np.ndarray, p: int) -> Iterator[Expression]:
        """Sums and differences."""
        terms, values = self.all
        for sign, others in (("+", target[p] - values[:, p]), ("-", values[:, p] - target[p])):
            left, right = _met(values[:, p], others)
            for n in np.flatnonzero(near(JOINED[sign](values[left], values[right]), target)):
                i, j = left[n], right[n]
                if i < j or sign == "-":
                    yield Expression(f"({terms[i].text} {sign} {terms[j].text})", terms[i], terms[j], sign, 1.0)


def _met(values: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of numbers i, j so that values[j] is what is wanted for i."""
    order = np.argsort(values)
    room = ROUNDING * np.abs(wanted)
    first, last = (np.searchsorted(values[order], end) for end in (wanted - room, wanted + room))
    count = np.where(np.isfinite(wanted) & (wanted != 0), last - first, 0)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(np.arange(count.size), count), order[np.repeat(first, count) + within]


def near(predicted: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Which predictions (rows) agree with the target, wherever that is a number."""
    known = np.isfinite(target)
    off = np.abs(predicted[..., known] - target[known])
    return np.asarray((off <= ROUNDING * np.maximum(1e-3, np.abs(target[known]))).all(axis=-1))


def _short(factor: float) -> float | None:
    """A factor as somebody types it, or None."""
    short = float(f"{factor:.5g}")
    if not 1e-4 <= abs(factor) <= 1e4:
        return None
    return short if abs(short - factor) <= 1e-6 * abs(factor) else factor


def _product(left: str, right: str, sign: str, factor: float) -> str:
    if sign == "/":
        text = f"{left} / {right}"
    elif "1" in (left, right):
        text = right if left == "1" else left
    else:
        text = f"{left} * {right}"
    if factor == 1.0:
        return text
    return f"-{text}" if factor == -1.0 else f"{number(factor)} * {text}"
