"""The self-check of an assignment: run all trials, compare the mutants that survive, and fill in the quality card."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Final

from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.ahead import Blanks
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.card import Card, Count, Tried, count
from nbjudge.quality.corpus import Answer, Hostile, lay_bait
from nbjudge.quality.diagnosing import diagnosed
from nbjudge.quality.equivalence import DIFFERENT
from nbjudge.quality.plan import Key, SelfCheck, harmless_key, planned
from nbjudge.quality.solution import Solved, part_for, solved
from nbjudge.quality.suggestions import suspects
from nbjudge.quality.survivors import Survivor, compare_all
from nbjudge.quality.trials import Trial, TrialResult, Work, in_pool, run_trials
from nbjudge.temporary import temporary_folder

TRIVIAL_SHARE: Final = 0.05  # of the points: as much as code that computes nothing may earn


def run_selfcheck(
    selfcheck: SelfCheck,
    report: Callable[[int, int], None] = lambda done, total: None,
    work: Work | None = None,
    blanks: Blanks | None = None,
) -> Card:
    """Check an assignment. The caller must be single-threaded.

    Args:
        report: hears how many trials are done, of how many.
        work: has the trials judged; None: a pool on this machine.
        blanks: what the judge's processes are copies of; None: some for this check alone, which takes a second or two.

    Raises:
        CorpusError: if a file of the corpus does not say what should become of it.
        SolutionFails: if the solution itself does not earn all points.
        ZygoteError, OSError: if the judge's own processes do not start.
    """
    begun, sandboxed = time.monotonic(), selfcheck.sandboxed
    own = Blanks() if blanks is None else nullcontext(blanks)
    with temporary_folder("nbjudge-bait-") as bait, own as copied, WarmSet(copied) as warm:
        lay_bait(bait, "bait")
        solution = solved(selfcheck.assignment, selfcheck.limits, warm, sandboxed=sandboxed)
        plan, results = dict(planned(selfcheck, bait, solution.hasty)), dict[Key, TrialResult]()
        for key, result in _judged(selfcheck, solution, plan, warm, work or in_pool(selfcheck.jobs)):
            results[key] = result
            report(len(results), len(plan))
    tried = tuple(_tried(selfcheck, solution.assignment, results))
    counts = tuple(_counts(selfcheck, results))
    return Card(
        selfcheck.assignment.name, selfcheck.assignment.notebook, "" if selfcheck.only == "*" else selfcheck.only,
        selfcheck.seeds, selfcheck.wrong_seeds, counts, tried, selfcheck.strangers, time.monotonic() - begun,
        selfcheck.jobs, selfcheck.without_mutants,
    )  # fmt: skip


def _judged(
    selfcheck: SelfCheck, solution: Solved, plan: Mapping[Key, Trial], warm: WarmSet, work: Work
) -> Iterator[tuple[Key, TrialResult]]:
    """All trials: mutants by the part of the notebook that they concern, and by all of it where that catches none.

    So this course's mutants take three quarters of the time.
    """

    def tried(assignment: Assignment, keys: Sequence[Key]) -> Iterator[tuple[Key, TrialResult]]:
        trials = [plan[key] for key in keys]
        judged = run_trials(assignment, trials, work, warm=warm, sandboxed=selfcheck.sandboxed)
        return ((keys[number], result) for number, result in judged)

    left = dict.fromkeys(plan)
    for grade_id in dict.fromkeys(mutant.grade_id for mutant in selfcheck.mutants):
        part = part_for(solution, grade_id, warm, sandboxed=selfcheck.sandboxed)
        keys: list[Key] = [("mutant", one.name, 0) for one in selfcheck.mutants if one.grade_id == grade_id]
        for key, result in tried(part, keys) if part is not None else ():
            if result.loses and not result.not_judged:
                del left[key]
                yield key, result
    yield from tried(solution.assignment, list(left))


# ---------------------------------------------------------------- the lines of the card


def _counts(selfcheck: SelfCheck, results: Mapping[Key, TrialResult]) -> Iterator[Count]:
    solutions = [results["solution", "", seed] for seed in range(selfcheck.seeds)]
    yield count("solution earns full marks", ["solution"], _losses("solution", solutions))
    correct = {answer.name: _with_seeds(results, answer, selfcheck.seeds) for answer in selfcheck.correct}
    wrong = {answer.name: _with_seeds(results, answer, selfcheck.wrong_seeds) for answer in selfcheck.wrong}
    lost = [line for name, found in correct.items() for line in _losses(name, found)]
    yield count("right answers accepted", correct, lost)
    missed = [name for name, found in wrong.items() if not all(result.loses for result in found)]
    yield count("wrong answers caught", wrong, [f"{name}: it loses nothing" for name in missed])
    yield count("wrong answers blamed in the right cells only", wrong, _misblamed(selfcheck.wrong, wrong))
    yield from diagnosed(selfcheck.wrong, wrong)
    yield from _planted(selfcheck, results)
    yield from _trivial(selfcheck, results)
    attacks = selfcheck.attacks
    gains = [line for attack in attacks for line in _gains(attack, results)]
    yield count("hostile answers that gain anything", [attack.name for attack in attacks], gains, wanted=0)
    answers = {"solution": solutions} | correct | wrong
    flaky = [name for name, judged in answers.items() if len({result.verdicts for result in judged}) > 1]
    differing = [_differs(name, answers[name]) for name in flaky]
    yield count("answers whose verdicts depend on the seed", answers, differing, wanted=0)


def _planted(selfcheck: SelfCheck, results: Mapping[Key, TrialResult]) -> Iterator[Count]:
    """The line for faults at random places, if the course plants any."""
    trouble = []
    for fault in selfcheck.planted:
        for seed in range(selfcheck.planted_seeds):
            result = results["planted", fault.name, seed]
            if not fault.loses <= result.loses <= fault.loses | fault.may_lose:
                should, got = ", ".join(sorted(fault.loses)) or "nothing", _lost(result)
                trouble.append(f"{fault.name}: it should lose {should}, but it loses {got} (seed {seed})")
                break
    if selfcheck.planted:
        what = "faults planted at random caught, in the right cells and with every seed"
        yield count(what, [fault.name for fault in selfcheck.planted], trouble)


def _trivial(selfcheck: SelfCheck, results: Mapping[Key, TrialResult]) -> Iterator[Count]:
    """The line for code that computes nothing."""
    points = {answer.name: results["trivial", answer.name, 0].points for answer in selfcheck.trivial}
    trouble = [f"{name}: it earns {got:g} of {of:g}" for name, (got, of) in points.items() if got > TRIVIAL_SHARE * of]
    yield count(f"trivial answers that earn more than {TRIVIAL_SHARE:.0%} of the points", points, trouble, wanted=0)


def _with_seeds(results: Mapping[Key, TrialResult], answer: Answer, seeds: int) -> list[TrialResult]:
    return [results["answer", answer.name, seed] for seed in range(seeds)]


def _losses(name: str, results: list[TrialResult]) -> Iterator[str]:
    """A line for an answer that should lose nothing and does."""
    for seed, result in enumerate(results):
        if result.not_judged:
            yield f"{name}: not judged: {result.not_judged}"
            return
        if result.loses:
            yield f"{name}: it loses points in {', '.join(sorted(result.loses))} (seed {seed})"
            return


def _misblamed(answers: list[Answer], found: Mapping[str, list[TrialResult]]) -> Iterator[str]:
    for answer in answers:
        for seed, result in enumerate(found[answer.name]):
            if result.loses != answer.loses or result.not_judged:
                expected = ", ".join(sorted(answer.loses))
                yield f"{answer.name}: it should lose {expected}, but it loses {_lost(result)} (seed {seed})"
                break


def _lost(result: TrialResult) -> str:
    return result.not_judged or ", ".join(sorted(result.loses)) or "nothing"


def _gains(attack: Hostile, results: Mapping[Key, TrialResult]) -> Iterator[str]:
    """A line for each thing that an attack gained over its wrong answer without the attack."""
    result, honest = results["attack", attack.name, 0], results[harmless_key(attack)]
    if result.not_judged or honest.not_judged:
        yield f"{attack.name}: not judged: {result.not_judged or honest.not_judged}"
        return
    for name in (cell.grade_id for cell in result.cells):
        gained, fair = result.score(name), honest.score(name)
        if gained > fair:
            yield f"{attack.name}: it scores {gained:g} in {name}, without the attack {fair:g}"
        elif name in attack.loses and result.passes_hidden(name):
            yield f"{attack.name}: it passes a hidden test of {name}"


def _differs(name: str, results: list[TrialResult]) -> str:
    first = set(results[0].verdicts)
    seed, other = next((seed, r) for seed, r in enumerate(results) if set(r.verdicts) != first)
    tests = sorted({test for _, test, _ in first ^ set(other.verdicts)})
    return f"{name}: other verdicts with seed {seed} than with seed 0, in {', '.join(tests) or 'no test at all'}"


# ---------------------------------------------------------------- mutants


def _tried(selfcheck: SelfCheck, lean: Assignment, results: Mapping[Key, TrialResult]) -> Iterator[Tried]:
    found = selfcheck.mutants
    judged = {mutant.name: results["mutant", mutant.name, 0] for mutant in found}
    alive = [mutant for mutant in found if not (judged[mutant.name].not_judged or judged[mutant.name].loses)]
    compared = compare_all(lean, alive, selfcheck.drivers, jobs=selfcheck.jobs)
    survivors = {mutant.name: survivor for mutant, survivor in zip(alive, compared, strict=True)}
    for mutant in found:
        result = judged[mutant.name]
        if result.not_judged:
            blamed = suspects(selfcheck.assignment.parsed, mutant.grade_id, "")
            yield Tried(mutant, (), Survivor(DIFFERENT, f"not judged: {result.not_judged}", blamed, compared=False))
        else:
            yield Tried(mutant, tuple(sorted(result.loses)), survivors.get(mutant.name), hung=result.only_hung)
