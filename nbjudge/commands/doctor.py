"""The verb `nbjudge doctor`: does the sandbox of this machine hold?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nbjudge.console import exit_codes
from nbjudge.limits import Limits
from nbjudge.sandbox import requirements
from nbjudge.sandbox.proving import Finding, examine
from nbjudge.temporary import NoTemporaryFolder


def main(_: argparse.Namespace) -> int:
    """Print what the sandbox stops and lets through. Returns the exit code."""
    return exit_codes.OK if sandbox_holds(Console()) else exit_codes.TROUBLE


def sandbox_holds(console: Console, *, brief: bool = False) -> bool:
    """Try every act, print what came of it, and say whether all ended as they should.

    Args:
        brief: print the last line alone, if all is well.
    """
    problems = requirements.available()
    for problem in problems:
        console.print(f"No sandbox here: {problem}.", style="bold red", markup=False)
    if problems:
        return False
    from nbjudge.sandbox import escape_list  # noqa: PLC0415 (it names what only Linux has, and the lines above run anywhere)

    try:
        findings = examine((*escape_list.FORBIDDEN, *escape_list.NEEDED), Limits())
    except NoTemporaryFolder as error:
        console.print(f"The sandbox cannot be tried: {error}.", style="bold red", markup=False)
        return False
    bad = [finding for finding in findings if not finding.good]
    if bad or not brief:
        console.print(table_of(findings))
    console.print(summary_of(bad, len(findings)), style="bold red" if bad else "bold green")
    return not bad


def table_of(findings: Iterable[Finding]) -> Table:
    """Return the findings as a table: act, stopped by, what happened, verdict."""
    table = Table("Act", "Stopped by", "What happened", "Verdict", title="What a candidate can do")
    for finding in findings:
        color = "green" if finding.good else "bold red"
        happened = finding.ending if finding.good else f"{finding.ending} {finding.said}".strip()
        verdict = f"[{color}]{finding.verdict}[/]"
        table.add_row(finding.act.name, finding.act.stopped_by, escape(happened), verdict)
    return table


def summary_of(bad: list[Finding], total: int) -> str:
    """Return the last line: all is well, or what is not."""
    if not bad:
        return f"The sandbox holds: {total} of {total} acts ended as they should."
    names = ", ".join(finding.act.name for finding in bad)
    return f"Do not grade on this machine. Of {total} acts, {len(bad)} ended as they must not: {names}."
