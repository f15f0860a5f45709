"""Pictures of your own layers. Nothing here is graded, and nothing here needs to be read to finish.

Every picture is drawn from your code, and says below itself in words what it shows. What is not written yet, or raises
an error, is told in a line, and the notebook goes on.

Colours: those of Okabe and Ito, which colour-blind readers tell apart (https://jfly.uni-koeln.de/color/). Lines differ
by more than their colour, and the ground is light in JupyterLab's dark theme, too.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from arrays import plain_array, same_shape
from checks import not_written, numerical_gradient
from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#595959"
LINES = [(BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (PURPLE, "D", ":")]
STYLE: Any = {
    "figure.facecolor": "#FAFAFA",
    "axes.facecolor": "#FAFAFA",
    "savefig.facecolor": "#FAFAFA",
    "font.size": 10,
}
DISAGREE = 1e-5  # the numerical gradient is good to about 1e-9 where pictures measure


@dataclass
class Panel:
    """One part of a picture: ``numbers()`` runs your code, ``draw`` draws them and says in words what is to be seen."""

    title: str
    name: str  # of the code that it needs
    numbers: Callable[[], Any]
    draw: Callable[[Axes, Any], str]


def draw_activation(layer_class: type[Any]) -> None:
    """The function, its derivative as ``backward`` gives it, and the measured one on top; crosses where they differ.

    ``backward`` gets a grad_output that differs from entry to entry, and what it returns is divided by that again.
    With ones, a ``backward`` that forgets grad_output would draw the same picture as a right one.
    """
    x = np.linspace(-5.0, 5.0, 201)  # even count on both sides; 0 is the 101st
    dots = np.linspace(-4.9, 4.9, 29) + 0.013  # away from the corner at 0
    name = layer_class.__name__

    def function() -> np.ndarray:
        return _like(x, layer_class().forward(x.copy()), "forward")

    def draw_function(ax: Axes, y: np.ndarray) -> str:
        ax.plot(x, y, color=BLUE, linewidth=2)
        return f"{name}.forward is {y[0]:.3g} at -5, {y[80]:.3g} at -1, {y[120]:.3g} at 1 and {y[-1]:.3g} at 5."

    def gradient() -> tuple[np.ndarray, ...]:
        layer = layer_class()
        return _derivative(layer, x), _derivative(layer, dots), numerical_gradient(layer.forward, dots)

    def draw_gradient(ax: Axes, numbers: tuple[np.ndarray, ...]) -> str:
        line, yours, measured = numbers
        ax.plot(x, line, color=ORANGE, linewidth=2, label="backward")
        ax.plot(dots, measured, "o", color=GREY, markersize=4, label="numerical gradient of forward")
        wrong = ~(np.abs(yours - measured) <= DISAGREE * np.maximum(1.0, np.abs(measured)))
        if wrong.any():
            told = f"they differ at {np.count_nonzero(wrong)} of {dots.size} dots"
            ax.plot(dots[wrong], yours[wrong], "x", color="black", markersize=8, markeredgewidth=2, label=told)
        met = dots.size - np.count_nonzero(wrong)
        return f"{name}.backward meets the measured derivative of its forward at {met} of {dots.size} dots."

    panels = [
        Panel(f"{name}: forward(x)", f"{name}.forward", function, draw_function),
        Panel(f"{name}: backward(g) / g, and the numerical gradient", f"{name}.backward", gradient, draw_gradient),
    ]
    _show(panels, (5.0, 3.6), "x")


def _like(x: np.ndarray, yours: Any, what: str) -> np.ndarray:
    """What your code returned for ``x``, if it is an array of the same shape."""
    yours = plain_array(yours, what)
    same_shape(yours, x, what)
    return np.array(yours, np.float64)


def _derivative(layer: Any, x: np.ndarray) -> np.ndarray:
    """What ``backward`` makes of a varying grad_output, divided by it: f'(x), if ``backward`` is right."""
    upstream = _upstream(x)
    layer.forward(x[::-1].copy())  # of an earlier forward, nothing should be left
    layer.forward(x.copy())
    return np.asarray(_like(x, layer.backward(upstream.copy()), "backward") / upstream)


def _upstream(x: np.ndarray) -> np.ndarray:
    """A grad_output with both signs, no two entries alike, none near 0, the same each time."""
    drawn = np.random.default_rng(0).uniform(-1.5, 1.5, size=x.shape)
    return drawn + np.copysign(0.5, drawn)


