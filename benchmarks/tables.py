"""Tables in Markdown, as they stand in the documentation."""

from __future__ import annotations

from collections.abc import Sequence

Rows = list[tuple[str, ...]]


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of which the first is the heading; all but the first column are set to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    print()
    for row in (rows[0], rule, *rows[1:]):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("| " + " | ".join(cells) + " |")
    print(flush=True)
