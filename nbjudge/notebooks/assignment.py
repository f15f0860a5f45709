"""An assignment as the judge needs it: plain data, read from the instructor's source folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import compress
from pathlib import Path, PurePath
from typing import Any, Final

from nbjudge.notebooks.cells import in_preamble, is_skipped, is_test_cell, without_magics
from nbjudge.notebooks.own_modules import LEFTOVERS, imported_names, read_own_modules
from nbjudge.notebooks.regions import NBGRADERS, Markup
from nbjudge.notebooks.source import AssignmentError, Source, read_source, with_frame
from nbjudge.stands import Stand


@dataclass(frozen=True)
class Assignment:
    """What the judge needs of a notebook of an assignment: plain data.

    Attributes:
        name: the assignment's; ``notebook``: the notebook's name without extension.
        source: the instructor's notebook as JSON text.
        kit: relative path to content, of the files beside the notebook that its cells import or read.
        modules: the same of the instructor's own modules that the grade cells import. The examiner alone sees them.
        markup: how solutions and hidden tests are marked in the source.
        release: what students got, as JSON text; empty if that is not known.
        stands: grade_id to where the cell is judged; apart, if it is not known.
    """

    name: str
    notebook: str
    source: str
    kit: Mapping[str, bytes]
    modules: Mapping[str, bytes] = field(default_factory=dict)
    markup: Markup = NBGRADERS
    release: str = ""
    stands: Mapping[str, Stand] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """To travel: without what is cached here, which is larger than all the rest."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @cached_property
    def parsed(self) -> Source:
        """The source, read once. Raises AssignmentError if it is broken, another ValueError if it is no JSON."""
        return read_source(json.loads(self.source), self.markup, _released(self.release))

    def with_parts(
        self, *, modules: Mapping[str, bytes] | None = None, stands: Mapping[str, Stand] | None = None
    ) -> Assignment:
        """The same with other modules or stands. These say nothing of the source, which is not read again.

        A command read this course's four times, 12 ms each.
        """
        modules = self.modules if modules is None else modules
        made = replace(self, modules=modules, stands=self.stands if stands is None else stands)
        vars(made)["parsed"] = self.parsed
        return made

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the source notebook, its kit, what the tests import, texts edited in the release, and stands."""
        digest = hashlib.sha256(self.source.encode())
        edited = [cell.edited for cell in self.parsed.cells]  # the rest of the release is made of the source
        stands = {grade_id: stand.to_dict() for grade_id, stand in self.stands.items()}
        digest.update(json.dumps([self.markup.to_dict(), edited, stands], sort_keys=True).encode())
        for kind, files in (("kit", self.kit), ("modules", self.modules)):
            for path, content in sorted(files.items()):
                digest.update(f"{kind}/{path}\0".encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_assignment(
    folder: Path,
    name: str,
    notebook: str,
    files: Iterable[Path] | None = None,
    *,
    root: Path | None = None,
    markup: Markup = NBGRADERS,
    release: Path | None = None,
) -> Assignment:
    """The notebook of an assignment whose source lies in ``folder``.

    Args:
        files: what belongs to its kit; left out, everything in ``folder`` but notebooks and leftovers.
        root: the course's folder, where the instructor's own modules lie; None if they are found by Python alone.
        markup: the course's, see ``nbjudge.grading.markup``.
        release: the folder of what students got; None if it is not known.

    Raises:
        OSError: if something cannot be read.
        AssignmentError: if it is no notebook that can be graded, or the kit holds hidden tests.
    """
    listed = [path for path in sorted(folder.rglob("*")) if path.is_file()] if files is None else list(files)
    kit = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in listed
        if path.suffix not in {".ipynb", ".pyc"} and not LEFTOVERS & set(path.parts)
    }
    for path, content in kit.items():
        if markup.hidden_tests.begin.encode() in content:
            raise AssignmentError(
                f"{folder / path} holds hidden tests, and student code may read it: move it elsewhere"
            )
    try:
        text = (folder / f"{notebook}.ipynb").read_text(encoding="utf-8")
        header, footer = ((root or Path()) / name if name else None for name in (markup.header, markup.footer))
        source = with_frame(text, header, footer)
        released = _text_of(release / f"{notebook}.ipynb") if release is not None else ""
        made = Assignment(name, notebook, source, kit, {}, markup, released)
        _, tests = imports_of(made.parsed)
    except ValueError as error:
        raise AssignmentError(f"{folder / notebook}.ipynb: {error}") from error
    return made.with_parts(modules=read_own_modules(tests, kit, root))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _released(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def imports_of(source: Source) -> tuple[list[str], list[str]]:
    """The modules that the given cells import, and those that the grade cells import besides; none of skipped cells."""
    given: list[str] = []
    tests: list[str] = []
    in_preamble = True
    for cell in source.cells:
        grade = is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})
        in_preamble = in_preamble and cell.role != "solution" and not grade
        if cell.cell_type != "code" or not (in_preamble or grade) or is_skipped({"metadata": cell.metadata}):
            continue
        (given if in_preamble else tests).extend(imported_names(without_magics(cell.text)))
    return list(dict.fromkeys(given)), [name for name in dict.fromkeys(tests) if name not in given]


def code_cells(source: Source) -> list[dict[str, Any]]:
    """The instructor's code cells, as a notebook has them."""
    return [
        {"cell_type": cell.cell_type, "id": cell.cell_id, "source": cell.text, "metadata": dict(cell.metadata)}
        for cell in source.cells
        if cell.cell_type == "code"
    ]


def cells_to_prepare(source: Source) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The preamble's cells and the grade cells: what is known before any submission."""
    cells = code_cells(source)
    preamble = [given for _, given in in_preamble(cells)]
    return list(compress(cells, preamble)), [cell for cell in cells if is_test_cell(cell)]


# ---------------------------------------------------------------- drawing

# Matplotlib makes a process twice as large, and so dearer to fork; most submissions do without it.
LIBRARIES: Final = frozenset({"matplotlib", "pylab", "seaborn", "pandas"})  # Matplotlib, and what imports it


def names_that_draw(kit: Mapping[str, bytes]) -> frozenset[str]:
    """The modules that draw: these libraries, and what of an assignment's kit (file name to content) uses them."""
    names: frozenset[str] = frozenset()
    found = LIBRARIES
    while found != names:
        names = found
        users = {PurePath(file).stem for file, content in kit.items() if file.endswith(".py") and _uses(content, names)}
        found = names | users
    return names


def draws(sources: Iterable[str], names: Iterable[str]) -> bool:
    """Whether any of these cells mentions one of the modules that draw; not its file, which a message may name."""
    mentioned = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(names)))})(?!\.py\b)")
    return any(mentioned.search(source) for source in sources)


def _uses(content: bytes, names: Iterable[str]) -> bool:
    return any(name.encode() in content for name in names)
