"""What grading refuses to a statement where a notebook at home would not: files, processes, threads, a person to ask.

Such a statement is noted and skipped, and the next one runs; so is one that then misses a name, or fails on an object
that the skipped one was to change. This is a courtesy
to honest code and no wall: whoever forges a refusal has skipped a statement of their own.
"""

from __future__ import annotations

import ast
import errno
from collections.abc import Iterator
from typing import Final

#: 0 is what Python makes of a refused call that cannot fail elsewhere, such as umask.
ERRNOS: Final = {
    0, errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOSYS, errno.ENXIO, errno.ENOTTY, errno.EFBIG,
}  # fmt: skip

#: Classes of exceptions by name, as most of their modules are not loaded, and words of the message.
KINDS: Final = (
    ("FileNotFoundError", ""),  # a file of the student's own, or one that could not be written before
    ("NotADirectoryError", ""),
    ("OSError", "cannot open shared object"),
    ("OSError", "out of pty devices"),
    ("ModuleNotFoundError", ""),
    ("ImportError", ""),  # other versions; Matplotlib's word for a screen that is not there
    ("EOFError", ""),  # nobody answers input()
    ("BdbQuit", ""),  # nor is there anybody to debug
    ("UnsupportedOperation", ""),  # io's: standard output has no descriptor
    ("gaierror", ""),
    ("UsageError", ""),  # IPython's, of its magics
    ("TclError", ""),
    ("RuntimeError", "can't start new thread"),
    ("ValueError", "not allowed to raise maximum limit"),
    ("KeyError", "getpwuid(): uid not found"),
    ("OperationalError", "unable to open database file"),
    ("Error", "unsupported locale"),
)
EVERYTHING: Final = "*"  # what ``from module import *`` would have bound
_CHAIN: Final = 10  # exceptions that led to one another
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def is_refusal(error: BaseException) -> bool:
    """Whether it, or what led to it, is grading's refusal."""
    return any(_refuses(cause) for cause in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(_CHAIN):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__


def _refuses(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in ERRNOS:
        return True
    names = {cls.__name__ for cls in type(error).__mro__}
    return any(name in names and words in str(error) for name, words in KINDS)


def names_bound(statement: ast.stmt) -> set[str]:
    """The names that a statement at the top of a cell would have bound."""
    found: set[str] = set()
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if not isinstance(node, (*_SCOPES, *_COMPREHENSIONS)):
            waiting += ast.iter_child_nodes(node)
    return found


def names_used(statement: ast.stmt) -> set[str]:
    """The names that a statement reads."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def is_magic(statement: ast.stmt) -> bool:
    """Whether it is a line of magic or for the system's shell, as IPython rewrites it: ``get_ipython().name(...)``."""
    call = getattr(statement, "value", None)
    function = call.func if isinstance(call, ast.Call) else None
    shell = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(shell, ast.Call) and isinstance(shell.func, ast.Name) and shell.func.id == "get_ipython"
