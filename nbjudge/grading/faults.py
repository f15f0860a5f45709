"""What is wrong with an assignment, and what to do about it: of its text, and of what came of trying it out."""

from __future__ import annotations

import ast
import importlib.util
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from nbjudge.examiner.grade_cells import uncalled_tests
from nbjudge.grading.trial import PART_OF_LIMIT, Trial, TriedCell
from nbjudge.limits import TIMES, Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import is_test_cell, without_magics
from nbjudge.notebooks.names import names_hidden, names_wanted
from nbjudge.notebooks.source import Source, SourceCell, definitions
from nbjudge.stands import BESIDE, NOWHERE, Stand

# in what became of a solution that may have wanted to write a file, where there is no folder for that
NO_FILES: Final = ("PermissionError", "FileNotFoundError", "forbidden")
SILENT: Final = frozenset({"print", "display"})  # calls that cannot fail


@dataclass(frozen=True)
class Fault:
    """Something about a notebook that the instructor should know.

    Attributes:
        cell: the grade_id; empty where it is about the notebook.
        wrong: whether it is a mistake; else it is worth knowing, and all is well.
    """

    notebook: str
    cell: str
    what: str
    remedy: str
    wrong: bool = True

    @property
    def text(self) -> str:
        """In a sentence."""
        return f"{' '.join(filter(None, (self.notebook, self.cell)))}: {self.what}: {self.remedy}"


def faults_of(assignment: Assignment, trial: Trial, limits: Limits, root: Path) -> list[Fault]:
    """What is wrong with a notebook: first where its solution fails, last what is only worth knowing.

    Args:
        assignment: with the stands of its grade cells.
        limits: those that are in force for it.
        root: the course's folder.
    """
    source = assignment.parsed
    found = [*_missing_imports(assignment, root)]
    cells = {cell.name: cell for cell in source.cells if _is_test(cell)}
    for tried in trial.cells:
        found += _of_trial(assignment.notebook, tried, assignment.stands.get(tried.grade_id, tried.stand), limits)
        found += _of_text(assignment.notebook, cells[tried.grade_id], tried, source)
        if assignment.stands.get(tried.grade_id, tried.stand).where == BESIDE:
            found += _of_replay(assignment.notebook, cells[tried.grade_id], list(cells.values()))
    failing = {tried.grade_id for tried in trial.cells if not tried.passes}
    return sorted(found, key=lambda fault: (not fault.wrong, fault.cell not in failing))


def _is_test(cell: SourceCell) -> bool:
    return is_test_cell({"cell_type": cell.cell_type, "metadata": cell.metadata})


# ---------------------------------------------------------------- what the trial showed


def _of_trial(notebook: str, cell: TriedCell, stand: Stand, limits: Limits) -> Iterator[Fault]:
    def fault(what: str, remedy: str) -> Fault:
        return Fault(notebook, cell.grade_id, what, remedy)

    if not cell.passes:
        natively = cell.solution == cell.points
        what = f"the instructor's own solution does not pass it{' where its tag puts it' if natively else ''}"
        mend = "mend the solution, or the test"
        if limits.scratch_bytes == 0 and any(sign in cell.said for sign in NO_FILES):
            mend += "; if it writes files, say c.NbJudge.scratch_bytes = 1_000_000"
        yield fault(f"{what} ({cell.said})", "take the tag away" if natively else mend)
    elif cell.said and cell.points:
        what = "a test of weight 0, an example, does not pass with the instructor's own solution"
        yield fault(f"{what} ({cell.said})", "mend it: students run it, though grading does not")
    if cell.release:
        yield fault(
            f"the untouched release earns {cell.release:g} of {cell.points:g}",
            "ask something that only an answer can do, or make it a cell without points",
        )
    if stand.where == NOWHERE:
        yield fault(
            "it is not judged, as c.NbJudge.beside is 'refuse' and it cannot be judged apart",
            "change what its tests ask (docs/judge/adopt.md), or allow it",
        )
    if cell.passes and cell.seconds > limits.test_seconds * PART_OF_LIMIT:
        enough = math.ceil(TIMES * cell.seconds)
        yield fault(
            f"the solution takes {cell.seconds:.1f} s of the {limits.test_seconds:g} s that a test has",
            f"make it quicker, or say c.NbJudge.test_seconds = {enough}.0",
        )