def draw_step_sizes(layer_classes: list[type[Any]]) -> None:
    """How far the numerical gradient is from your ``backward``, for steps h from 0.1 down to 1e-13.

    A curve that stays above 1e-6 at every step is drawn in orange: no step explains so large a difference.
    """
    steps = np.logspace(-1, -13, 49)
    x = np.array([-2.1, -0.9, 0.4, 1.3, 2.2])  # away from 0, where ReLU has a corner

    def errors(layer_class: type[Any]) -> np.ndarray:
        layer, upstream = layer_class(), _upstream(x)
        yours = _derivative(layer, x) * upstream
        return np.array([np.abs(numerical_gradient(layer.forward, x, upstream, h) - yours).max() for h in steps])

    def draw(name: str, ax: Axes, errors: np.ndarray) -> str:
        disagrees = not errors.min() <= 1e-6
        if disagrees:
            ax.set_title(f"{name} disagrees", color=ORANGE)
        # a logarithm has no place for an error of exactly 0: it is drawn on the bottom line
        color = ORANGE if disagrees else BLUE
        ax.loglog(steps, np.maximum(errors, 3e-17), "o-", color=color, markersize=3, label="your backward")
        ax.loglog(steps, 1e-16 / steps, "--", color=GREY, linewidth=1, label="rounding: about 1e-16 / h")
        ax.loglog(steps, 0.1 * steps**2, ":", color=GREY, linewidth=2, label="formula: proportional to h²")
        ax.set_ylim(1e-17, 10.0)
        ax.invert_xaxis()
        return f"{name}: the smallest difference is {errors.min():.1e}, at h = {steps[errors.argmin()]:.0e}."

    names = [(layer_class.__name__, layer_class) for layer_class in layer_classes]
    panels = [Panel(name, f"{name}.backward", partial(errors, cls), partial(draw, name)) for name, cls in names]
    _show(panels, (3.2, 3.6), "step size h", "largest difference")


def draw_curves(
    curves: dict[str, dict[str, Callable[[], Any]]], x: Any, across: str, up: str, *, logarithmic: bool = False
) -> None:
    """Curves over ``x``, a panel for each title, in it a line for each name; all on the same scale.

    Args:
        curves: title, then name, to a function without arguments that returns as many numbers as ``x`` has.
        across, up: what the axes show.
        logarithmic: whether the scale upwards is.
    """

    def draw(title: str, ax: Axes, found: dict[str, Any]) -> str:
        for name, (color, marker, line) in zip(curves[title], LINES, strict=False):
            if name in found:
                ax.plot(x, found[name], color=color, marker=marker, linestyle=line, markersize=5, label=name)
        ax.set_yscale("log" if logarithmic else "linear")
        ends = ", ".join(f"{name} from {y[0]:.2g} to {y[-1]:.2g}" for name, y in found.items())
        return f"{title}, {across} from {x[0]:g} to {x[-1]:g}: {ends}."

    panels: list[Panel] = []
    missing: list[str] = []
    for title, named in curves.items():
        every = {name: _numbers(name, compute, missing) for name, compute in named.items()}
        if found := {name: y for name, y in every.items() if y is not None}:
            panels.append(Panel(title, title, partial(dict, found), partial(draw, title)))
    _show(panels, (4.0, 3.6), across, up, missing)


def draw_two_branches(layers: list[Any], x: float) -> None:
    """``y = layer(x) + x``: the layer's branch above; below the other, which reads x after the layer has run.

    If the layer has changed the array by then, the places that this spoils have a thick frame.
    """

    def numbers(layer: Any) -> tuple[float, float]:
        array = np.array([x])
        return float(layer.forward(array)[0]), float(array[0])

    def draw(name: str, ax: Axes, after: tuple[float, float]) -> str:
        bent, straight = after
        below = f"x is {straight:.3g}" if straight == x else f"x has become {straight:.3g}"
        said = {(0, 0): f"x = {x:.3g}", (1, 1): f"{name}(x)\n{bent:.3g}", (1, -1): f"the other branch:\n{below}"}
        said[2, 0] = f"y = {bent + straight:.3g}"
        for place, text in said.items():
            spoilt = straight != x and place in ((1, -1), (2, 0))
            box = {"boxstyle": "round", "facecolor": "white", "edgecolor": ORANGE if spoilt else GREY}
            ax.text(*place, text, ha="center", va="center", bbox=box | {"linewidth": 3 if spoilt else 1})
        arrow = {"arrowstyle": "->", "color": GREY}
        for y in (1, -1):
            ax.annotate("", (0.8, 0.7 * y), (0.2, 0.2 * y), arrowprops=arrow)
            ax.annotate("", (1.8, 0.2 * y), (1.2, 0.7 * y), arrowprops=arrow)
        ax.set(xlim=(-0.3, 2.4), ylim=(-1.5, 1.5))
        ax.set_axis_off()
        return f"{name}: forward returns {bent:.3g}; in the other branch {below}; y is {bent + straight:.3g}."

    names = [(type(layer).__name__, layer) for layer in layers]
    panels = [Panel(name, f"{name}.forward", partial(numbers, layer), partial(draw, name)) for name, layer in names]
    _show(panels, (5.0, 2.8))


