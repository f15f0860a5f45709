"""The verb `nbjudge db copy`."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.console import exit_codes
from nbjudge.console.progress import Progress
from nbjudge.course.errors import GradingError, explained
from nbjudge.gradebook.copying.ends import filling, other_tables, reading
from nbjudge.gradebook.copying.rows import check_rows, copy_rows, count_rows
from nbjudge.gradebook.opening import patiently

AS_IT_WAS = "TO is as it was"


def main(options: argparse.Namespace) -> int:
    """Copy the gradebook ``options.source`` into the empty database ``options.target``. Returns the exit code."""
    try:
        counts = _copy(options.source, options.target)
    except GradingError as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except SQLAlchemyError as error:
        print(f"nbjudge: {explained(error)}\n{AS_IT_WAS}.", file=sys.stderr)
        return exit_codes.TROUBLE
    except KeyboardInterrupt:
        print(f"nbjudge: stopped. {AS_IT_WAS}.", file=sys.stderr)
        return exit_codes.STOPPED
    for table, rows in counts.items():
        print(f"{rows:>12,}  {table}")
    print(f"{sum(counts.values()):>12,}  rows copied, and each compared with what is there now.")
    return exit_codes.OK


def _copy(source: str, target: str) -> dict[str, int]:
    with reading(source) as old, filling(target) as new:
        others = other_tables(old)
        total = patiently(lambda: count_rows(old))
        with Progress("copying and checking", 2 * total, Console(stderr=True)) as progress:
            if others:
                progress.say(f"nbjudge: not nbgrader's, and not copied: {', '.join(others)}")
            counts = copy_rows(old, new, progress.advance)
            check_rows(old, new, progress.advance)
    return counts
