"""Importing nbgrader without what it imports and no verb ever uses, which saves a fifth of the start-up."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

# jsonschema tries to import these for formats that no notebook's schema uses, and does without them just as well
ABSENT: Final = ("rfc3987_syntax", "rfc3986_validator", "isoduration")
# nbgrader takes functions from these, which only its other commands and its server call
LATER: Final = (
    "bs4",
    "requests",
    "setuptools.archive_util",
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
)


class Later(ModuleType):
    """Stands for a module until a function of it is called; only that imports it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **keywords)

        return call


@contextmanager
def lean_nbgrader() -> Iterator[None]:
    """Import nbgrader in this block. What has been imported already stays as it is.

    After it, whoever imports one of these modules gets the real one: a course's configuration may want to.
    """
    stand_ins: dict[str, ModuleType | None] = dict.fromkeys(ABSENT)  # None: not to be imported
    stand_ins |= {name: Later(name) for name in LATER}
    put = {name: stand_in for name, stand_in in stand_ins.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]  # None is what Python expects there
    try:
        yield
    finally:
        for name, stand_in in put.items():
            if name in sys.modules and sys.modules[name] is stand_in:
                del sys.modules[name]
