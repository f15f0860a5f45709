"""What hostile files name of the judge and of the course is there: none passes because its import fails."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.answers import CORPUS
from tests.support.inprocess import ROOT

FILES: Final = sorted((CORPUS / "hostile").glob("*.py"))
OURS: Final = ("nbjudge", "oracle", "tests")
_IN_TEXT: Final = re.compile(rf"\b(?:{'|'.join(OURS)})(?:\.\w+)+")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names(tree: ast.Module) -> set[str]:
    """The dotted names of ours: in imports, after what was imported, and in text, as `import_module` takes it."""
    found = {name for node in ast.walk(tree) for name in [*_imported(node).values(), *_in_text(node)]}
    bound = {name: module for node in ast.walk(tree) for name, module in _imported(node).items()}
    chains = {_dotted(node, bound) for node in ast.walk(tree)}
    return {name for name in found | chains if name.split(".")[0] in OURS}


def _imported(node: ast.AST) -> dict[str, str]:
    """What an import binds, to what that is. `import a.b` binds `a`, but it is `a.b` that has to be there."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name: alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module is not None:
        return {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {}


def _dotted(node: ast.AST, bound: dict[str, str]) -> str:
    """`a.b.c` where `a` was imported, under its own name; else nothing."""
    if isinstance(node, ast.Name):
        return bound.get(node.id, node.id if any(name.startswith(f"{node.id}.") for name in bound) else "")
    before = _dotted(node.value, bound) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if isinstance(node, ast.Attribute) and before else ""


def _in_text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from (name for name in _IN_TEXT.findall(node.value) if not name.endswith(".py"))


def class_names(tree: ast.Module) -> set[str]:
    """What the name of a class is compared with, as attacks do that look for the agent among all objects."""
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    return {
        str(constant.value)
        for node in compared
        if isinstance(node.left, ast.Attribute) and node.left.attr == "__name__"
        for constant in node.comparators
        if isinstance(constant, ast.Constant)
    }


def missing(tree: ast.Module) -> list[str]:
    """What is named and is not there."""
    return [name for name in sorted(names(tree)) if not _resolves(name)]


def _resolves(name: str) -> bool:
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whatever_a_hostile_file_names_of_ours_is_there(path: Path) -> None:
    assert missing(parsed(path)) == []


def test_a_class_that_is_searched_for_by_its_name_is_there() -> None:
    defined = {
        node.name
        for path in (ROOT / "nbjudge").rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    searched = {name for path in FILES for name in class_names(parsed(path))}
    assert "Agent" in searched
    assert searched <= defined


def test_many_hostile_files_name_something_of_ours() -> None:
    naming = [path.stem for path in FILES if names(parsed(path))]
    assert len(naming) >= 20
    assert names(parsed(CORPUS / "hostile" / "tracker_patched.py")) == {
        "nbjudge.wire.tracking",
        "nbjudge",
        "nbjudge.wire",
        "nbjudge.wire.tracking.Tracker",
        "nbjudge.wire.tracking.Tracker.changes",
    }


@pytest.mark.parametrize(
    ("planted", "absent"),
    [
        ("import nbjudge.absent", "nbjudge.absent"),
        ("def forward(self, x):\n    from nbjudge.wire.absent import encode", "nbjudge.wire.absent.encode"),
        ("from nbjudge.wire.encode import absent", "nbjudge.wire.encode.absent"),
        ("from nbjudge.wire import encode as e\ne.encode\ne.absent = 1", "nbjudge.wire.encode.absent"),
        ("import nbjudge.wire.encode\nnbjudge.wire.encode.encode.absent()", "nbjudge.wire.encode.encode.absent"),
        ("import nbjudge.wire.encode as e\nlist(map(e.absent, []))", "nbjudge.wire.encode.absent"),
        ("import importlib\nimportlib.import_module('oracle.absent')", "oracle.absent"),
    ],
)
def test_a_planted_name_that_is_not_there_is_found(planted: str, absent: str) -> None:
    assert missing(ast.parse(planted)) == [absent]
