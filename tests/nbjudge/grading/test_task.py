"""What a worker hands back of a submission survives the channel between the processes."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from nbjudge.grading.task import ToWrite
from nbjudge.scores import NotebookScores
from tests.support.scores import scored


def test_a_result_survives_the_channel_between_the_processes() -> None:
    judged = scored("ada", None, notes=("odd",), not_judged=1).judged[0]
    assert NotebookScores.from_dict(json.loads(json.dumps(judged.to_dict()))) == judged


@pytest.mark.parametrize("timestamp", [None, datetime(2026, 11, 1, 12), datetime(2026, 11, 1, 12, 0, 0, 250_000)])
def test_all_that_is_to_be_written_survives_it(timestamp: datetime | None) -> None:
    found = ToWrite(scored("éva", notes=("odd",)), {"first": '{"é": "\\u0000"}\n'}, timestamp, "secret")
    assert ToWrite.from_dict(json.loads(json.dumps(found.to_dict()))) == found
