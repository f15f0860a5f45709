"""Suggesting a test: the script on which a mutant and the solution differ most, as a function ready to be pasted."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from nbjudge.notebooks.source import Source, definitions
from nbjudge.quality.equivalence import Difference


def suggested_test(name: str, difference: Difference) -> str:
    """A test function that the solution passes and the mutant does not.

    Args:
        name: of the mutant; it becomes part of the function's.
    """
    script, shown = difference.script, difference.script.lines[-1]
    used = [array for array in script.arrays if re.search(rf"\b{array}\b", "\n".join(script.lines))]
    body = [f'"""{in_words(difference)}"""', *(f"{array} = {_written(script.arrays[array])}" for array in used)]
    body += [
        *(line for line in script.lines[:-1] if "(" in line),
        *_last(shown, difference),
    ]  # a mere look does nothing
    return "\n".join([f"def test_{re.sub(r'[^0-9a-zA-Z_]', '_', name)}():", *(f"    {line}" for line in body)])


def in_words(difference: Difference) -> str:
    """What is wrong, in one line."""
    right, yours, line = difference.right, difference.yours, difference.script.lines[-1]
    if yours.raised != right.raised:
        return f"{line} raises {yours.raised or 'nothing'} instead of {right.raised or 'nothing'}"
    if yours.changed != right.changed:
        return f"{line} changes {_listed(yours.changed)} instead of {_listed(right.changed)}"
    if not difference.is_in_value:
        return f"{line} warns of {_listed(yours.warned)} instead of {_listed(right.warned)}"
    a, b = right.value, yours.value
    if _alike(a, b):
        a, b = np.asarray(a), np.asarray(b)
        index = np.unravel_index(np.argmax(np.abs(np.nan_to_num(a - b, nan=np.inf))), a.shape)
        place = f" at {tuple(int(i) for i in index)}" if index else ""
        return f"{line} is {b[index]:.10g}{place} instead of {a[index]:.10g}"
    return f"{line} is {_kind(b)} instead of {_kind(a)}"


def suspects(source: Source, grade_id: str, difference_line: str) -> tuple[str, ...]:
    """The grade cells that should have noticed: those whose tests mention what the solution cell defines.

    Of these, the ones named after the method that shows the difference, or else those that mention what is looked at.
    """
    names = definitions(source.cells[source.by_grade_id[grade_id]].text)
    cells = [cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    mention = [cell for cell in cells if any(re.search(rf"\b{name}\b", cell.text) for name in names)]
    looked_at = re.findall(r"\.([A-Za-z]\w*)", difference_line)
    named = [cell for cell in mention if any(word in cell.name.split("_") for word in looked_at)]
    worded = [cell for cell in mention if any(f".{word}" in cell.text for word in looked_at)]
    return tuple(cell.name for cell in named or worded or mention)


def _alike(a: Any, b: Any) -> bool:
    """Whether two values are arrays that differ in their numbers alone."""
    both = isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic)
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
    if not difference.is_in_value:
        return ["with warnings.catch_warnings():", '    warnings.simplefilter("error")', f"    {line}"]
    return [f"result = {line}", *_expected(right.value)]


def _expected(value: Any) -> list[str]:
    if not isinstance(value, np.ndarray | np.generic):
        return [f"assert result == {value!r}"]
    array = np.asarray(value)
    exact = array.dtype.kind not in "fc"
    compared = "assert_array_equal(result, right)" if exact else "assert_allclose(result, right, rtol=1e-9, atol=1e-11)"
    lines = [f"right = {_written(array)}", "assert result.shape == right.shape", "assert result.dtype == right.dtype"]
    return [*lines, f"np.testing.{compared}"]


def _written(array: np.ndarray) -> str:
    dtype = "" if array.dtype == np.float64 else f", dtype=np.{array.dtype.name}"
    if array.size == 0:
        return f"np.zeros({array.shape}{dtype})"
    with np.printoptions(threshold=10**6):
        return f"np.array({array.tolist()!r}{dtype})"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray | np.generic):
        return f"a {value.dtype.name} array of shape {value.shape}"
    return f"{value!r:.60}" if isinstance(value, int | float | str | None) else f"of type {type(value).__name__}"
