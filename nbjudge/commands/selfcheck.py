"""The verb `nbjudge selfcheck`: how good the hidden tests of an assignment are."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from traitlets import TraitError

from nbjudge.cluster.door import on_cluster
from nbjudge.console import exit_codes
from nbjudge.console.progress import Progress
from nbjudge.course.errors import GradingError
from nbjudge.course.files import write_whole
from nbjudge.course.opening import CORPUS, CourseError, open_course
from nbjudge.course.settings import NbJudge
from nbjudge.grading.stands_file import trial_of
from nbjudge.grading.terms import Terms, terms_of_source
from nbjudge.notebooks.source import AssignmentError
from nbjudge.processes.pool import Done
from nbjudge.processes.warm_duty import WarmDuty
from nbjudge.processes.warm_set import WarmSet
from nbjudge.processes.zygote import ZygoteError
from nbjudge.quality.card import Card
from nbjudge.quality.card_text import markdown, show
from nbjudge.quality.corpus import CorpusError
from nbjudge.quality.plan import SelfCheck
from nbjudge.quality.run import run_selfcheck
from nbjudge.quality.solution import SolutionFails


def main(options: argparse.Namespace) -> int:
    """Check, with a progress bar on stderr, and show the card. Exit code 1 if anything is not as it should be."""
    here = Path.cwd()  # opening the course changes to its root
    target = here / options.write if options.write else None
    try:
        if target and not target.parent.is_dir():
            raise CourseError(f"there is no folder {target.parent} to write the card to: make it first")
        cards = [_checked(selfcheck, options.dask) for selfcheck in _selfchecks(options, here)]
    except (
        CourseError, GradingError, AssignmentError, CorpusError, SolutionFails, TraitError, ZygoteError, OSError,
    ) as error:  # fmt: skip
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
    settings.sandbox = settings.sandbox and not options.no_sandbox
    terms = terms_of_source(app.coursedir, settings)
    root = Path(app.coursedir.root)
    sys.path.insert(0, str(root))  # for the course's own drivers
    jobs = options.jobs or settings.jobs or len(os.sched_getaffinity(0))
    corpus = _corpus(here / options.corpus if options.corpus else None, root)
    selfchecks = [
        SelfCheck(
            assignment, terms.limits, corpus, only=options.only, seeds=options.seeds, jobs=jobs,
            sandboxed=terms.sandboxed, root=root,
        )
        for assignment in terms.notebooks
    ]  # fmt: skip
    with_mutants = [selfcheck for selfcheck in selfchecks if selfcheck.mutants]
    if not with_mutants:
        raise CourseError(f"no solution cell of {terms.name!r}, and no mutant, fits {options.only!r}")
    for selfcheck in selfchecks:
        if not selfcheck.mutants and options.only == "*":
            told = f"{selfcheck.assignment.notebook}: nothing to check, as it has no code to write that tests grade"
            print(f"nbjudge: {told}", file=sys.stderr)
    return _tried_out(with_mutants, terms, root)


def _tried_out(selfchecks: list[SelfCheck], terms: Terms, root: Path) -> list[SelfCheck]:
    """The same, with each grade cell judged where students' are, apart or beside."""
    trials = {}
    with Progress("trying out", len(selfchecks), Console(stderr=True)) as progress, WarmSet() as warm:
        for selfcheck in selfchecks:
            assignment = selfcheck.assignment
            trial = trial_of(assignment, terms.limits, root, warm, sandboxed=terms.sandboxed)
            trials[assignment.notebook] = trial
            progress.advance()
    tried = replace(terms, notebooks=tuple(selfcheck.assignment for selfcheck in selfchecks)).tried(trials)
    return [
        replace(selfcheck, assignment=assignment, limits=tried.limits)
        for selfcheck, assignment in zip(selfchecks, tried.notebooks, strict=True)
    ]


def _corpus(asked: Path | None, root: Path) -> Path | None:
    """The folder that was asked for; else the usual one, if the course has it."""
    folder = asked or root / CORPUS
    if folder.is_dir():
        return folder
    if asked is not None:
        raise CourseError(f"there is no folder {asked}: --corpus wants one with correct, wrong and hostile in it")
    return None


def _checked(selfcheck: SelfCheck, cluster: str | None) -> Card:
    with Progress("judging", None, Console(stderr=True)) as progress:

        def report(done: int, total: int) -> None:
            progress.total = total
            progress.advance()

        def tell(sentence: str) -> None:
            progress.say(f"nbjudge: {sentence}")

        if cluster is None:
            return run_selfcheck(selfcheck, report)

        def on_workers(tasks: Iterable[Any], duty: WarmDuty, count: int) -> Generator[Done, None, None]:
            return on_cluster(tasks, duty, address=cluster, tell=tell, count=count)

        return run_selfcheck(selfcheck, report, on_workers)
