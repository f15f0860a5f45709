"""What another's grader needs to grade an assignment as it is graded here: a zip for Gradescope."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.metadata import distributions, packages_distributions
from pathlib import Path
from typing import Any, Final

from nbjudge.course.settings import NbJudge
from nbjudge.doors.wheel import judges_wheel, zipped
from nbjudge.grading.terms import Terms
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.own_modules import imported_names
from nbjudge.notebooks.regions import Markup

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PROGRAMS: Final = frozenset({"setup.sh", "run_autograder"})
# of nbgrader's, by the names of Markup
_REGIONS: Final = {
    "solution": ("ClearSolutions", "solution"),
    "hidden_tests": ("ClearHiddenTests", "test"),
    "mark_scheme": ("ClearMarkScheme", "mark_scheme"),
}
_OF_THIS_MACHINE: Final = {"assignments", "jobs", "tries"}


def gradescope_zip(terms: Terms, settings: NbJudge) -> bytes:
    """The zip. It holds hidden tests and solutions, and of the configuration what decides over verdicts, nothing else.

    Raises:
        GradingError: if the judge was not installed.
        OSError: if something of it cannot be read.
    """
    wheel, content = judges_wheel()
    wanted = sorted({name for one in terms.notebooks for name in _distributions(one)} - {"nbjudge"})
    words = {
        "@ASSIGNMENT@": shlex.quote(terms.name),
        "@PYTHON@": f"python{sys.version_info.major}.{sys.version_info.minor}",
    }
    files: dict[str, bytes] = {}
    for program in sorted(_PROGRAMS):
        text = (_TEMPLATES / f"{program}.txt").read_text(encoding="utf-8")
        for sign, word in words.items():
            text = text.replace(sign, word)
        files[program] = text.encode()
    files["requirements.txt"] = "\n".join([f"./{wheel}", *wanted, ""]).encode()
    files["constraints.txt"] = "\n".join([*sorted(_installed()), ""]).encode()
    files[wheel] = content
    files["course/nbgrader_config.py"] = configuration(settings, terms.notebooks[0].markup).encode()
    for assignment in terms.notebooks:
        files |= {f"course/{path}": data for path, data in _of_the_course(assignment)}
    return zipped(files, _PROGRAMS)


def configuration(settings: NbJudge, markup: Markup) -> str:
    """A configuration with what of the course's own decides over verdicts, and over what students are told of them.

    Not the course's file, which may hold passwords and paths, and may do anything.
    """
    lines = ["# Written by nbjudge bundle.", "c = get_config()"]
    for name, trait in sorted(settings.traits(config=True).items()):
        value = getattr(settings, name)
        if name not in _OF_THIS_MACHINE and value != trait.default():
            lines.append(f"c.NbJudge.{name} = {value!r}")
    for field in fields(markup):
        if field.name in _REGIONS:
            section, what = _REGIONS[field.name]
            region = getattr(markup, field.name)
            lines.append(f"c.{section}.begin_{what}_delimeter = {region.begin!r}")
            lines.append(f"c.{section}.end_{what}_delimeter = {region.end!r}")
            lines.append(f"c.{section}.enforce_metadata = {region.enforced!r}")
    lines.append(f"c.ClearSolutions.code_stub = {dict(markup.code_stubs)!r}")
    lines.append(f"c.ClearSolutions.text_stub = {markup.text_stub!r}")
    return "\n".join([*lines, ""])


def _of_the_course(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Path to content: source, with header and footer in it, release, kit, and the instructor's own modules."""
    file = f"{assignment.name}/{assignment.notebook}.ipynb"
    yield f"source/{file}", assignment.source.encode()
    if assignment.release:
        yield f"release/{file}", assignment.release.encode()
    yield from ((f"source/{assignment.name}/{path}", content) for path, content in assignment.kit.items())
    yield from assignment.modules.items()


def _distributions(assignment: Assignment) -> Iterator[str]:
    """The names of what is installed here that the assignment's code imports."""
    texts = [without_magics(cell.text) for cell in assignment.parsed.cells if cell.cell_type == "code"]
    for files in (assignment.kit, assignment.modules):
        texts += [content.decode("utf-8", "replace") for path, content in files.items() if path.endswith(".py")]
    modules = {name.partition(".")[0] for text in texts for name in imported_names(text)}
    provided = packages_distributions()
    for module in modules - sys.stdlib_module_names:
        yield from (_normal(name) for name in provided.get(module, ()))


def _installed() -> Iterable[str]:
    """A pin for each distribution that was installed from an index: what is wanted comes in this version."""
    return {
        f"{_normal(one.name)}=={one.version}"
        for one in distributions()
        if one.read_text("direct_url.json") is None and _normal(one.name) != "nbjudge"
    }


def _normal(name: Any) -> str:
    """As package indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", str(name)).lower()
