"""What came back, recognised as a small expression: as a whole, or as what stands in one place of the right formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from oracle.diagnosis.cause import Cause
from oracle.diagnosis.evidence import ENOUGH, Evidence
from oracle.diagnosis.formulas.expressions import Expression, Search, Symbols, near, symbols
from oracle.diagnosis.formulas.kinds import Stand
from oracle.diagnosis.formulas.own.table import OWN

FEW: Final = 4  # entries of a kind that are looked at besides
ORDINARY: Final = (0.05, 3.5)  # abs(x) between which a formula shows

WITHOUT: Final = "{}, without grad_output"
Use = tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray], Callable[[np.ndarray, np.ndarray], np.ndarray]]
#: How an expression may have been combined with grad_output: in words, back from it, and forth.
USES: Final[Sequence[Use]] = (
    ("{} * grad_output", lambda yours, g: yours / g, lambda e, g: e * g),
    (WITHOUT, lambda yours, g: yours, lambda e, g: e),
    ("{} + grad_output", lambda yours, g: yours - g, lambda e, g: e + g),
    ("{} - grad_output", lambda yours, g: yours + g, lambda e, g: e - g),
    ("{} * grad_output^2", lambda yours, g: yours / (g * g), lambda e, g: e * g * g),
    ("{} * abs(grad_output)", lambda yours, g: yours / np.abs(g), lambda e, g: e * np.abs(g)),
    ("{} / grad_output", lambda yours, g: yours * g, lambda e, g: e / g),
    ("{} where grad_output > 0", lambda yours, g: np.where(g > 0, yours, np.nan), lambda e, g: np.where(g > 0, e, 0.0)),
)
#: Where a formula comes from that belongs to another layer.
ORIGINS: Final[Mapping[str, str]] = {
    "forward(x) * (1 - forward(x))": ": that is Sigmoid's rule, applied to the output of another layer",
    "(1 - forward(x)^2)": ": that is the rule of tanh, applied to the output of another layer",
}


def small_expressions(evidence: Evidence) -> Cause | None:
    """What came back is a small expression of x, combined with grad_output in some way; or one stands in a place."""
    chosen = _ordinary(evidence)
    if chosen.size < ENOUGH or _on_one_side(evidence.part(chosen)):
        return None
    with np.errstate(all="ignore"):
        some = evidence.part(chosen)
        search = Search(some.x, _symbols(some), ORIGINS)
        return _taken_of(evidence, some, search) or _in_places(evidence, some, search) or _whole(evidence, some, search)


def _symbols(evidence: Evidence) -> Symbols:
    return symbols(evidence.reference, evidence.x, None if evidence.is_forward else evidence.upstream)


def _taken_of(evidence: Evidence, some: Evidence, search: Search) -> Cause | None:
    """The right formula, with something else in the place of x, or of what stands for a function of x."""
    reference = evidence.reference
    rule = "this seems to be Sigmoid's rule, s (1 - s), with {} for s"
    at_all = Stand(True, "taken of {}", "the function seems to be taken of {}, where x belongs", _at(reference.forward))
    slope = Stand(
        False, "taken at {}", "the derivative seems to be taken at {}: it belongs at x", _at(reference.derivative)
    )
    copied = Stand(False, "{} for s", rule, lambda x, inside: inside * (1.0 - inside))
    own = OWN.get(reference.name)
    for stand in (at_all, slope, copied, *(() if own is None else own.stands)):
        if stand.is_forward is evidence.is_forward:
            predicted = stand.formula(some.x, search.single.values)
            for told, back, forth in USES[: 1 if evidence.is_forward else 2]:
                for number in map(int, np.flatnonzero(near(predicted, back(some.yours, some.upstream)))):
                    term = search.single.terms[number]
                    everywhere = stand.formula(evidence.x, term.of(_symbols(evidence)))
                    if evidence.explained_by(forth(everywhere, evidence.upstream), room=100.0):
                        besides = "" if told == USES[0][0] else ". And grad_output is missing from the product"
                        return Cause(stand.key.format(term.text), stand.sentence.format(term.text) + besides)
    return None


def _at(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    return lambda x, inside: function(inside)


def _on_one_side(some: Evidence) -> bool:
    """Whether one side of 0 is right, and the other wrong: what stands there is then a formula of its own.

    ReLU is made of two sides, and so are formulas that are near it.
    """
    sides = {bool(side) for side in some.x[some.wrong] > 0}
    other = some.x > 0 if sides == {False} else some.x < 0
    return len(sides) == 1 and some.reference.name != "ReLU" and bool(other.any())


def _ordinary(evidence: Evidence) -> np.ndarray:
    """The numbers of some entries at which formulas differ: wrong ones that are not 0, others, and right ones."""
    size, nonzero = np.abs(evidence.x), evidence.yours != 0
    clear = (size >= ORDINARY[0]) & (size <= ORDINARY[1]) & (np.abs(evidence.upstream) >= ORDINARY[0])
    clear = clear & ~evidence.single & np.isfinite(evidence.yours)
    if np.count_nonzero(clear & evidence.wrong) < ENOUGH:
        return np.zeros(0, dtype=int)
    kinds = (nonzero & (evidence.upstream > 0), ENOUGH), (nonzero & (evidence.upstream < 0), ENOUGH), (~nonzero, FEW)
    groups = [(evidence.wrong & kind, most) for kind, most in kinds] + [(~evidence.wrong, FEW)]
    some = [(np.flatnonzero(clear & group), most) for group, most in groups]
    return np.concatenate(
        [found[np.linspace(0, found.size - 1, min(found.size, most)).astype(int)] for found, most in some]
    )


def _whole(evidence: Evidence, some: Evidence, search: Search) -> Cause | None:
    found: list[tuple[Use, Expression]] = []
    later: list[tuple[Use, Expression]] = []
    for use in USES[:1] if evidence.is_forward else USES:
        for one in search.found(use[1](some.yours, some.upstream)):
            # grad_output in both parts of it is the last that somebody meant
            (later if "grad_output" in one.text and use[0] != WITHOUT else found).append((use, one))
    for (told, _, forth), one in (*found, *later):
        if evidence.explained_by(forth(one.of(_symbols(evidence)), evidence.upstream), room=100.0):
            return _cause_of(evidence, one, told)
    return None


def _cause_of(evidence: Evidence, one: Expression, told: str) -> Cause:
    own = OWN.get(evidence.reference.name)
    right = "" if own is None else own.words[0 if evidence.is_forward else 1]
    said = one.text if evidence.is_forward or (told == WITHOUT and "grad_output" in one.text) else told.format(one.text)
    sentence = f"{evidence.method} seems to be {said}{ORIGINS.get(one.text, '')}"
    return Cause(f"formula {one.text}", f"{sentence}. {right}" if right else sentence)


def _in_places(evidence: Evidence, some: Evidence, search: Search) -> Cause | None:
    own, observed = OWN.get(evidence.reference.name), some.yours / some.upstream
    peels = [peel for peel in (() if own is None else own.peels) if peel.is_forward is evidence.is_forward]
    found = [(peel, one) for peel in peels for one in search.found(peel.inner(some.x, observed))]
    for peel, one in sorted(found, key=lambda pair: len(pair[1].text)):
        everywhere = peel.outer(evidence.x, one.of(_symbols(evidence)))
        if evidence.explained_by(everywhere * evidence.upstream, room=100.0):
            return Cause(peel.key.format(one.text), peel.sentence.format(one.text))
    return None
