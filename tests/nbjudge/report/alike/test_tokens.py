"""Code as symbols: what was only renamed or reformatted is the same, and nothing that a student writes can hurt."""

from __future__ import annotations

import io
import time
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.report.alike.tokens import MOST_CHARS, answer_of, without_comments
from tests.support.inprocess import ROOT

CODE = "def f(x):\n    y = x + 1.5e-3  # a short step up\n    return y\n"
FILES = sorted((ROOT / "tests" / "corpus" / "correct").glob("*.py"))[::6]


def symbols(*texts: str) -> str:
    return answer_of(texts).symbols


def test_other_names_numbers_comments_and_blanks_are_the_same() -> None:
    other = 'def area(radius):\n  "What it does."\n\n  total=radius+2 # something else entirely\n  return total'
    assert symbols(CODE) == symbols(other)


@pytest.mark.parametrize("change", [("+", "-"), ("return", "yield"), ("y = x", "y += x"), ("def", "async def")])
def test_another_operator_or_keyword_is_not(change: tuple[str, str]) -> None:
    assert symbols(CODE) != symbols(CODE.replace(*change))


def test_comments_and_docstrings_stand_apart_and_short_ones_are_left_out() -> None:
    answer = answer_of(['"""What this function does."""\n', "x = 'no comment'  # ok\n", "# One two, THREE\n"])
    assert answer.comments == {"what this function does", "one two three"}
    assert answer.lines == (2, 2, 2)
    assert without_comments("x = 1  # by Jane\n'''by\nJane'''\ny = '#'\n") == "x = 1  \n\n\ny = '#'\n"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_tokens_stand_where_pythons_own_tokenizer_has_them(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    kinds = {tokenize.NAME, tokenize.NUMBER, tokenize.OP, tokenize.STRING}
    found = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type in kinds]
    docstrings = [t for t in found if t.type == tokenize.STRING and t.line.strip().startswith(('"""', 'r"""'))]
    expected = [token.start[0] - 1 for token in found if token not in docstrings]
    assert list(answer_of([text]).lines) == expected


@given(st.text(max_size=200))
def test_anything_becomes_symbols(text: str) -> None:
    answer = answer_of([text])
    assert len(answer.symbols) == len(answer.lines)
    assert without_comments(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("piece", ['\\"""', '"""', "'", '"\\', "#", "\\\n", "(", "1e", "\x00", "é", "f'", '\\"""x\n'])
def test_no_text_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    answer = answer_of([piece * (MOST_CHARS // len(piece)), "z" * MOST_CHARS])
    assert time.perf_counter() - begun < 1.0, "some 30 ms is usual"
    assert len(answer.symbols) <= MOST_CHARS
