"""What is kept of a class of thousands: small, and whole after a way through JSON."""

from __future__ import annotations

import json

from nbjudge.scores import NotebookScores
from nbjudge.verdicts import CellResult, Graded
from tests.support.reporting import diagnosis, right, wrong


def graded() -> Graded:
    told = diagnosis("sign")
    found = {**wrong("test_b_0", told=told), "test_a": right()["test_a"]}
    found["test_b"][1] = wrong("test_b_1", told=told)["test_b"][1]
    found["test_b"][2] = wrong("test_b_2", told=diagnosis("at zero"))["test_b"][2]
    cells = {name: CellResult(name, 3.0, tuple(verdicts)) for name, verdicts in found.items()}
    return Graded({}, cells, {"answer": True}, ("odd",))


def test_of_each_mistake_its_key_is_kept_once_and_only_of_cells_that_have_some() -> None:
    scores = NotebookScores.of(graded())
    assert scores.diagnoses == {"test_b": (("Layer", "sign"), ("Layer", "at zero"))}
    assert "It seems to be" not in json.dumps(scores.to_dict()), "sentences and examples stay in the notebook"


def test_they_survive_json_and_names_that_all_students_share_are_one_object() -> None:
    text = json.dumps(NotebookScores.of(graded()).to_dict())
    first, second = (NotebookScores.from_dict(json.loads(text)) for _ in range(2))
    assert first == NotebookScores.of(graded())
    assert first.diagnoses["test_b"][0][1] is second.diagnoses["test_b"][0][1]
