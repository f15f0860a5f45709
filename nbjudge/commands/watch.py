"""The verb `nbjudge watch`: what comes to the exchange is graded as it comes."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from traitlets import TraitError

from nbjudge.console import exit_codes
from nbjudge.console.printable import printable
from nbjudge.console.stopping import Terminated, sigterm_raises
from nbjudge.course import lock
from nbjudge.course.errors import GradingError
from nbjudge.course.opening import Course, CourseError, assignments_of, open_whole_course
from nbjudge.course.settings import NbJudge
from nbjudge.doors.watching import Event, Watch


def main(options: argparse.Namespace) -> int:
    """Watch until Ctrl-C or SIGTERM, which are its ordinary end. Returns the exit code."""
    write: Callable[[Event], str] = as_json if options.json else as_line
    try:
        app = open_whole_course()
        with sigterm_raises(), lock.watching(Path(app.coursedir.root)):
            watch = _watch(app, options)
            print("nbjudge: watching the exchange; Ctrl-C ends it", file=sys.stderr, flush=True)
            while True:
                for event in watch.round():
                    print(write(event), flush=True)
                time.sleep(options.every)
    except (CourseError, GradingError, TraitError) as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return exit_codes.TROUBLE
    except (KeyboardInterrupt, Terminated):
        print("nbjudge: stopped watching. What was graded is recorded; the rest is found again.", file=sys.stderr)
    return exit_codes.OK


def _watch(app: Course, options: argparse.Namespace) -> Watch:
    app.log_level = logging.WARNING  # nbgrader tells of each file that it touches
    settings = NbJudge(parent=app)
    settings.jobs = options.jobs or settings.jobs
    there = assignments_of(app.coursedir)
    if options.assignment and options.assignment not in there:
        raise CourseError(f"no assignment {options.assignment!r} in source/ (found: {', '.join(there) or 'none'})")
    names = [options.assignment] if options.assignment else [name for name in there if settings.grades(name)]
    if not names:
        raise CourseError(f"no assignment of the judge's in {app.coursedir.source_directory}/: nothing to watch for")
    return Watch(app, settings, names, release=options.release)


def as_line(event: Event) -> str:
    """An event for people, with the time first."""
    whose = " ".join(part for part in (event.assignment, event.student) if part)
    said = event.text
    if event.scores is not None:
        points = f"{round(event.scores.points, 2):g} of {event.scores.max_points:g} points"
        took = f"{event.seconds:.1f} s after it came" if event.seconds is not None else ""
        page = f"page {event.page}" if event.page else "no page"
        said = ", ".join(part for part in (points, page, took, event.text) if part)
    elif event.kind == "waiting":
        said = f"waiting: {said}"
    return printable(f"{datetime.now():%F %T} {whose}: {said}" if whose else f"{datetime.now():%F %T} {said}")


def as_json(event: Event) -> str:
    """The same as a JSON object; docs/judge/reference.md says what is in it."""
    told: dict[str, object] = {
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        "event": event.kind,
        "assignment": event.assignment or None,
        "student": event.student or None,
        "text": event.text,
    }
    if event.scores is not None:
        told |= {
            "points": event.scores.points,
            "max_points": event.scores.max_points,
            "not_judged": event.scores.not_judged,
            "page": event.page or None,
            "seconds": event.seconds and round(event.seconds, 1),
        }
    return json.dumps(told)
