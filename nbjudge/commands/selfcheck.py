"""The verb `nbjudge selfcheck`: how good the hidden tests of an assignment are."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from rich.console import Console
from traitlets import TraitError

from nbjudge.commands import exit_codes
from nbjudge.commands.progress import Progress
from nbjudge.course.errors import GradingError
from nbjudge.course.files import write_whole
from nbjudge.course.opening import CORPUS, Course, CourseError, open_course
from nbjudge.course.settings import NbJudge
from nbjudge.grading.terms import read_notebooks, source_notebooks
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.source import AssignmentError
from nbjudge.quality.card import Card
from nbjudge.quality.card_text import markdown, show
from nbjudge.quality.corpus import CorpusError
from nbjudge.quality.plan import SelfCheck
from nbjudge.quality.run import run_selfcheck
from nbjudge.sandbox import requirements


def main(options: argparse.Namespace) -> int:
    """Check, with a progress bar on stderr, and show the card. Exit code 1 if anything is not as it should be."""
    here = Path.cwd()  # opening the course changes to its root
    target = here / options.write if options.write else None
    try:
        if target and not target.parent.is_dir():
            raise CourseError(f"there is no folder {target.parent} to write the card to: make it first")
        cards = [_checked(selfcheck) for selfcheck in _selfchecks(options, here)]
    except (CourseError, GradingError, AssignmentError, CorpusError, TraitError, OSError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    if options.json:
        print(json.dumps([card.to_dict() for card in cards], indent=1))
    else:
        for card in cards:
            show(card, Console())
    if target:
        write_whole(target, "\n".join(markdown(card) for card in cards))
    return exit_codes.TROUBLE if any(card.problems for card in cards) else exit_codes.OK


def _selfchecks(options: argparse.Namespace, here: Path) -> list[SelfCheck]:
    app = open_course(options.assignment)
    settings = NbJudge(parent=app)
    sandboxed = settings.sandbox and not options.no_sandbox
    problems = requirements.available() if sandboxed else []
    if problems:
        raise CourseError("\n".join(f"no sandbox: {p.what} ({p.remedy})" for p in problems))
    try:
        limits = settings.limits
    except ValueError as error:
        raise CourseError(f"nbgrader_config.py: {error}") from error
    root = Path(app.coursedir.root)
    sys.path.insert(0, str(root))  # for the course's own drivers
    jobs = options.jobs or settings.jobs or len(os.sched_getaffinity(0))
    corpus = _corpus(here / options.corpus if options.corpus else None, root)
    selfchecks = [
        SelfCheck(
            assignment, limits, corpus, only=options.only, seeds=options.seeds, jobs=jobs,
            sandboxed=sandboxed, root=root,
        )
        for assignment in _notebooks(app)
    ]  # fmt: skip
    if not any(selfcheck.mutants for selfcheck in selfchecks):
        raise CourseError(f"no solution cell of {app.coursedir.assignment_id!r}, and no mutant, fits {options.only!r}")
    return [selfcheck for selfcheck in selfchecks if selfcheck.mutants]


def _corpus(asked: Path | None, root: Path) -> Path | None:
    """The folder that was asked for; else the usual one, if the course has it."""
    folder = asked or root / CORPUS
    if folder.is_dir():
        return folder
    if asked is not None:
        raise CourseError(f"there is no folder {asked}: --corpus wants one with correct, wrong and hostile in it")
    return None


def _notebooks(app: Course) -> list[Assignment]:
    """The assignment's notebooks, as they would be released. It need not be in the gradebook yet."""
    folder, names = source_notebooks(app.coursedir)
    if not names:
        raise CourseError(f"no notebook in {folder}: is {app.coursedir.assignment_id!r} the name of an assignment?")
    return read_notebooks(app.coursedir, app, names)


def _checked(selfcheck: SelfCheck) -> Card:
    with Progress("judging", None, Console(stderr=True)) as progress:

        def report(done: int, total: int) -> None:
            progress.total = total
            progress.advance()

        return run_selfcheck(selfcheck, report)
