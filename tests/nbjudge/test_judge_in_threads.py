"""Threads that share one warm set come to the same verdicts as one thread alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import read_hostile
from nbjudge.quality.trials import Trial, submission_bytes
from nbjudge.verdicts import DIED, PASSED, RAISED, WRONG, Graded
from tests.support import twice
from tests.support.activation import SOLUTIONS, outcomes, relu_alone
from tests.support.answers import CORPUS, answers

THREADS = 4
SUBMISSIONS = 200
OF_COURSE = 5  # each fifth is of this course's notebook; one of the small notebook takes a third of the time
OF_A_KIND = 9  # of right and of wrong answers from the corpus
SEEDS = 3
DRAWS = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"
HOSTILE = read_hostile(CORPUS / "hostile" / "os_exit.py")
# so long that a machine with other work to do decides nothing: one answer hangs, and that has limits of its own
PATIENT = Limits(cell_seconds=60.0, test_seconds=60.0)


@dataclass(frozen=True)
class Task:
    """A submission of one of two notebooks."""

    data: bytes
    small: bool = True
    seed: int = 0
    limits: Limits = PATIENT

    def judged(self, warm: WarmSet) -> tuple[Graded, str]:
        """All that is found, but for how long it takes."""
        assignment: Assignment = twice.ASSIGNMENT if self.small else relu_alone()
        return twice.without_seconds(judge(self.data, assignment, self.limits, seed=self.seed, warm=warm))


def of_course(text: str, *added: str) -> Task:
    """One with this ReLU, and added last cells."""
    trial = Trial({"relu": text}, PATIENT, last=added)
    return Task(submission_bytes(relu_alone().parsed, trial), small=False)


def some(kind: str) -> list[Task]:
    """Submissions from all over the corpus."""
    found = [answer for answer in answers(kind) if answer.grade_id == "relu"]
    return [of_course(found[len(found) * number // OF_A_KIND].text) for number in range(OF_A_KIND)]


def everybody() -> list[Task]:
    """A class whose submissions are of two notebooks, and of every kind."""
    course = [*some("correct"), *some("wrong"), of_course(HOSTILE.text), of_course(SOLUTIONS["relu"], DRAWS)]
    small = [Task(data) for data, _ in (*twice.MIXED, twice.ILLEGIBLE)]
    tasks = [
        course[number // OF_COURSE % len(course)]
        if number % OF_COURSE == 0
        else replace(small[number % len(small)], seed=number % SEEDS)
        for number in range(SUBMISSIONS)
    ]
    tasks[SUBMISSIONS // 2] = Task(twice.SLOW[0], limits=twice.LIMITS)
    return tasks


def test_four_threads_judge_two_hundred_submissions_as_one_does(warm: WarmSet) -> None:
    tasks = everybody()
    alone = {task: task.judged(warm) for task in dict.fromkeys(tasks)}
    with WarmSet() as shared, ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(lambda task: task.judged(shared), tasks))
    assert together == [alone[task] for task in tasks]
    # what was compared is right, and not all the same
    known = dict([*twice.MIXED, twice.ILLEGIBLE, twice.SLOW])
    assert all(outcomes(graded) == {known[task.data]} for task, (graded, _) in alone.items() if task.small)
    of_course = [graded for task, (graded, _) in alone.items() if not task.small]
    assert set().union(*map(outcomes, of_course)) >= {PASSED, WRONG, RAISED, DIED}
