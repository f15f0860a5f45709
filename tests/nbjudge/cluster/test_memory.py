"""A cgroup around a worker keeps its machine whole: what takes too much ends, the worker and the others do not."""

from __future__ import annotations

from pathlib import Path

import distributed  # noqa: F401 - here, as each command would import it else
import pytest

from demo.course import Course
from nbjudge.limits import MIB
from nbjudge.verdicts import DIED
from tests.support.cgroups import NoCgroup, memory_cgroup
from tests.support.cluster import DaskCluster
from tests.support.course import filled_in, scores, submit
from tests.support.recorded import read_notebook
from tests.support.running import RIGHT, run

MOST = 800 * MIB  # a worker with one warm pair needs half of that, and c.NbJudge.memory_bytes allows 2 GiB
GREEDY = """
class ReLU(Activation):
    def forward(self, x):
        self.kept = np.ones(900 * 1024**2 // 8)
        return np.maximum(0, x)
    def backward(self, grad_output):
        return grad_output
"""


def test_a_submission_that_takes_more_than_the_cgroup_has_ends_alone(course: Course, tmp_path: Path) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.NbJudge.test_seconds = 30.0\n")  # to touch so much memory takes its time
    submit(course, "greedy", filled_in({**RIGHT, "relu": GREEDY}))
    submit(course, "modest", filled_in(RIGHT))
    try:
        with memory_cgroup(MOST) as inside, DaskCluster(tmp_path) as cluster:
            worker = cluster.add_worker("--no-nanny", before=inside)
            ended = run(course, "autograde", "--json", "--dask", cluster.address)
            assert worker.poll() is None, "the worker itself lives"
    except NoCgroup as error:
        pytest.skip(str(error))
    assert ended.code == 0, ended.err
    found = scores(course.root)
    assert sum(score or 0 for score in found["modest"].values()) == 20
    outcomes = [
        verdict["outcome"]
        for cell in read_notebook(course, "greedy")["cells"]
        for verdict in cell["metadata"].get("nbjudge", {}).get("verdicts", ())
    ]
    assert DIED in outcomes
    assert found["greedy"]["test_sigmoid_forward"] == found["modest"]["test_sigmoid_forward"]
