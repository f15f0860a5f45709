"""The command line: `nbjudge VERB`. One small module a verb; what is slow to import is imported by the verb alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

EXIT_OK, EXIT_TROUBLE, EXIT_USAGE, EXIT_NOT_JUDGED, EXIT_STOPPED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb. Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 done, but some tests were
    not judged, 130 stopped by Ctrl-C.
    """
    options = _parser().parse_args(arguments)
    if options.verb == "doctor":
        from nbjudge import doctor  # noqa: PLC0415 - it needs Linux; the other verbs explain themselves elsewhere

        return doctor.main()
    from nbjudge import autograde  # noqa: PLC0415 - imports nbgrader, which takes seconds

    return autograde.main(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nbjudge", description="Grade an nbgrader course with the judge.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    autograde = verbs.add_parser("autograde", help="grade the submissions of an assignment")
    autograde.add_argument("assignment", nargs="?", help="may be left out if the course has only one")
    autograde.add_argument(
        "--student", default="*", metavar="S", help="only these: names or patterns, with commas between"
    )
    autograde.add_argument("--force", action="store_true", help="grade again what is up to date, too")
    autograde.add_argument(
        "--no-sandbox", action="store_true", help="trust every submission; recorded in each graded notebook"
    )
    verbs.add_parser("doctor", help="try every forbidden act in a sandbox, and show what stopped it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