# ---------------------------------------------------------------- what the cells say


def _of_text(notebook: str, cell: SourceCell, tried: TriedCell, source: Source) -> Iterator[Fault]:
    tree = _tree(cell)
    if tree is None:
        return  # the solution does not pass it, and the trial says so
    text = without_magics(cell.text)
    if tried.release == tried.points and _never_fails(tree):
        yield Fault(
            notebook, cell.name, "it has nothing that could fail, and earns its points whatever the answer is",
            "assert something",
        )  # fmt: skip
    uncalled = sorted(uncalled_tests(cell.text))
    if uncalled:
        yield Fault(
            notebook, cell.name, f"nothing calls {', '.join(uncalled)}",
            "the judge does; stock nbgrader gives everybody full points there", wrong=False,
        )  # fmt: skip
    for name in sorted(names_wanted(text) & _editable(source)):
        yield Fault(
            notebook, cell.name, f"it uses {name}, which stands in a cell that students may edit", "lock that cell"
        )


def _of_replay(notebook: str, cell: SourceCell, tests: Sequence[SourceCell]) -> Iterator[Fault]:
    """What a cell that is judged beside needs of the hidden regions of cells before it, which are run for it too."""
    try:
        wanted = names_wanted(without_magics(cell.text))
    except (SyntaxError, ValueError):
        return
    for earlier in tests[: tests.index(cell)]:
        for name in sorted(wanted & names_hidden(earlier.text, earlier.released)):
            yield Fault(
                notebook, cell.name, f"it uses {name}, which only a hidden region of {earlier.name} defines",
                "those hidden tests are run beside the student's code for it; define it in a visible line if you can",
                wrong=False,
            )  # fmt: skip


def _tree(cell: SourceCell) -> ast.Module | None:
    try:
        return ast.parse(without_magics(cell.text))
    except (SyntaxError, ValueError):
        return None


def _never_fails(tree: ast.Module) -> bool:
    """Whether a grade cell neither asserts, raises nor calls anything, and shows no value that could be points."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant | ast.Call):
        return False
    return not any(isinstance(node, ast.Assert | ast.Raise) or _is_call(node) for node in ast.walk(tree))


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in SILENT)


def _editable(source: Source) -> frozenset[str]:
    """The functions and classes that only cells define which students may edit, and which are no answers."""
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    of = {
        role: [definitions(cell.text) for cell in code if cell.role == role] for role in ("open", "solution", "locked")
    }
    return frozenset[str]().union(*of["open"]).difference(*of["solution"], *of["locked"])


# ---------------------------------------------------------------- what it imports


def _missing_imports(assignment: Assignment, root: Path) -> Iterator[Fault]:
    """Modules that are not there where the cell that imports them is run."""
    kit, own = ({PurePath(path).parts[0].removesuffix(".py") for path in files} for files in (
        assignment.kit, assignment.modules,
    ))  # fmt: skip
    told: set[str] = set()
    for cell in assignment.parsed.cells:
        tree = _tree(cell) if cell.cell_type == "code" else None
        names = set(_imported(tree.body)) if tree is not None else set()
        names -= kit | told | sys.stdlib_module_names | (own if _is_test(cell) else set())
        for name in sorted(names):
            in_course = _in_folder(name, root)
            if in_course or not _is_installed(name):
                told.add(name)
                remedy = f"put {name} beside the notebook" if in_course else "install it where nbjudge is installed"
                yield Fault(assignment.notebook, cell.grade_id or "", f"it imports {name}, which is not there", remedy)


def _imported(statements: Iterable[ast.AST]) -> Iterator[str]:
    """The top-level modules that code imports, unless it tries to."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module and not node.level:
                yield node.module.partition(".")[0]
        elif not isinstance(node, ast.Try):
            yield from _imported(ast.iter_child_nodes(node))


def _in_folder(name: str, root: Path) -> bool:
    """Whether it is the course's own, which student code cannot read."""
    return (root / f"{name}.py").is_file() or any((root / name).glob("*.py"))


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
