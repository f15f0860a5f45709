"""Whether wrong answers are told their mistake: what the diagnoses of their tests say, held against the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from nbjudge.quality.card import Count
from nbjudge.quality.corpus import NO_DIAGNOSIS, Answer
from nbjudge.quality.trials import TrialResult

NAMED_SHARE: Final = 0.9  # of the wrong answers, at least; none may be misled


def diagnosed(answers: Sequence[Answer], found: Mapping[str, Sequence[TrialResult]]) -> Iterator[Count]:
    """The two lines of the card; none if no answer says which diagnosis it should get.

    An answer is named if, with each seed, some test gives the first diagnosis that its file has. It is misled if, with
    any seed, any test gives one that its file has not.

    Args:
        found: what became of each answer, by name, with each seed.
    """
    concerned = [answer for answer in answers if answer.diagnoses]
    if not concerned:
        return
    unnamed = [answer.name for answer in concerned if not _is_named(answer, found[answer.name])]
    named, total = len(concerned) - len(unnamed), len(concerned)
    trouble = []
    if named < NAMED_SHARE * total:
        trouble.append(f"{named} of {total} mistakes are named, fewer than {NAMED_SHARE:.0%}; not {', '.join(unnamed)}")
    yield Count(
        f"wrong answers whose mistake is named (at least {NAMED_SHARE:.0%})", named, total, total, tuple(trouble)
    )
    misled = [line for answer in concerned for line in _misleading(answer, found[answer.name])]
    yield Count("wrong answers that a diagnosis misleads", len(misled), total, 0, tuple(misled))


def _is_named(answer: Answer, results: Sequence[TrialResult]) -> bool:
    return all(answer.diagnoses[0] in {key for _, key in result.diagnoses} for result in results)


def _misleading(answer: Answer, results: Sequence[TrialResult]) -> Iterator[str]:
    """A line for an answer that is told something else than its mistake."""
    for seed, result in enumerate(results):
        for test, key in result.diagnoses:
            if key not in answer.diagnoses:
                expected = " or ".join(answer.diagnoses) if answer.diagnoses != (NO_DIAGNOSIS,) else "nothing"
                yield f"{answer.name}: {test} tells {key!r}, and it should tell {expected} (seed {seed})"
                return
