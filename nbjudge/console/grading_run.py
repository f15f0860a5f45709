"""Grading a class: a progress bar on stderr meanwhile, and on stdout what came of it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from nbjudge.console import exit_codes
from nbjudge.console.progress import Progress, duration
from nbjudge.console.stopping import Terminated, sigterm_raises
from nbjudge.console.tables import class_table, document, student_table
from nbjudge.grading.grader import Grader, Submission
from nbjudge.scores import Scores
from nbjudge.verdicts import OUTCOMES


def grade_class(grader: Grader, submissions: Sequence[Submission], options: argparse.Namespace) -> int:
    """Grade, and print what came of it. Returns the exit code.

    Args:
        options: of `nbjudge autograde`.
    """
    begun = time.monotonic()
    report = GradingProgress(len(submissions), Console(stderr=True))
    try:
        with sigterm_raises(), report.progress:
            scores = grader.grade(submissions, force=options.force, report=report, tell=report.tell)
    except (KeyboardInterrupt, Terminated) as stop:
        so_far = f"{report.graded} graded submissions are recorded; run the same command to go on."
        print(f"nbjudge: stopped. {so_far}", file=sys.stderr)
        return exit_codes.STOPPED if isinstance(stop, KeyboardInterrupt) else exit_codes.TERMINATED
    _print(grader, scores, time.monotonic() - begun, as_json=options.json)
    return exit_codes.NOT_JUDGED if any(one.not_judged for one in scores) else exit_codes.OK


def judge_class(grader: Grader, submissions: Sequence[Submission], options: argparse.Namespace) -> int:
    """Judge all, write nothing, and say who would gain or lose. Returns the exit code."""
    from nbjudge.console import what_if as tables  # noqa: PLC0415 - grading can do without
    from nbjudge.grading.what_if.gains import known_submissions, what_if  # noqa: PLC0415 - likewise
    from nbjudge.grading.what_if.judging import judge_only  # noqa: PLC0415 - likewise

    begun = time.monotonic()
    report = GradingProgress(len(submissions), Console(stderr=True))
    with sigterm_raises(), report.progress:
        try:
            scores = judge_only(grader, submissions, report=report, tell=report.tell)
        except Terminated:
            print("nbjudge: stopped. Nothing was written.", file=sys.stderr)
            return exit_codes.TERMINATED
    found = what_if(scores, known_submissions(grader.coursedir, grader.name, [one.student for one in scores]))
    not_judged = sum(one.not_judged for one in scores)
    if options.json:
        told = tables.document(grader.name, found, time.monotonic() - begun, not_judged=not_judged)
        print(json.dumps(told, indent=1))
    else:
        console = Console()
        if found.gains:
            console.print(tables.gains_table(found))
            console.print(tables.cells_table(found))
        console.print(tables.summary(found), markup=False, highlight=False)
    return exit_codes.NOT_JUDGED if not_judged else exit_codes.OK


class GradingProgress:
    """Call it with the scores of each submission.

    Attributes:
        graded: how many submissions have been graded; ``counts``: outcome to tests that ended so.
    """

    def __init__(self, total: int, console: Console) -> None:
        self.graded = 0
        self.counts: Counter[str] = Counter()
        self.progress = Progress("grading", total, console, self._more)

    def __call__(self, scores: Scores) -> None:
        """Count one, graded or passed over."""
        if not scores.up_to_date:
            self.graded += 1
            for notebook in scores.judged:
                self.counts.update(notebook.counts)
        self.progress.advance()

    def tell(self, sentence: str) -> None:
        """Say something above the bar."""
        self.progress.say(f"nbjudge: {sentence}")

    def _more(self) -> str:
        """Rate, time left and counts in words."""
        rate = self.graded / self.progress.seconds
        left = (self.progress.total or 0) - self.progress.done
        parts = [f"{rate:.1f} a second", f"{duration(left / rate)} left"] if self.graded else []
        parts += [f"{outcome} {self.counts[outcome]}" for outcome in OUTCOMES if self.counts[outcome]]
        return ", ".join(parts)


def _print(grader: Grader, scores: Sequence[Scores], seconds: float, *, as_json: bool) -> None:
    terms, waiting = grader.terms, grader.waiting()
    if as_json:
        stands = {assignment.notebook: assignment.stands for assignment in terms.notebooks}
        told = document(
            grader.name, scores, seconds,
            sandboxed=terms.sandboxed, waiting=waiting, told=terms.told, stands=stands,
        )  # fmt: skip
        print(json.dumps(told, indent=1))
        return
    console = Console()
    students = student_table(scores)
    if students is not None:
        console.print(students)
    console.print(class_table(scores, seconds, waiting))
    if not terms.sandboxed:
        print("Graded WITHOUT a sandbox: every notebook in autograded/ says so.")
