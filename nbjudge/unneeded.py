"""What nbgrader imports and no verb of this command ever uses: kept out, which saves a fifth of the start-up."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
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


def keep_out() -> None:
    """Call it before nbgrader is imported. What has been imported already stays as it is."""
    for name in ABSENT:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None marks what is not to be imported
    for name in LATER:
        sys.modules.setdefault(name, Later(name))
