"""Which two answers share what is their own, ranked: candidates by shared fragments, then compared by RapidFuzz."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from nbjudge.report.alike.fragments import Fragments, Hashes, hashes_of, many
from nbjudge.report.alike.tokens import Answer, answer_of

SHARED: Final = 8  # fragments, at least, before two answers are compared
COMPARED: Final = 400  # pairs, at most
SHORTEST: Final = 25  # symbols of one's own: of fewer, likeness says nothing
LIKENESS: Final = 70.0  # per cent of the symbols of both that are their own (rapidfuzz.fuzz.ratio)
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers that are alike.

    Attributes:
        first, second: their places in the class.
        symbols: how many of their own they share in fragments; ``likeness``: of all that is their own, in per cent.
        comments: how many lines of comments they share that few others have.
    """

    first: int
    second: int
    symbols: int
    likeness: float
    comments: int


@dataclass(slots=True)
class Answers:
    """The answers of a class: what is kept of each is its symbols and its comments, some kilobytes."""

    students: list[str] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    hashes: list[Hashes] = field(default_factory=list)
    comments: list[frozenset[int]] = field(default_factory=list)

    def add(self, student: str, texts: Iterable[str]) -> None:
        """Add the code of a student."""
        answer = answer_of(texts)
        self.students.append(student)
        self.symbols.append(answer.symbols)
        self.hashes.append(hashes_of(answer.symbols))
        self.comments.append(frozenset(map(hash, answer.comments)))

    def fragments(self, released: Sequence[Answer]) -> Fragments:
        """Which fragments are shared by few, what the release holds taken out."""
        return Fragments(self.hashes, [hashes_of(answer.symbols) for answer in released])


def alike(answers: Answers, fragments: Fragments, released: Sequence[Answer]) -> list[Pair]:
    """The pairs that are alike, those that share most first."""
    given = {hash(comment) for answer in released for comment in answer.comments}
    rare = _rare_comments(answers, given)
    pairs = []
    for first, second in _candidates(answers, fragments):
        mine, others = (_own(answers, fragments, place) for place in (first, second))
        if min(len(mine), len(others)) < SHORTEST:
            continue
        likeness = fuzz.ratio(mine, others, score_cutoff=LIKENESS)
        if likeness:
            shared = len(answers.comments[first] & answers.comments[second] & rare)
            pairs.append(Pair(first, second, _symbols(answers, fragments, first, second), likeness, shared))
    return sorted(pairs, key=lambda pair: (-pair.symbols, -pair.likeness, pair.first, pair.second))


def _candidates(answers: Answers, fragments: Fragments) -> list[tuple[int, int]]:
    """The pairs that share most fragments."""
    best: list[tuple[int, int, int]] = []
    for place, hashes in enumerate(answers.hashes):
        shared = fragments.partners(hashes, len(answers.hashes))
        shared[: place + 1] = 0
        for other in (shared >= SHARED).nonzero()[0]:
            candidate = int(shared[other]), place, int(other)
            if len(best) < COMPARED:
                heapq.heappush(best, candidate)
            elif candidate > best[0]:
                heapq.heapreplace(best, candidate)
    return sorted((first, second) for _, first, second in best)


def _own(answers: Answers, fragments: Fragments, place: int) -> str:
    own = fragments.own(answers.symbols[place], answers.hashes[place])
    return "".join(symbol for symbol, mine in zip(answers.symbols[place], own, strict=True) if mine)


def _symbols(answers: Answers, fragments: Fragments, first: int, second: int) -> int:
    """How many symbols they share: of the two counts, which differ where one repeats itself, the smaller one."""
    counts = (
        fragments.shared(answers.symbols[one], answers.hashes[one], answers.hashes[other]).sum()
        for one, other in ((first, second), (second, first))
    )
    return int(min(counts))


def _rare_comments(answers: Answers, given: set[int]) -> frozenset[int]:
    counts: dict[int, int] = {}
    for comments in answers.comments:
        for comment in comments:
            counts[comment] = counts.get(comment, 0) + 1
    most = many(len(answers.students))
    return frozenset(comment for comment, count in counts.items() if 1 < count <= most and comment not in given)
