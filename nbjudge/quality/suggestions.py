"""Suggesting a test: the script on which a mutant and the solution differ most, as a function ready to be pasted."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.source import Source, definitions
from nbjudge.quality.equivalence import Difference
from nbjudge.quality.running.reading import variables_of


def suggested_test(name: str, difference: Difference, *, as_function: bool = True) -> str:
    """A test that the solution passes and the mutant does not; empty if what it takes cannot be written down.

    Args:
        name: of the mutant; it becomes part of the function's.
        as_function: whether it is a test function; else lines for the margin of a grade cell.
    """
    script, shown = difference.script, difference.script.lines[-1]
    used = [array for array in script.arrays if re.search(rf"\b{array}\b", "\n".join(script.lines))]
    given = {array: _written(script.arrays[array]) for array in used}
    result = difference.right.value
    needed = _needs_value(difference)
    if None in given.values() or (needed and _written(result) is None):
        return ""
    body = [f"{array} = {written}" for array, written in given.items()]
    # a mere look does nothing
    body += [line for line in script.lines[:-1] if re.search(r"\(|[^=!<>]=[^=]", line)] + _last(shown, difference)
    said = in_words(difference)
    if not as_function:
        needs_pytest = ["import pytest"] if any("pytest." in line for line in body) else []
        return "\n".join([*needs_pytest, f"# {said}", *body])
    head = f"def test_{re.sub(r'[^0-9a-zA-Z_]', '_', name)}():"
    said = said.replace("\\", "\\\\").replace('"', "'")
    return "\n".join([head, *(f"    {line}" for line in (f'"""{said}"""', *body))])


def has_functions(source: Source, grade_cells: Iterable[str]) -> bool:
    """Whether any of these grade cells has test functions; also if there are none of them."""
    texts = [source.cells[source.by_grade_id[name]].text for name in grade_cells]
    return not texts or any(re.search(r"^def test", text, re.MULTILINE) for text in texts)


def in_words(difference: Difference) -> str:
    """What is wrong, in one line."""
    right, yours, script = difference.right, difference.yours, difference.script
    line = script.lines[-1]
    named = [f"{name} = {written}" for name, value in script.arrays.items() if re.search(rf"\b{name}\b", line)
             and (written := _kind(value)).isprintable() and not isinstance(value, np.ndarray)]  # fmt: skip
    line += f" with {', '.join(named)}" if named else ""
    besides = (
        ("raises", yours.raised or "nothing", right.raised or "nothing"),
        ("changes", _listed(yours.changed), _listed(right.changed)),
        ("prints", _short(yours.printed), _short(right.printed)),
    )
    for verb, is_so, should in besides:
        if is_so != should:
            return f"{line} {verb} {is_so} instead of {should}"
    if not difference.is_in_value:
        return f"{line} warns of {_listed(yours.warned)} instead of {_listed(right.warned)}"
    return f"{line} is {_values_in_words(right.value, yours.value)}"


def _values_in_words(right: Any, yours: Any) -> str:
    if _alike(right, yours):
        a, b = np.asarray(right), np.asarray(yours)
        index = np.unravel_index(np.argmax(np.abs(np.nan_to_num(a - b, nan=np.inf))), a.shape)
        place = f" at {tuple(int(i) for i in index)}" if index else ""
        return f"{b[index]:.10g}{place} instead of {a[index]:.10g}"
    yours_is, right_is = _kind(yours), _kind(right)
    if yours_is == right_is:  # such as two long lists
        return f"another value {yours_is}"
    return f"{yours_is} instead of {right_is}"


def suspects(source: Source, grade_id: str, difference_line: str) -> tuple[str, ...]:
    """The grade cells that should have noticed: those whose tests mention what the solution cell defines.

    Of these, the ones named after the method that shows the difference, or else those that mention what is looked at.
    """
    text = source.cells[source.by_grade_id[grade_id]].text
    names = [*definitions(text), *variables_of(ast.parse(without_magics(text)))]
    cells = [cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    mention = [cell for cell in cells if any(re.search(rf"\b{name}\b", cell.text) for name in names)]
    looked_at = re.findall(r"\.([A-Za-z]\w*)", difference_line)
    named = [cell for cell in mention if any(word in cell.name.split("_") for word in looked_at)]
    worded = [cell for cell in mention if any(f".{word}" in cell.text for word in looked_at)]
    return tuple(cell.name for cell in named or worded or mention)


def _alike(a: Any, b: Any) -> bool:
    """Whether two values are arrays that differ in their numbers alone."""
    both = all(isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "iufc" for value in (a, b))
    return both and a.shape == b.shape and a.dtype == b.dtype


def _last(line: str, difference: Difference) -> list[str]:
    right, yours = difference.right, difference.yours
    if right.raised:
        return [f"with pytest.raises({right.raised}):", f"    {line}"]
    if yours.raised:
        return [line]
    if yours.changed != right.changed:
        arrays = [name for name in yours.changed if name in difference.script.arrays]
        before = [f"{name}_before = {name}.copy()" for name in arrays]
        return [*before, line, *(f"np.testing.assert_array_equal({name}, {name}_before)" for name in arrays)]
    if yours.printed != right.printed:
        return [
            "import contextlib, io",
            "printed = io.StringIO()",
            "with contextlib.redirect_stdout(printed):",
            f"    {line}",
            f"assert printed.getvalue() == {right.printed!r}",
        ]
    if not difference.is_in_value:
        return ["with warnings.catch_warnings():", '    warnings.simplefilter("error")', f"    {line}"]
    return [f"result = {line}", *_expected(right.value)]


def _needs_value(difference: Difference) -> bool:
    """Whether the test has to name what the solution gives."""
    right, yours = difference.right, difference.yours
    besides = (right.raised, right.changed, right.printed) != (yours.raised, yours.changed, yours.printed)
    return not besides and difference.is_in_value


def _expected(value: Any) -> list[str]:
    if type(value) is float and math.isfinite(value):
        return [f"assert abs(result - {value!r}) < 1e-9"]
    if not isinstance(value, np.ndarray | np.generic):
        return [f"assert result is {value!r}" if value is None else f"assert result == {value!r}"]
    array = np.asarray(value)
    exact = array.dtype.kind not in "fc"
    compared = "assert_array_equal(result, right)" if exact else "assert_allclose(result, right, rtol=1e-9, atol=1e-11)"
    lines = [f"right = {_written(array)}", "assert result.shape == right.shape", "assert result.dtype == right.dtype"]
    return [*lines, f"np.testing.{compared}"]


def _written(value: Any) -> str | None:
    """A value as code; None if there is no short way to write it."""
    if not isinstance(value, np.ndarray | np.generic):
        written = repr(value)
        return written if _is_code(written, value) else None
    array = np.asarray(value)
    dtype = "" if array.dtype == np.float64 else f", dtype=np.{array.dtype.name}"
    if array.size == 0:
        return f"np.zeros({array.shape}{dtype})"
    with np.printoptions(threshold=10**6):
        return f"np.array({array.tolist()!r}{dtype})"


def _is_code(written: str, value: Any) -> bool:
    try:
        return bool(ast.literal_eval(written) == value)
    except (ValueError, SyntaxError, TypeError):
        return False


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _short(text: str) -> str:
    return repr(text) if len(text) <= 60 else f"{text[:57]!r}..."


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray | np.generic):
        return f"a {value.dtype.name} array of shape {value.shape}"
    written = repr(value)
    if len(written) <= 120 and written.isprintable() and " at 0x" not in written:
        return written
    return f"of type {type(value).__name__}"
