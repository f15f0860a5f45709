"""Threads that share one warm set come to the same verdicts as one thread alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from nbjudge.judge import judge
from nbjudge.limits import Limits
from nbjudge.processes.warm_set import WarmSet
from nbjudge.quality.corpus import read_hostile
from nbjudge.quality.trials import Trial, submission_bytes
from nbjudge.verdicts import DIED, CellResult
from tests.support.activation import SOLUTIONS, lost, outcomes, relu_alone
from tests.support.answers import CORPUS, answers

THREADS = 4
SUBMISSIONS = 200
OF_A_KIND = 9  # of right and of wrong answers
DRAWS = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"
HOSTILE = read_hostile(CORPUS / "hostile" / "os_exit.py")
# so long that a machine with other work to do decides nothing: no answer here hangs
PATIENT = Limits(cell_seconds=60.0, test_seconds=60.0)


def submission(text: str, *added: str) -> bytes:
    """One with this ReLU, and added last cells."""
    return submission_bytes(relu_alone().parsed, Trial({"relu": text}, PATIENT, last=added))


def some(kind: str) -> list[bytes]:
    """Submissions from all over the corpus."""
    found = [answer for answer in answers(kind) if answer.grade_id == "relu"]
    return [submission(found[len(found) * number // OF_A_KIND].text) for number in range(OF_A_KIND)]


def test_four_threads_judge_as_one_does(warm: WarmSet) -> None:
    hostile = submission(HOSTILE.text)
    distinct = [*some("correct"), *some("wrong"), hostile, submission(SOLUTIONS["relu"], DRAWS)]

    def cells(data: bytes, processes: WarmSet) -> dict[str, CellResult]:
        return dict(judge(data, relu_alone(), PATIENT, warm=processes).cells)

    alone = [cells(data, warm) for data in distinct]
    everybody = [number % len(distinct) for number in range(SUBMISSIONS)]
    with WarmSet() as shared, ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(lambda number: cells(distinct[number], shared), everybody))
    assert together == [alone[number] for number in everybody]
    # what was compared is not all the same
    assert len({tuple(found.items()) for found in alone}) > OF_A_KIND
    graded = judge(hostile, relu_alone(), PATIENT, warm=warm)
    assert DIED in outcomes(graded)
    assert lost(graded)
