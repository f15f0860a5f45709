"""The instructor's own modules that grade cells import: found, read as bytes, and told apart from dependencies.

They belong to the assignment: what they say decides over points, as much as the notebook does. So they travel with it,
to the examiner alone.
"""

from __future__ import annotations

import ast
import functools
import importlib.machinery
import importlib.metadata
import importlib.util
import re
import sys
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Final

from nbjudge.notebooks.source import AssignmentError

LEFTOVERS: Final = {"__pycache__", ".ipynb_checkpoints"}
MOST_BYTES: Final = 64 * 1024 * 1024  # of all of them together: they are code, not data sets
_BLOCKS: Final = ("body", "handlers", "orelse", "finalbody", "cases")  # where statements hold others
_INSTALLED: Final = {"site-packages", "dist-packages"}
_JUDGE: Final = "nbjudge"  # the examiner has it already
#: Where an import may stand, which is also found in texts and comments: what begins a statement, and what it imports.
_IMPORT: Final = re.compile(r"(?:^|[\r;:])(?:[ \t\f]|\\\r?\n)*(from|import)\b((?:[^\\\n\r;]|\\\r?\n)*)", re.MULTILINE)
_NAME: Final = re.compile(r"\w+")


def read_own_modules(imported: Iterable[str], kit: Iterable[str], root: Path | None) -> dict[str, bytes]:
    """Relative path to content of the modules that are the instructor's own, and of those that these import.

    Args:
        imported: names that grade cells import, such as ``oracle.probes``.
        kit: relative paths of the files that students have; the modules among them are not meant.
        root: the course's folder; None if it has none.

    Raises:
        OSError: if one cannot be read.
        AssignmentError: if they are too large.
    """
    theirs = {PurePath(path).parts[0].removesuffix(".py") for path in kit}
    found: dict[str, bytes] = {}
    waiting, seen = _top_level(imported), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name in theirs or name == _JUDGE or name in sys.stdlib_module_names:
            continue
        seen.add(name)
        place = _own_place(name, root)
        for path in _files(place) if place is not None else ():
            assert place is not None
            content = path.read_bytes()
            found[path.relative_to(place.parent).as_posix()] = content
            if path.suffix == ".py":
                waiting |= imported_beyond(content, {*seen, *waiting, *theirs, _JUDGE, *sys.stdlib_module_names})
    size = sum(map(len, found.values()))
    if size > MOST_BYTES:
        raise AssignmentError(
            f"the modules that the tests import have {size:,} bytes, and at most {MOST_BYTES:,} travel with an "
            f"assignment: keep data out of {', '.join(sorted({PurePath(path).parts[0] for path in found}))}"
        )
    return found


@functools.lru_cache(maxsize=1000)
def imported_names(text: str) -> tuple[str, ...]:
    """The modules that code imports, and what may be modules in them: ``a`` and ``a.b`` for ``from a import b``.

    Asked several times of the same texts before grading starts; parsing them takes tens of milliseconds. None where the
    text is no Python: the exam says so where it can be read.
    """
    if "import" not in text:
        return ()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return ()
    found: list[str] = []
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


def imported_beyond(content: bytes, known: Collection[str]) -> set[str]:
    """The top-level names that a file of code imports; of the known ones perhaps not all.

    It is parsed only if another may stand there: opening this course takes 45 ms less, of a second.
    """
    if _imported_at_most(content).issubset(known):
        return set()
    return _top_level(imported_names(content.decode("utf-8", "replace")))


@functools.lru_cache(maxsize=1000)
def _imported_at_most(content: bytes) -> frozenset[str]:
    """The top-level names after all that may be an import. Asked twice of each file before grading starts."""
    found = set()
    for keyword, rest in _IMPORT.findall(content.decode("utf-8", "replace")):
        for part in rest.split(",") if keyword == "import" else [rest]:
            name = _NAME.match(part.strip(" \t\f\\\r\n"))
            if name is not None:
                found.add(name[0])
    return frozenset(found)


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """As `ast.walk`, but for expressions, in which no import can be: a tenth of the nodes."""
    waiting = deque[ast.AST]([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        for block in _BLOCKS:
            waiting.extend(getattr(node, block, ()))


def readable_secrets(
    imported: Iterable[str], own: Mapping[str, bytes], readable: Collection[Path], ordinary: Collection[str]
) -> list[str]:
    """Modules that only tests import and that student code could read, though they are no ordinary dependency.

    Ordinary is what was installed from a package index. What was installed from a folder, a file or an address, or put
    there by hand, and whatever has the name of a module of the course's own, may hold answers.

    Args:
        imported: names that grade cells import and given cells do not.
        own: the instructor's own modules, see ``read_own_modules``; what they import counts as well.
        readable: the folders that a candidate reads.
        ordinary: top-level names that students may read all the same.

    Returns:
        A sentence for each: what it is, where it lies, and what to do.
    """
    mine = {PurePath(path).parts[0].removesuffix(".py") for path in own}
    harmless = {*sys.stdlib_module_names, _JUDGE}
    names = _top_level(imported) | mine
    for path, content in own.items():
        if path.endswith(".py"):
            names |= imported_beyond(content, names | harmless)
    searched = [path for path in sys.path if any(Path(path).resolve().is_relative_to(folder) for folder in readable)]
    there = {name: importlib.machinery.PathFinder.find_spec(name, searched) for name in sorted(names - harmless)}
    asked = {name for name, spec in there.items() if spec is not None and name not in mine and name not in ordinary}
    allowed = _from_an_index(asked) | (set(ordinary) - mine)
    exposed = []
    for name, spec in there.items():
        if spec is None or name in allowed:
            continue
        place = spec.origin or next(iter(spec.submodule_search_locations or ()), "?")
        if name in mine:
            remedy = "uninstall that copy"
        else:
            remedy = (
                "uninstall it and keep it in the course's folder, or, if students may read it, say "
                f"c.NbJudge.ordinary_modules = [{name!r}]"
            )
        exposed.append(f"the tests import {name!r}, and student code could read it in {place}: {remedy}")
    return exposed


def _top_level(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _own_place(name: str, root: Path | None) -> Path | None:
    """The file or folder of a module of the instructor's own; None if Python or an installed package provides it."""
    for place in (root / name, root / f"{name}.py") if root is not None else ():
        if place.is_file() or (place.is_dir() and any(place.glob("*.py"))):
            return place.absolute()
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    origin = Path(spec.origin) if spec is not None and spec.origin is not None else None
    if origin is None or not origin.exists() or _INSTALLED & set(origin.parts):
        return None
    return (origin.parent if origin.name == "__init__.py" else origin).absolute()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [
        path
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix != ".pyc" and not LEFTOVERS & set(path.parts)
    ]


def _from_an_index(modules: Collection[str]) -> set[str]:
    """Those of these modules of which each distribution that provides them was installed by its name; see PEP 610."""
    if not modules:
        return set()  # there are some hundred distributions
    found = dict[str, bool]()
    for distribution in importlib.metadata.distributions():
        for name in _provided(distribution) & set(modules):
            found[name] = found.get(name, True) and distribution.read_text("direct_url.json") is None
    return {name for name, by_name in found.items() if by_name}


def _provided(distribution: importlib.metadata.Distribution) -> set[str]:
    """The top-level names of what a distribution holds.

    From its record as text where it has one: ``files`` makes an object of each line, and takes ten times as long, a
    quarter of a second for all distributions of this course.
    """
    record = distribution.read_text("RECORD")
    paths = record.splitlines() if record is not None else map(str, distribution.files or ())
    return {path.partition(",")[0].partition("/")[0].removesuffix(".py") for path in paths}