def draw_boundaries(trained: dict[str, Callable[[], Any]], x: np.ndarray, target: np.ndarray) -> None:
    """Where each trained network says +1 and where -1, side by side.

    Args:
        trained: title to a function without arguments that trains a network and returns it.
        x: the points, shape (n, 2); ``target``: +1 or -1 for each, shape (n, 1).
    """
    low, high = x.min(axis=0) - 0.4, x.max(axis=0) + 0.4
    across, up = np.meshgrid(np.linspace(low[0], high[0], 200), np.linspace(low[1], high[1], 200))

    def numbers(train: Callable[[], Any]) -> tuple[np.ndarray, float]:
        network = train()
        height = network.forward(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
        return np.nan_to_num(height), float(np.mean(np.sign(network.forward(x)) == target))

    def draw(title: str, ax: Axes, found: tuple[np.ndarray, float]) -> str:
        height, right = found
        ax.contourf(across, up, np.clip(height, -1.2, 1.2), levels=np.linspace(-1.2, 1.2, 25), cmap="RdBu", alpha=0.65)
        ax.contour(across, up, height, levels=[0.0], colors="black", linewidths=1.5)
        for label, color, marker in ((1.0, "#084594", "o"), (-1.0, "#99000d", "^")):
            chosen = target[:, 0] == label
            ax.scatter(x[chosen, 0], x[chosen, 1], s=18, color=color, marker=marker, edgecolor="white", linewidth=0.4)
        ax.set_title(f"{title}: {right:.0%} right")
        return f"{title}: {right:.0%} of the points lie on the right side of the boundary."

    panels = [Panel(title, title, partial(numbers, train), partial(draw, title)) for title, train in trained.items()]
    _show(panels, (5.0, 4.2))


def _show(
    panels: list[Panel], size: tuple[float, float], across: str = "", up: str = "", missing: list[str] | None = None
) -> None:
    """The panels whose code can be run, side by side, and below them in words what they show, and what is missing."""
    missing = [] if missing is None else missing
    found = [
        (panel, numbers) for panel in panels if (numbers := _numbers(panel.name, panel.numbers, missing)) is not None
    ]
    if missing:
        print("\n".join(dict.fromkeys(missing)))
    if not found:
        return
    with plt.rc_context(STYLE), np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        shape = (size[0] * len(found), size[1])
        figure, axes = plt.subplots(1, len(found), figsize=shape, layout="constrained", sharey=bool(up), squeeze=False)
        told = []
        for (panel, numbers), ax in zip(found, axes[0], strict=True):
            ax.grid(alpha=0.25)
            ax.spines[["top", "right"]].set_visible(False)
            ax.set(title=panel.title, xlabel=across)
            told.append(panel.draw(ax, numbers))
        axes[0][0].set_ylabel(up)
        lines = {label: line for ax in axes[0] for line, label in zip(*ax.get_legend_handles_labels(), strict=True)}
        if lines:
            figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=4, fontsize=9)
        _display(figure, "\n".join(told))


def _display(figure: Any, text: str) -> None:
    """Put the picture into the notebook, with its words as its text alternative, and below it."""
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        png = io.BytesIO()
        figure.savefig(png, format="png", dpi=110)
        plt.close(figure)
        ipython.display.display(ipython.display.Image(png.getvalue(), alt=text))
    else:
        plt.show()
    print(text)


def _numbers(name: str, compute: Callable[[], Any], missing: list[str]) -> Any:
    """What your code computes; or None, with the kind reason why there is nothing added to ``missing``."""
    try:
        # a picture is no place for warnings, nor for what your code prints at each of a thousand calls
        with (
            np.errstate(all="ignore"),
            warnings.catch_warnings(action="ignore"),
            open(os.devnull, "w") as nowhere,
            redirect_stdout(nowhere),
        ):
            return compute()
    except NotImplementedError as error:
        missing.append(f"{not_written(error)}: it will be drawn here.")
    except Exception as error:  # whatever your code raises, the notebook goes on
        told = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        missing.append(f"{name} cannot be drawn yet: {told}{str(error)[:200]}")
    return None
