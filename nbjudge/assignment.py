"""An assignment as the judge needs it: plain data, read from the instructor's source folder."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Any

from nbjudge.notebook import BEGIN_HIDDEN, in_preamble, is_test_cell, without_magics
from nbjudge.release import AssignmentError, Source, read_source

LEFTOVERS = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Assignment:
    """What the judge needs of a notebook of an assignment: plain data.

    Attributes:
        name: the assignment's; ``notebook``: the notebook's name without extension.
        source: the instructor's notebook as JSON text.
        kit: relative path to content, of the files beside the notebook that its cells import or read.
        oracle: a digest of the instructor's own modules that the grade cells import: a change regrades everybody.
    """

    name: str
    notebook: str
    source: str
    kit: Mapping[str, bytes]
    oracle: str = ""

    @cached_property
    def parsed(self) -> Source:
        """The source, read once. Raises AssignmentError if it is broken."""
        return read_source(json.loads(self.source))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the source notebook, a file beside it or what the tests import does."""
        digest = hashlib.sha256(self.source.encode() + self.oracle.encode())
        for path, content in sorted(self.kit.items()):
            digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_assignment(folder: Path, name: str, notebook: str, files: Iterable[Path] | None = None) -> Assignment:
    """The notebook of an assignment whose source lies in ``folder``.

    Args:
        files: what belongs to its kit; left out, everything in ``folder`` but notebooks and leftovers.

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
        if BEGIN_HIDDEN.encode() in content:
            raise AssignmentError(
                f"{folder / path} holds hidden tests, and student code may read it: move it elsewhere"
            )
    try:
        source = (folder / f"{notebook}.ipynb").read_text(encoding="utf-8")
        parsed = read_source(json.loads(source))
    except ValueError as error:
        raise AssignmentError(f"{folder / notebook}.ipynb: {error}") from error
    return Assignment(name, notebook, source, kit, _oracle_digest(parsed))


def own_modules(source: Source) -> list[Path]:
    """The files of modules that grade cells import and that neither Python nor an installed package provides."""
    found: list[Path] = []
    for name in sorted({imported.partition(".")[0] for imported in imports_of(source)[1]} - sys.stdlib_module_names):
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin) if spec is not None and spec.origin is not None else None
        if origin is not None and not {"site-packages", "dist-packages"} & set(origin.parts):
            found += sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]
    return found


def _oracle_digest(source: Source) -> str:
    digest = hashlib.sha256()
    for path in own_modules(source):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def imports_of(source: Source) -> tuple[list[str], list[str]]:
    """The modules that the given cells import, and those that the grade cells import besides."""
    given: list[str] = []
    tests: list[str] = []
    in_preamble = True
    for cell in source.cells:
        grade = is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})
        in_preamble = in_preamble and cell.role != "solution" and not grade
        if cell.cell_type != "code" or not (in_preamble or grade):
            continue
        for node in ast.walk(_parsed(cell.text)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            else:
                continue
            (given if in_preamble else tests).extend(names)
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


def _parsed(text: str) -> ast.AST:
    """A cell's syntax tree; empty where there is none, which the exam then says where it can be read."""
    try:
        return ast.parse(without_magics(text))
    except SyntaxError:
        return ast.Module([], [])
