"""The command line: `nbjudge VERB`. Each is a module of `commands`; what is slow to import is imported by it alone."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from nbjudge.console import exit_codes
from nbjudge.console.stopping import Terminated, sigterm_raises
from nbjudge.course.lean_nbgrader import lean_nbgrader
from nbjudge.processes.head_start import head_start

ZIPS: Final = ("moodle", "canvas", "plain")  # `nbjudge.lms.feedback_zip` makes them


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; returns the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pools fork, and NumPy would start threads when it is imported
    try:
        # else SIGTERM would leave behind what processes that judge read, the instructor's modules among it
        with sigterm_raises(), head_start(options) as options.ahead:
            return _verb(options.verb)(options)
    except (KeyboardInterrupt, Terminated) as stop:  # while importing, or where a verb needs no last words
        print("nbjudge: stopped", file=sys.stderr)
        return exit_codes.STOPPED if isinstance(stop, KeyboardInterrupt) else exit_codes.TERMINATED


def _verb(name: str) -> Callable[[argparse.Namespace], int]:
    with lean_nbgrader():
        verb: Callable[[argparse.Namespace], int] = importlib.import_module(f"nbjudge.commands.{name}").main
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
    autograde.add_argument("--what-if", action="store_true", help="write nothing: who would gain or lose by --force?")
    autograde.add_argument("--json", action="store_true", help="print the outcome as JSON; progress goes to stderr")
    _grade(verbs)
    _bundle(verbs)
    _watch(verbs)
    feedback = verbs.add_parser("feedback", help="write the students' feedback pages")
    _choose(feedback)
    _in_parallel(feedback)
    feedback.add_argument("--force", action="store_true", help="write again what is up to date, too")
    feedback.add_argument("--zip", choices=ZIPS, help="pack them as well, under names that this system takes back")
    feedback.add_argument("--to", type=Path, metavar="FILE", help="the zip; default: feedback-ASSIGNMENT.zip")
    feedback.add_argument("--roster", type=Path, metavar="CSV", help="Moodle's grading worksheet, for --zip moodle")
    _export(verbs)
    _collect(verbs)
    _report(verbs)
    _adopting(verbs)
    _selfcheck(verbs)
    _db(verbs)
    _extend(verbs)
    verbs.add_parser("doctor", help="try every forbidden act in a sandbox, and show what stopped it")
    return parser


def _grade(verbs: Any) -> None:
    grade = verbs.add_parser("grade", help="judge one notebook by itself: no exchange, no gradebook")
    grade.add_argument("file", metavar="FILE", help="a notebook; a folder with all of an assignment's; - for stdin")
    grade.add_argument("--assignment", metavar="A", help="may be left out if the course has only one")
    grade.add_argument("--student", default="", metavar="S", help="whose it is: decides over the tests' random inputs")
    grade.add_argument("--no-sandbox", action="store_true", help="trust the submission; the result says so")
    form = grade.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_true", help="print all that is known of it as JSON, hidden tests included"
    )
    form.add_argument("--gradescope", action="store_true", help="print what Gradescope wants in results.json")
    form.add_argument("--as-student", action="store_true", help="tell no more than a student may know by now")


def _bundle(verbs: Any) -> None:
    bundle = verbs.add_parser("bundle", help="pack an assignment, hidden tests and all, for another's grader")
    bundle.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    bundle.add_argument("--for", dest="grader", choices=["gradescope"], required=True, help="whose")
    bundle.add_argument("--to", type=Path, metavar="FILE", help="default: ASSIGNMENT-gradescope.zip")
    bundle.add_argument(
        "--trust-students", action="store_true", help="grade without a sandbox there, if that machine has no Landlock"
    )


def _watch(verbs: Any) -> None:
    watch = verbs.add_parser("watch", help="grade what comes to the exchange as it comes, until Ctrl-C or SIGTERM")
    watch.add_argument("assignment", nargs="?", help="default: all of the course")
    watch.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help="look so often; default: 5")
    watch.add_argument("--release", action="store_true", help="hand the pages back to the students, too")
    watch.add_argument("--json", action="store_true", help="print each line as a JSON object")
    _in_parallel(watch)


def _export(verbs: Any) -> None:
    export = verbs.add_parser("export", help="write all scores to a CSV file, or a column of your system's grade file")
    export.add_argument("--to", type=Path, metavar="FILE", help="default: grades.csv; cells.csv with --cells")
    export.add_argument("--assignment", metavar="A", help="only these: names with commas between")
    export.add_argument("--student", metavar="S", help="only these: names with commas between")
    what = export.add_mutually_exclusive_group()
    what.add_argument("--cells", action="store_true", help="a row for each student and grade cell, instead of totals")
    what.add_argument(
        "--into", type=Path, metavar="CSV", help="fill a column of this download of Canvas, Moodle and others, in place"
    )
    into = export.add_argument_group("with --into")
    into.add_argument("--column", metavar="NAME", help="default: the one that is named as the assignment")
    into.add_argument("--by", choices=["login", "id", "email", "name"], help="how to tell students; default: as it can")
    into.add_argument("--scale", action="store_true", help="multiply, where the column is out of other points")
    into.add_argument("--force", action="store_true", help="write also over newer grades, and over words")
    _zone(into)


def _collect(verbs: Any) -> None:
    collect = verbs.add_parser(
        "collect", help="put a download of all submissions, of Canvas or Moodle, into submitted/"
    )
    collect.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    collect.add_argument("--from", dest="download", type=Path, required=True, metavar="ZIP", help="the download")
    collect.add_argument("--roster", type=Path, metavar="CSV", help="who is who: the system's own grade file")
    collect.add_argument("--force", action="store_true", help="replace also what is as new, or was changed by hand")
    _zone(collect)


def _zone(verb: Any) -> None:
    verb.add_argument(
        "--zone", metavar="Z", help="of times in the file, such as Europe/Berlin; default: this machine's"
    )


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


def _db(verbs: Any) -> None:
    acts = verbs.add_parser("db", help="copy the gradebook").add_subparsers(required=True, metavar="ACT")
    copy = acts.add_parser("copy", help="copy a gradebook into an empty database, SQLite or PostgreSQL, and check it")
    copy.set_defaults(verb="db.copy")
    where = "an SQLite file, or sqlite:///PATH, or postgresql+psycopg://USER@HOST/DATABASE"
    copy.add_argument("source", metavar="FROM", help=f"the gradebook: {where}")
    copy.add_argument("target", metavar="TO", help="likewise: an empty database, or a file that is not there yet")


def _extend(verbs: Any) -> None:
    extend = verbs.add_parser("extend", help="give one student more time for an assignment")
    extend.add_argument("student", metavar="STUDENT")
    extend.add_argument("assignment", metavar="ASSIGNMENT")
    extend.add_argument("length", metavar="LENGTH", help="90m, 48h, 2d, 1w; 0 takes it back; replaces an earlier one")


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


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"expected seconds from 0.1 to 86400, but found {text!r}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
