"""Formulas that are sums of products, with a slip in one or two places: every combination is tried at once.

What may stand in each place is data, for each activation in a file of its own. It is computed once, and NumPy
multiplies out the combinations.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from oracle.diagnosis.cause import CHAIN_RULE, Cause
from oracle.diagnosis.evidence import Evidence
from oracle.diagnosis.formulas.kinds import Formula, Place, Slip
from oracle.diagnosis.formulas.own.table import OWN

Choice = Mapping[int, int]
"""Which slip stands in which place of a term; what is not named is right."""


def one_slip(evidence: Evidence) -> Cause | None:
    """The slip in the formula that gives these very numbers."""
    return _told(evidence, 1)


def two_slips(evidence: Evidence) -> Cause | None:
    """The two slips that together give these very numbers."""
    return _told(evidence, 2)


def _formulas(evidence: Evidence) -> Sequence[Formula]:
    own = OWN.get(evidence.reference.name)
    return () if own is None else own.forward if evidence.is_forward else own.backward


def _told(evidence: Evidence, most: int) -> Cause | None:
    for formula in _formulas(evidence):
        found = _slips(evidence, formula, most)
        if found:
            told = "; and ".join(dict.fromkeys(slip.sentence for slip in found))
            return Cause(found[0].key, told)
    return None


def bracket_lost(evidence: Evidence) -> Cause | None:
    """Of a sum of terms, one was multiplied by grad_output another number of times than the others."""
    if evidence.is_forward:
        return None
    g = evidence.upstream
    for terms in _sums(evidence):
        total = sum(terms, np.zeros_like(evidence.x))
        for term in terms:
            for key, told, predicted in (
                ("bracket lost", ALONE, total - term + term * g),
                ("upstream twice in a term", TWICE, (total - term) * g + term * g * g),
            ):
                if evidence.explained_by(predicted, room=3.0):
                    return Cause(key, told, CHAIN_RULE)
    return None


ALONE: Final = "a bracket is missing: grad_output multiplies one term of the sum alone. It multiplies all of it"
TWICE: Final = "in one term of the sum, grad_output was multiplied in twice: once is enough"


def _sums(evidence: Evidence) -> Iterator[list[np.ndarray]]:
    """The right derivative as sums of terms."""
    if evidence.reference.name == "Sigmoid":
        s = evidence.reference.forward(evidence.x)
        yield [s, -(s**2)]
    for formula in _formulas(evidence):
        with np.errstate(all="ignore"):
            terms = [_product(places, {}) for places in formula(evidence.x)]
        if len(terms) > 1:
            yield terms


def _slips(evidence: Evidence, formula: Formula, most: int) -> list[Slip]:
    observed = evidence.yours[evidence.sample] if evidence.is_forward else evidence.slopes
    with np.errstate(all="ignore"):
        terms = formula(evidence.x[evidence.sample])
        for choices in _candidates(evidence, terms, observed, most):
            everywhere = formula(evidence.x)
            total = sum(_product(places, choice) for places, choice in zip(everywhere, choices, strict=True))
            if evidence.explained_by(np.asarray(total) * evidence.upstream, room=3.0):
                return [
                    places[number].slips[slip]
                    for places, choice in zip(terms, choices, strict=True)
                    for number, slip in choice.items()
                ]
    return []


def _candidates(
    evidence: Evidence, terms: Sequence[Sequence[Place]], observed: np.ndarray, most: int
) -> Iterator[tuple[Choice, ...]]:
    """The combinations that fit the sample, those with the fewest slips first."""
    size = evidence.sample.size
    tables = [_combinations(places, size, most) for places in terms]
    sums, counts = tables[0][0], np.array([len(choice) for choice in tables[0][1]])
    for rows, choices in tables[1:]:
        sums = sums[..., None, :] + rows
        counts = counts[..., None] + np.array([len(choice) for choice in choices])
    fits = evidence.near(sums, observed) & (counts <= most) & (counts > 0)
    found = np.argwhere(fits)
    for which in found[np.argsort(counts[fits], kind="stable")][:4]:
        yield tuple(choices[number] for (_, choices), number in zip(tables, which, strict=True))


def _combinations(places: Sequence[Place], size: int, most: int) -> tuple[np.ndarray, list[Choice]]:
    """A term with everything right, with each slip, and with each two in different places, if as many are asked for.

    Returns:
        A row of numbers for each, and which it is.
    """
    right = [np.broadcast_to(place.right, size) for place in places]
    slips = [np.array([np.broadcast_to(slip.values, size) for slip in place.slips]) for place in places]
    rows, choices = [_multiplied(right, ())[None]], list[Choice]([{}])
    having = [number for number, place in enumerate(places) if place.slips]
    for i in having:
        rows.append(_multiplied(right, (i,)) * slips[i])
        choices += [{i: a} for a in range(len(slips[i]))]
    for i, j in itertools.combinations(having, 2) if most > 1 else ():
        both = slips[i][:, None] * slips[j]
        rows.append((_multiplied(right, (i, j)) * both).reshape(-1, size))
        choices += [{i: a, j: b} for a in range(len(slips[i])) for b in range(len(slips[j]))]
    return np.concatenate(rows), choices


def _multiplied(values: Sequence[np.ndarray], without: tuple[int, ...]) -> np.ndarray:
    product = np.ones_like(values[0])
    for number, value in enumerate(values):
        if number not in without:
            product = product * value
    return product


def _product(places: Sequence[Place], choice: Choice) -> np.ndarray:
    product: np.ndarray = np.ones(1)
    for number, place in enumerate(places):
        product = product * (place.slips[choice[number]].values if number in choice else place.right)
    return product
