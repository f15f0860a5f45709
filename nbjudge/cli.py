"""The command line: `nbjudge VERB`. One small module a verb; what is slow to import is imported by the verb alone."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

EXIT_OK, EXIT_TROUBLE, EXIT_USAGE, EXIT_NOT_JUDGED, EXIT_STOPPED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb. Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 done, but some tests were
    not judged, 130 stopped by Ctrl-C.
    """
    options = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = importlib.import_module(f"nbjudge.{options.verb}").main
    return verb(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nbjudge", description="Grade an nbgrader course with the judge.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    autograde = verbs.add_parser("autograde", help="grade the submissions of an assignment")
    _choose(autograde)
    _in_parallel(autograde)
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
    export.add_argument("--to", type=Path, default=Path("grades.csv"), metavar="FILE", help="default: grades.csv")
    export.add_argument("--assignment", metavar="A", help="only these: names with commas between")
    export.add_argument("--student", metavar="S", help="only these: names with commas between")
    verbs.add_parser("doctor", help="try every forbidden act in a sandbox, and show what stopped it")
    return parser


def _choose(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    verb.add_argument("--student", default="*", metavar="S", help="only these: names or patterns, commas between")


def _in_parallel(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--jobs", type=_jobs, metavar="N", help="so many at a time; default: one for each core")


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, but found {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
