"""What a cell shows, kept as outputs in nbformat's form."""

from __future__ import annotations

from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher


class KeptResults(DisplayHook):
    """The value of a cell's last line becomes an output instead of a line on the screen."""

    shell: Any  # that which has ``kept``

    @property
    def prompt_count(self) -> int:
        """Under which number a value is kept in ``Out``."""
        return int(self.shell.execution_count)

    def write_output_prompt(self) -> None:
        """No ``Out[1]:``."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.kept.append({"output_type": "execute_result", "data": dict(format_dict), "metadata": {}})

    def finish_displayhook(self) -> None:
        """No line feed."""


class KeptDisplays(DisplayPublisher):
    """``display(...)`` likewise."""

    shell: Any  # that which has ``kept``

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        self.shell.kept.append({"output_type": "display_data", "data": dict(data), "metadata": {}})
