"""A notebook's outputs are so many at most, whatever its cells put out."""

from __future__ import annotations

from nbjudge.limits import Limits
from nbjudge.outputs import OUTPUTS, OUTPUTS_OF_NOTEBOOK, Outputs


def test_outputs_are_bounded_for_each_cell_and_for_the_notebook() -> None:
    printed = [{"output_type": "stream", "name": "stdout", "text": "x"}] * 1000
    outputs = Outputs(Limits())
    kept = [len(outputs.clean(printed)) for _ in range(40)]
    assert kept[0] == OUTPUTS
    assert sum(kept) == OUTPUTS_OF_NOTEBOOK
