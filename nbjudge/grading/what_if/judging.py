"""Judging a class with nothing written, anywhere in the course."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from nbjudge.course.errors import MEND, GradingError, explained
from nbjudge.grading.grader import Grader, Report, Submission, Tell
from nbjudge.processes.zygote import ZygoteError
from nbjudge.scores import Scores


def judge_only(
    grader: Grader, submissions: Sequence[Submission], *, report: Report, tell: Tell = print
) -> list[Scores]:
    """Judge every submission, whether it is up to date or not.

    Args:
        report, tell: see ``Grader.grade``.

    Raises:
        GradingError: if the judge's processes do not start.
    """
    scores: list[Scores] = []
    with grader.processes_for(submissions) as warm:
        try:
            grader.try_out(warm, keep=False)
            for sentence in grader.terms.told:
                tell(sentence)
            with closing(grader.judged(submissions, warm, tell)) as judged:
                for _, found, _ in judged:
                    scores.append(found.scores)
                    report(found.scores)
        except ZygoteError as error:
            raise GradingError(f"the judge's own processes do not run: {error}") from error
        except OSError as error:
            raise GradingError(f"{explained(error)}\n{MEND}") from error
    return scores
