"""The quality card as Markdown, for the docs, and as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

import nbjudge
from nbjudge.quality.card import Card, Tried, changed_lines

VOLATILE: Final = "Made "  # how the one line begins that is never the same twice


def markdown(card: Card) -> str:
    """The card for the docs. The same course gives the same text again, but for the line that begins with VOLATILE."""
    return "\n\n".join(_sections(card)) + "\n"


def lasting(text: str) -> str:
    """The text without what differs from one run to the next: what is compared with the card in the docs."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(VOLATILE))


def _sections(card: Card) -> Iterator[str]:
    yield f"# Quality card: {_title(card)}"
    yield (
        "How good the hidden tests are, found out by `nbjudge selfcheck`: answers of known worth and mutants of the "
        "instructor's solution, all judged as students' submissions are."
    )
    yield _grid(["what was asked", "result"], _summary(card))
    yield _seeds(card)
    took = f"in {card.seconds:.0f} s with {card.jobs} workers"
    yield f"{VOLATILE}by nbjudge {nbjudge.__version__} on {date.today()}, {took}."
    if card.problems:
        yield "## What is wrong"
        yield "\n".join(f"- {problem}" for problem in card.problems)
    if card.tried:
        yield from _mutation(card)


def _mutation(card: Card) -> Iterator[str]:
    yield "## Mutants by kind of slip"
    rows = [[name, *map(str, numbers)] for name, numbers in card.by_operator().items()]
    yield _grid(["slip", "mutants", "caught", "equivalent", "survive"], rows)
    yield "## Which grade cells catch them"
    rows = [[name, str(caught), str(alone)] for name, (caught, alone) in card.by_grade_cell().items()]
    yield _grid(["grade cell", "catches", "of these alone"], rows)
    if card.survivors:
        yield "## Survivors"
        yield from (_survivor(tried) for tried in card.survivors)
    if card.equivalent:
        yield "## Equivalent mutants"
        yield "They do what the solution does, as far as the contract goes, so no test could or should catch them."
        yield _grid(["mutant", "solution", "mutant's line", "why"], [_equivalent(tried) for tried in card.equivalent])


def _title(card: Card) -> str:
    names = card.assignment if card.notebook == card.assignment else f"{card.assignment}/{card.notebook}"
    return f"{names}, only {card.only}" if card.only else names


def _summary(card: Card) -> list[list[str]]:
    rows = [[line.what, line.result] for line in card.counts]
    if card.strangers:
        rows.append(["files of the corpus for cells that this notebook lacks", ", ".join(card.strangers)])
    if card.tried:
        rows.append(["mutants", str(len(card.tried))])
        rows.append(["mutants caught, of those that are not equivalent", card.score])
        rows.append(["of these by a time limit alone", str(card.hung)])
        rows.append(["mutants shown to be equivalent", str(len(card.equivalent))])
        rows.append(["mutants that survive", str(len(card.survivors))])
        if card.unknown:
            rows.append(["of these not compared with the solution", str(len(card.unknown))])
    if card.without_mutants:
        rows.append(["solution cells without mutants", ", ".join(card.without_mutants)])
    return rows


def _seeds(card: Card) -> str:
    seeds = "one seed" if card.seeds == 1 else f"{card.seeds} different seeds"
    wrong = "one seed" if card.wrong_seeds == 1 else f"{card.wrong_seeds}"
    return (
        f"Random inputs: the solution and each right answer with {seeds}, each wrong answer with {wrong}, mutants and "
        "attacks with one."
    )


def _survivor(tried: Tried) -> str:
    survivor = tried.survivor
    assert survivor is not None  # of survivors only
    parts = [f"### {tried.mutant.name}: {tried.mutant.operator}, line {tried.mutant.line}"]
    parts.append(f"```diff\n{tried.mutant.diff}\n```")
    parts.append(f"{survivor.why}. It should be caught by {', '.join(survivor.suspects) or 'a grade cell'}.")
    if survivor.test:
        parts.append(f"A test that would:\n\n```python\n{survivor.test}\n```")
    return "\n\n".join(parts)


def _equivalent(tried: Tried) -> list[str]:
    assert tried.survivor is not None  # of equivalents only
    old, new = changed_lines(tried.mutant)
    return [tried.mutant.name, f"`{old}`", f"`{new}`", tried.survivor.why]


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [[cell.replace("|", r"\|") for cell in line] for line in (heads, ["---"] * len(heads), *rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# ---------------------------------------------------------------- terminal


def show(card: Card, console: Console) -> None:
    """Print the card: the numbers, then what is wrong, with diffs and tests to add."""
    console.print(_table(card))
    for problem in (trouble for line in card.counts for trouble in line.trouble):
        console.print(escape(problem), style="red", soft_wrap=True)
    for tried in card.survivors:
        console.print(_shown(tried), soft_wrap=True)


def _table(card: Card) -> Table:
    table = Table("what was asked", "result", title=escape(_title(card)))
    for what, result in _summary(card):
        table.add_row(what, escape(result))
    table.add_row("time", f"{card.seconds:.0f} s with {card.jobs} workers")
    return table


def _shown(tried: Tried) -> RenderableType:
    survivor, mutant = tried.survivor, tried.mutant
    assert survivor is not None  # of survivors only
    head = f"\n[red]mutant {mutant.name} survives[/red] ({mutant.operator}, line {mutant.line} of its cell)"
    told = f"{survivor.why}; it should be caught by {', '.join(survivor.suspects) or 'a grade cell'}"
    test = f"\na test that would:\n\n{survivor.test}\n" if survivor.test else ""
    return Group(head, escape(mutant.diff), escape(told), escape(test))
