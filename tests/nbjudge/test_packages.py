"""The house: packages are maps, faces import nothing, and no module keeps a process alive."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nbjudge import cli
from tests.support.inprocess import ROOT

JUDGE: Final = ROOT / "nbjudge"
PACKAGES: Final = sorted(path.parent for path in JUDGE.rglob("__init__.py"))
MOST_MODULES: Final = 12
VERBS: Final = JUDGE / "commands"
# what holds processes: made by whoever needs them, and closed there
LIVING: Final = {"Zygote", "WarmPair", "WarmSet", "StartedAhead", "Blanks", "Popen"}


def modules(package: Path) -> set[str]:
    return {path.name for path in package.glob("*.py")} - {"__init__.py"}


def face(package: Path) -> ast.Module:
    return ast.parse((package / "__init__.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_packages_face_is_its_map_and_imports_nothing(package: Path) -> None:
    tree = face(package)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    said = ast.get_docstring(tree) or ""
    rooms = {f"{path.name}/" for path in package.iterdir() if (path / "__init__.py").exists()}
    missing = {name for name in modules(package) | rooms if name not in said}
    assert not missing, f"the map of {package.name} lacks {missing}"


ROOMS: Final = [package for package in PACKAGES if package != VERBS]


@pytest.mark.parametrize("package", ROOMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_package_has_few_enough_modules_to_be_seen_at_once(package: Path) -> None:
    assert len(modules(package)) <= MOST_MODULES


def test_each_module_of_commands_is_a_verb_and_each_verb_a_module() -> None:
    """It may have more than twelve for that: nobody reads them together, and `nbjudge --help` lists them all."""
    verbs = set(next(action for action in cli._parser()._actions if action.dest == "verb").choices or ())
    # a room there is a verb with acts of its own, such as `nbjudge db copy`, or a part of several verbs
    with_acts = {path.parent.name for path in VERBS.glob("*/__init__.py")} & verbs
    assert modules(VERBS) == {f"{verb}.py" for verb in verbs - with_acts}


def test_importing_the_judge_imports_nothing_else() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules); import nbjudge; "
        "print(*sorted(set(sys.modules) - before - {'nbjudge'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def kept_alive(tree: ast.Module) -> Iterator[str]:
    """Names of what a module makes when it is imported, of what holds processes."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            for node in ast.walk(statement.value):
                if isinstance(node, ast.Call):
                    function = node.func
                    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                    if name in LIVING:
                        yield name


def rebound(tree: ast.Module) -> Iterator[str]:
    """Names of the module's that a function of it binds anew."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names


def test_no_module_global_holds_processes_or_changes() -> None:
    for path in JUDGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert [*kept_alive(tree), *rebound(tree)] == [], path


def test_a_planted_global_is_noticed() -> None:
    planted = ast.parse(
        "kept = WarmSet()\npair: object = x.Zygote('candidate')\ndef f():\n    global kept\n    kept = 1\n"
    )
    assert [*kept_alive(planted), *rebound(planted)] == ["WarmSet", "Zygote", "kept"]
