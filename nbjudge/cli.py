"""The command line: `nbjudge VERB`. One small module a verb; what is slow to import is imported by the verb alone.

Exit codes:

    0    done, or there was nothing to do
    1    could not be done, or found something wrong; the message says what, and mostly what to do
    2    wrong usage
    3    graded, but some tests were *not judged*: the judge's or a test cell's own fault, and no zero for anybody
    130  stopped by Ctrl-C
    143  stopped by SIGTERM

What was done before 1, 3, 130 or 143 is recorded, and the same command goes on from there.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from nbjudge.guess import seems_due
from nbjudge.unneeded import keep_out

EXIT_OK, EXIT_TROUBLE, EXIT_USAGE, EXIT_NOT_JUDGED, EXIT_STOPPED, EXIT_TERMINATED = 0, 1, 2, 3, 130, 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pools fork, and NumPy would start threads when it is imported
    keep_out()
    try:
        with _head_start(options):
            return _verb(options.verb)(options)
    except KeyboardInterrupt:  # while something was still being imported, or where a verb needs no last words
        print("nbjudge: stopped", file=sys.stderr)
        return EXIT_STOPPED


def _head_start(options: argparse.Namespace) -> AbstractContextManager[None]:
    """What the verb seems to need and will wait for, started before anything that takes time is imported here."""
    if options.verb == "autograde" and (options.force or seems_due(Path.cwd(), options.assignment)):
        ahead: AbstractContextManager[None] = importlib.import_module("nbjudge.spares").started_ahead()
        return ahead
    return nullcontext()


def _verb(name: str) -> Callable[[argparse.Namespace], int]:
    gc.disable()  # imports make many objects and little garbage; looking for it again and again takes a fifth as long
    verb: Callable[[argparse.Namespace], int] = importlib.import_module(f"nbjudge.{name}").main
    gc.freeze()
    gc.enable()
    return verb


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
    _selfcheck(verbs)
    verbs.add_parser("doctor", help="try every forbidden act in a sandbox, and show what stopped it")
    return parser


def _selfcheck(verbs: Any) -> None:
    selfcheck = verbs.add_parser("selfcheck", help="find out how good the hidden tests of an assignment are")
    selfcheck.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    selfcheck.add_argument("--only", default="*", metavar="CELL", help="these solution cells, or mutants: patterns")
    selfcheck.add_argument("--corpus", type=Path, metavar="DIR", help="default: tests/corpus, if the course has it")
    selfcheck.add_argument("--seeds", type=_jobs, default=1, metavar="N", help="judge right answers with so many seeds")
    selfcheck.add_argument("--write", type=Path, metavar="FILE", help="write the quality card there, as Markdown")
    selfcheck.add_argument("--json", action="store_true", help="print the card as JSON; progress goes to stderr")
    selfcheck.add_argument("--no-sandbox", action="store_true", help="trust every answer of the corpus")
    _in_parallel(selfcheck)


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
