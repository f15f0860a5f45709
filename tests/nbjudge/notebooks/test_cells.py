"""Given cells as plain Python: what IPython adds to it does nothing, and lines keep their numbers."""

from __future__ import annotations

import ast
import random
import subprocess
import sys

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from nbjudge.notebooks.cells import without_magics

# What a cell says, and what is run of it
CELLS = {
    "plain Python": ("x = 1\ny = x % 2\n", "x = 1\ny = x % 2\n"),
    "line magic": ("%matplotlib inline\nx = 1", "pass\nx = 1"),
    "magic in a block": ("if True:\n    %matplotlib inline\nx = 1", "if True:\n    pass\nx = 1"),
    "a command": ("!pip install numpy\nx = 1", "pass\nx = 1"),
    "a command with quotes": ("!echo don't '''\nx = 1", "pass\nx = 1"),
    "a command on several lines": ("!pip install \\\n  numpy \\\n  scipy\nx = 1", "pass\n\n\nx = 1"),
    "two exclamation marks": ("!!ls\nx = 1", "pass\nx = 1"),
    "help": ("len?\nx = 1", "pass\nx = 1"),
    "help on a method": ("  np.ndarray.sum??\n  x = 1", "pass\nx = 1"),
    "help before": ("?len\n??len\nx = 1", "pass\npass\nx = 1"),
    "help by pattern": ("np.*load*?", "pass"),
    "help on magic": ("%timeit?\n%%time?", "pass\npass"),
    "help on cell magic": ("%%time?\nx = 1", "pass\nx = 1"),
    "the answer of a command": ("files = !ls *.txt\nx = 1", "files = []\nx = 1"),
    "the answer of magic": ("where, = %pwd", "where, = None"),
    "an answer on several lines": ("x = !ls \\\n -l\ny = 1", "x = []\n\ny = 1"),
    "a timed statement": ("%time x = f(3)\n", "x = f(3)\n"),
    "a timed answer": ("x = %time f(3)", "x = f(3)"),
    "timing alone": ("%time\n%timeit f(3)", "pass\npass"),
    "a timed cell": ("%%time\nx = 1", "\nx = 1"),
    "a timed cell after blank lines": ("\n\n%%timeit -n 1\nx = 1", "\n\n\nx = 1"),
    "a captured and timed cell": ("%%capture out\n%%time\n%matplotlib inline\nx = 1", "\n\npass\nx = 1"),
    "a shell's cell": ("%%bash\nfor x in 1; do\nx = 1", "pass\n\n"),
    "a file": ("%%writefile a.py\nx = 1", "pass\n"),
    "cell magic alone": ("%%time", ""),
    "a cell that is indented": ("  x = 1\n  if x:\n    y = 2", "x = 1\nif x:\n  y = 2"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "plain"), CELLS.values(), ids=CELLS.keys())
def test_what_ipython_adds_to_python_does_nothing(cell: str, plain: str) -> None:
    assert without_magics(cell) == plain
    ast.parse(plain)
    assert plain.count("\n") == cell.count("\n")


# Lines that look like magic, and are Python
PYTHON = [
    's = """\n%matplotlib inline\n!ls\nname?\n"""\nx = 1',
    "s = r'''\\'''\n%magic\n'''",
    "x = (10\n%3)\ny = [1,\n%s]\n".replace("%s", "2"),
    "x = 10 \\\n%3",
    "x = 1  # is it so?\n# why?\n#!shebang\n# %magic",
    "x = {'%s=%s': \"it's\"}\ny = '#' # '''\nz = 2",
    'x = f"{x!r} {y=}"\nassert x != y\nx %= 3\nprint("a=%s" % x)',
    "s = 'a\\\n%b'\nx = 1",
    "x = '\\''\ny = \"\\\\\"\nz = 1",
]


@pytest.mark.parametrize("cell", PYTHON)
def test_what_only_looks_like_magic_stays(cell: str) -> None:
    ast.parse(cell)
    assert without_magics(cell) == cell


@pytest.mark.parametrize("seed", range(3))
def test_python_stays_as_it_is_whatever_stands_in_it(seed: int) -> None:
    """Statements that are Python and statements that are not, in any order: only the latter change."""
    draw = random.Random(seed)
    others = [(cell, plain) for cell, plain in CELLS.values() if not cell.lstrip().startswith("%%") and cell[:1] > " "]
    pieces = draw.choices([*others, *((cell, cell) for cell in PYTHON)], k=200)
    cell = "\n".join(cell.removesuffix("\n") for cell, _ in pieces)
    assert without_magics(cell) == "\n".join(plain.removesuffix("\n") for _, plain in pieces)


def test_a_line_of_backslashes_takes_no_time() -> None:
    cell = "s = '" + "\\" * 100_000 + "\n%magic"
    assert without_magics(cell).count("\n") == 1


def names_bound(cell: str) -> set[str]:
    return {n.id for n in ast.walk(ast.parse(cell)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


@pytest.mark.parametrize("cell", [*(cell for cell, _ in CELLS.values()), *PYTHON])
def test_ipython_binds_the_same_names(cell: str) -> None:
    if cell.lstrip().startswith("%%") or "%time " in cell:
        assert "run_" in TransformerManager().transform_cell(cell)  # there they stand in a text that it runs
    else:
        assert names_bound(without_magics(cell)) == names_bound(TransformerManager().transform_cell(cell))


def test_reading_cells_does_not_import_ipython() -> None:
    program = "import sys; import nbjudge.notebooks.cells; sys.exit('IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
