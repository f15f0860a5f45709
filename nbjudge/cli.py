"""The command line: `nbjudge VERB`. Each is a module of `commands`; what is slow to import is imported by it alone."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nbjudge.commands import exit_codes
from nbjudge.course.lean_nbgrader import lean_nbgrader
from nbjudge.processes.head_start import head_start


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pools fork, and NumPy would start threads when it is imported
    try:
        with head_start(options) as options.ahead:
            return _verb(options.verb)(options)
    except KeyboardInterrupt:  # while something was still being imported, or where a verb needs no last words
        print("nbjudge: stopped", file=sys.stderr)
        return exit_codes.STOPPED


def _verb(name: str) -> Callable[[argparse.Namespace], int]:
    gc.disable()  # imports make many objects and little garbage; looking for it again and again takes a fifth as long
    with lean_nbgrader():
        verb: Callable[[argparse.Namespace], int] = importlib.import_module(f"nbjudge.commands.{name}").main
    gc.freeze()
    gc.enable()
    return verb


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nbjudge", description="Grade an nbgrader course with the judge.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    autograde = verbs.add_parser("autograde", help="grade the submissions of an assignment")
    _choose(autograde)
    _on_cluster(autograde)
    autograde.add_argument("--force", action="store_true", help="grade again what is up to date, too")
    autograde.add_argument(
        "--no-sandbox", action="store_true", help="trust every submission; recorded in each graded notebook"
    )
    autograde.add_argument("--json", action="store_true", help="print the outcome as JSON; progress goes to stderr")
    feedback = verbs.add_parser("feedback", help="write the students' feedback pages")
    _choose(feedback)
    _in_parallel(feedback)
    feedback.add_argument("--force", action="store_true", help="write again what is up to date, too")
    export = verbs.add_parser("export", help="write all scores to a CSV file, as nbgrader export does")
    export.add_argument("--to", type=Path, metavar="FILE", help="default: grades.csv; cells.csv with --cells")
    export.add_argument("--cells", action="store_true", help="a row for each student and grade cell, instead of totals")
    export.add_argument("--assignment", metavar="A", help="only these: names with commas between")
    export.add_argument("--student", metavar="S", help="only these: names with commas between")
    _report(verbs)
    _adopting(verbs)
    _selfcheck(verbs)
    verbs.add_parser("doctor", help="try every forbidden act in a sandbox, and show what stopped it")
    return parser


def _report(verbs: Any) -> None:
    report = verbs.add_parser("report", help="write a page on a graded class: points, tests, mistakes, alike answers")
    report.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    report.add_argument("--to", type=Path, metavar="FILE", help="default: report-ASSIGNMENT.html; none with --json")
    report.add_argument("--csv", type=Path, metavar="FILE", help="write a row for each student and test there, too")
    report.add_argument(
        "--answers", type=Path, metavar="FOLDER", help="write all answers there, for JPlag, MOSS, Dolos"
    )
    report.add_argument("--json", action="store_true", help="print the numbers of the page as JSON")
    report.add_argument("--anonymous", action="store_true", help="leave out names, everywhere")


def _adopting(verbs: Any) -> None:
    init = verbs.add_parser("init", help="make nbgrader grade this course with the judge, and check all assignments")
    init.add_argument("--undo", action="store_true", help="take out again what init put into nbgrader_config.py")
    new = verbs.add_parser("new", help="make a small, complete assignment to start from")
    new.add_argument("name", metavar="NAME", help="of the assignment: letters, digits, _ and -")
    check = verbs.add_parser("check", help="judge solution and release of an assignment, and say what is wrong with it")
    check.add_argument("assignment", nargs="?", help="default: all of the course")
    check.add_argument("--json", action="store_true", help="print what was found as JSON; progress goes to stderr")


def _selfcheck(verbs: Any) -> None:
    selfcheck = verbs.add_parser("selfcheck", help="find out how good the hidden tests of an assignment are")
    selfcheck.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    selfcheck.add_argument("--only", default="*", metavar="CELL", help="these solution cells, or mutants: patterns")
    selfcheck.add_argument("--corpus", type=Path, metavar="DIR", help="default: tests/corpus, if the course has it")
    selfcheck.add_argument("--seeds", type=_jobs, default=1, metavar="N", help="judge right answers with so many seeds")
    selfcheck.add_argument("--write", type=Path, metavar="FILE", help="write the quality card there, as Markdown")
    selfcheck.add_argument("--json", action="store_true", help="print the card as JSON; progress goes to stderr")
    selfcheck.add_argument("--no-sandbox", action="store_true", help="trust every answer of the corpus")
    _on_cluster(selfcheck)


def _choose(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    verb.add_argument(
        "--student", default="*", metavar="S", help="only these: a name, or names or patterns with commas between"
    )


def _on_cluster(verb: argparse.ArgumentParser) -> None:
    where = verb.add_mutually_exclusive_group()
    _in_parallel(where)
    where.add_argument("--dask", metavar="ADDRESS", help="have a Dask cluster's workers judge: tcp://SCHEDULER:8786")


def _in_parallel(verb: argparse._ActionsContainer) -> None:
    verb.add_argument("--jobs", type=_jobs, metavar="N", help="so many at a time; default: one for each core")


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, but found {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
