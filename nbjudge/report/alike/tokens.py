"""A student's code as a row of symbols, one character each, so that what was only renamed or reformatted is the same.

Names are one symbol, numbers and texts one each; keywords and operators are themselves. Comments, and texts that stand
by themselves, such as docstrings, are kept apart. What is no Python becomes symbols as well: nothing here fails.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MOST_CHARS: Final = 40_000  # of a student's code; the rest is not looked at
SHORTEST_COMMENT: Final = 3  # words: a shorter one is anybody's

# Each alternative takes at least one character, and what is not closed ends with the text: one pass, whatever it is.
_TOKEN: Final = re.compile(
    r"""
    (?P<blank>[ \t\f\r]+|\\\n)
  | (?P<line>\n)
  | (?P<comment>\#[^\n]*)
  | (?P<text>(?:[rbuf]|rb|br|rf|fr)?
      (?:\"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z)|'{3}(?:\\.|[^\\])*?(?:'{3}|\Z)
        |\"(?:\\.|[^\"\\\n])*(?:\"|(?=\n)|\\?\Z)|'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\\?\Z)))
  | (?P<number>(?:\d|\.\d)[\w.]*(?:(?<=[eE])[+-]\d[\w.]*)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>\*\*=|//=|>>=|<<=|\.\.\.|\*\*|//|>>|<<|<=|>=|==|!=|->|:=|[-+*/%@&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SIGNS: Final = (
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", ":=", "+=", "-=", "*=",
    "/=", "%=", "@=", "&=", "|=", "^=", *"+-*/%@&|^~<>()[]{},:.;=",
)  # fmt: skip
APART: Final = "apart"
_NAME, _NUMBER, _TEXT, _ODD = "n", "0", '"', "?"
_SYMBOLS: Final = {word: chr(0x100 + number) for number, word in enumerate((*keyword.kwlist, *_SIGNS))}
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A student's code.

    Attributes:
        symbols: one character for each token; ``lines``: on which line each stands, from 0 on.
        comments: lines of comments, in lower case and without signs.
    """

    symbols: str
    lines: tuple[int, ...]
    comments: frozenset[str]


def answer_of(texts: Iterable[str]) -> Answer:
    """The code of these cells, one after the other."""
    symbols: list[str] = []
    lines: list[int] = []
    comments: set[str] = set()
    line = 0
    for kind, token in _tokens("\n".join(texts)[:MOST_CHARS]):
        if kind == APART:
            comments.update(_comments(token))
        elif kind not in ("blank", "line"):
            symbols.append(_symbol(kind, token))
            lines.append(line)
        if "\n" in token:
            line += token.count("\n")
    return Answer("".join(symbols), tuple(lines), frozenset(comments))


def without_comments(text: str) -> str:
    """A code without what is kept apart, line for line."""
    return "".join("\n" * token.count("\n") if kind == APART else token for kind, token in _tokens(text))


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    """Its tokens, blanks and ends of lines as well, each with its kind."""
    depth = 0
    first = True  # on its line
    for found in _TOKEN.finditer(code):
        kind, token = str(found.lastgroup), found[0]
        by_itself = kind == "text" and first and depth == 0 and code[found.end() : found.end() + 1] in ("\n", "")
        yield APART if by_itself or kind == "comment" else kind, token
        if kind == "sign":
            depth = depth + 1 if token in _OPEN else max(0, depth - 1) if token in _CLOSE else depth
        first = kind == "line" or (first and kind == "blank")


def _symbol(kind: str, token: str) -> str:
    if kind == "name":
        return _SYMBOLS.get(token, _NAME)
    if kind == "sign":
        return _SYMBOLS.get(token, _ODD)
    return _NUMBER if kind == "number" else _TEXT


def _comments(text: str) -> Iterator[str]:
    for line in text.splitlines():
        words = re.findall(r"\w+", line.lower())
        if len(words) >= SHORTEST_COMMENT:
            yield " ".join(words)
