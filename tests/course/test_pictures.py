"""The pictures of the kit show what is wrong: in the corpus, a wrong answer's picture differs from a right one's."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from matplotlib import pyplot as plt

from nbjudge.quality.corpus import Answer
from oracle.activations import REFERENCES
from oracle.planted import CLASSES
from tests.support.answers import answers
from tests.support.inprocess import ASSIGNMENT, NOTEBOOK, code_cells, importable, run_notebook

CELLS = code_cells(NOTEBOOK)
VISIBLE = 0.02  # of an axis: a line's width, about

Panel = tuple[str, list[np.ndarray], list[str]]


@pytest.fixture(scope="module")
def pictures() -> Iterator[ModuleType]:
    with importable(ASSIGNMENT):
        yield importlib.import_module("pictures")
    for name in ("pictures", "checks"):
        sys.modules.pop(name, None)


def _layer(answer: Answer | None, name: str) -> Any:
    """The class that an answer defines; the solution's if there is none."""
    with np.errstate():
        return run_notebook(CELLS, {answer.grade_id: answer.text} if answer else {})[name]


def drawn(draw: Callable[[], None]) -> list[Panel]:
    """What is in each panel of the figure: its title, the points of its lines, and its words."""
    plt.close("all")
    with pytest.MonkeyPatch.context() as patch, np.errstate(all="ignore"):
        patch.setattr(plt, "show", lambda: None)
        draw()
    panels = []
    for ax in plt.gcf().axes:
        words = [*(text.get_text() for text in ax.texts), *ax.get_legend_handles_labels()[1]]
        panels.append((ax.get_title(), [np.asarray(line.get_xydata(), float) for line in ax.lines], words))
    plt.close("all")
    return panels


def differ(one: Panel, other: Panel) -> bool:
    """Whether a reader sees that two panels are not the same."""
    (title, lines, words), (its_title, its_lines, its_words) = one, other
    if title != its_title or words != its_words or [line.shape for line in lines] != [a.shape for a in its_lines]:
        return True
    span = float(np.ptp(np.concatenate([line[:, 1] for line in its_lines])))
    return any(
        not np.allclose(line[:, 1], its[:, 1], rtol=0.0, atol=VISIBLE * span)
        for line, its in zip(lines, its_lines, strict=True)
    )


def any_differs(panels: list[Panel], others: list[Panel]) -> bool:
    """Whether a reader sees that two pictures are not the same; a panel that is not drawn is missed."""
    return len(panels) != len(others) or any(map(differ, panels, others))


def _could_be_shown(answer: Answer) -> bool:
    """Whether its numbers are visibly off where pictures look: a vector of float64 numbers between -5 and 5."""
    reference = REFERENCES[CLASSES[answer.grade_id]]
    x = np.linspace(-4.9, 4.9, 60)
    g = np.resize([1.5, -0.8, 0.6, -1.9], x.shape)
    try:
        with np.errstate(all="ignore"):
            layer = _layer(answer, reference.name)()
            layer.forward(0.5 * x)
            y, gradient = layer.forward(x.copy()), layer.backward(g.copy())
            y, gradient = np.asarray(y, float).reshape(x.shape), np.asarray(gradient, float).reshape(x.shape)
    except Exception:
        return True
    right = reference.forward(x), reference.derivative(x) * g
    return any(
        not np.allclose(yours, its, rtol=0.0, atol=VISIBLE * np.ptp(its))
        for yours, its in zip((y, gradient), right, strict=True)
    )


@cache
def shown() -> tuple[Answer, ...]:
    wrong = [a for a in answers("wrong") if any("forward" in cell or "backward" in cell for cell in a.loses)]
    return tuple(answer for answer in wrong if _could_be_shown(answer))


@pytest.fixture(scope="module")
def right(pictures: ModuleType) -> dict[str, list[Panel]]:
    return {name: drawn(lambda: pictures.draw_activation(_layer(None, name))) for name in REFERENCES}  # noqa: B023


def test_at_least_95_percent_of_the_wrong_answers_that_a_picture_could_show_are_seen(
    pictures: ModuleType, right: dict[str, list[Panel]]
) -> None:
    unseen = []
    for answer in shown():
        name = CLASSES[answer.grade_id]
        panels = drawn(lambda: pictures.draw_activation(_layer(answer, name)))  # noqa: B023
        if not any_differs(panels, right[name]):
            unseen.append(answer.name)
    assert len(shown()) > 100
    assert len(unseen) <= 0.05 * len(shown()), unseen


def test_pictures_of_right_answers_are_all_the_same(pictures: ModuleType, right: dict[str, list[Panel]]) -> None:
    for answer in answers("correct"):
        name = CLASSES[answer.grade_id]
        panels = drawn(lambda: pictures.draw_activation(_layer(answer, name)))  # noqa: B023
        assert not any_differs(panels, right[name]), answer.name


def test_backward_of_a_forgotten_chain_rule_is_marked(pictures: ModuleType) -> None:
    forgotten = [answer for answer in answers("wrong") if "missing_chain_rule" in answer.name]
    assert forgotten
    for answer in forgotten:
        layer = _layer(answer, CLASSES[answer.grade_id])
        _, panel = drawn(lambda: pictures.draw_activation(layer))  # noqa: B023
        assert any("they differ at" in word for word in panel[2])
        ((title, _, _),) = drawn(lambda: pictures.draw_step_sizes([layer]))  # noqa: B023
        assert title.endswith("disagrees")


@pytest.mark.parametrize("name", REFERENCES)
def test_picture_of_step_sizes_is_red_if_and_only_if_backward_disagrees_there(pictures: ModuleType, name: str) -> None:
    """A forward that is wrong with a backward that fits it is drawn as right: the notebook says so."""
    ((title, _, _),) = drawn(lambda: pictures.draw_step_sizes([_layer(None, name)]))
    assert title == name
    right = REFERENCES[name]
    for wrong in (lambda x, g: right.derivative(x), lambda x, g: g, lambda x, g: right.derivative(x) * g * 1.001):

        class Wrong:
            def forward(self, x: Any) -> Any:
                self.x = x
                return right.forward(x)

            def backward(self, g: Any, wrong: Any = wrong) -> Any:
                return wrong(self.x, g)

        ((title, _, _),) = drawn(lambda: pictures.draw_step_sizes([Wrong]))
        assert title == "Wrong disagrees"


def test_what_the_students_code_prints_is_not_shown(pictures: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    class Loud(_layer(None, "ReLU")):  # type: ignore[misc]  # known when the notebook has run
        def forward(self, x: Any) -> Any:
            print("x is", x)
            return super().forward(x)

    drawn(lambda: pictures.draw_activation(Loud))
    drawn(lambda: pictures.draw_step_sizes([Loud]))
    assert "x is" not in capsys.readouterr().out


def test_pictures_keep_their_own_arrays_from_code_that_works_in_place(pictures: ModuleType) -> None:
    class InPlace(_layer(None, "ReLU")):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            self.x = x.copy()
            x[...] = 7.0
            return np.maximum(0, self.x)

        def backward(self, grad_output: Any) -> Any:
            grad_output *= self.x > 0
            return grad_output

    left, right = drawn(lambda: pictures.draw_activation(InPlace))
    assert left[1][0][:, 0].tolist() == np.linspace(-5.0, 5.0, 201).tolist()
    assert right[1][0][-1].tolist() == [5.0, 1.0]
