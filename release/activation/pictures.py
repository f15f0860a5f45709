"""Pictures of your own layers. Nothing here is graded, and nothing here needs to be read to finish.

Every picture is drawn from your code. Where your code is not written yet, or raises an error, the picture says
so and the notebook goes on.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from checks import numerical_gradient
from matplotlib.axes import Axes

BLUE, ORANGE, GREY, RED = "#2563eb", "#ea580c", "#6b7280", "#dc2626"
DISAGREE = 1e-5  # the numerical gradient is good to about 1e-9 where pictures measure


def draw_activation(layer_class: type[Any]) -> None:
    """The function, its derivative as ``backward`` gives it, and the measured one on top; crosses where they differ.

    ``backward`` gets a grad_output that differs from entry to entry, and what it returns is divided by that again.
    With ones, a ``backward`` that forgets grad_output would draw the same picture as a right one.
    """
    x = np.linspace(-5.0, 5.0, 201)  # even count on both sides; 0 is the 101st
    dots = np.linspace(-4.9, 4.9, 29) + 0.013  # away from the corner at 0
    name = layer_class.__name__
    _, (left, right) = _figure(1, 2, (10.0, 3.4))
    left.set_title(f"{name}: forward(x)")
    right.set_title(f"{name}: backward(g) / g, and the numerical gradient")

    def function() -> None:
        left.plot(x, layer_class().forward(x.copy()), color=BLUE, linewidth=2)

    def gradient() -> None:
        layer = layer_class()
        right.plot(x, _derivative(layer, x), color=ORANGE, linewidth=2, label="your backward")
        yours = _derivative(layer, dots)
        measured = numerical_gradient(layer.forward, dots)
        right.plot(dots, measured, "o", color=GREY, markersize=4, label="numerical gradient of your forward")
        wrong = ~(np.abs(yours - measured) <= DISAGREE * np.maximum(1.0, np.abs(measured)))
        if wrong.any():
            told = f"they differ at {np.count_nonzero(wrong)} of {dots.size} dots"
            right.plot(dots[wrong], yours[wrong], "x", color=RED, markersize=8, markeredgewidth=2, label=told)
        right.legend(loc="upper left", fontsize=8)

    _try(left, f"{name}.forward", function)
    _try(right, f"{name}.backward", gradient)
    for axes in (left, right):
        axes.set_xlabel("x")
    plt.show()


def _derivative(layer: Any, x: np.ndarray) -> np.ndarray:
    """What ``backward`` makes of a varying grad_output, divided by it: f'(x), if ``backward`` is right."""
    upstream = _upstream(x)
    layer.forward(x[::-1].copy())  # of an earlier forward, nothing should be left
    layer.forward(x.copy())
    return np.asarray(layer.backward(upstream.copy()) / upstream)


def _upstream(x: np.ndarray) -> np.ndarray:
    """A grad_output with both signs, no two entries alike, none near 0, the same each time."""
    drawn = np.random.default_rng(0).uniform(-1.5, 1.5, size=x.shape)
    return drawn + np.copysign(0.5, drawn)


def draw_step_sizes(layer_classes: list[type[Any]]) -> None:
    """How far the numerical gradient is from your ``backward``, for steps h from 0.1 down to 1e-13.

    A curve that stays above 1e-6 at every step is drawn in red: no step explains so large a difference.
    """
    steps = np.logspace(-1, -13, 49)
    x = np.array([-2.1, -0.9, 0.4, 1.3, 2.2])  # away from 0, where ReLU has a corner
    figure, axes = _figure(1, len(layer_classes), (4.0 * len(layer_classes), 3.6), sharey=True)
    for ax, layer_class in zip(np.atleast_1d(axes), layer_classes, strict=True):
        ax.set_title(layer_class.__name__)
        _try(ax, layer_class.__name__, partial(_step_curve, ax, layer_class, x, steps))
        ax.set_xlabel("step size h")
    first = np.atleast_1d(axes)[0]
    first.set_ylabel("largest difference")
    figure.legend(*first.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=8)
    plt.show()


def _step_curve(ax: Axes, layer_class: type[Any], x: np.ndarray, steps: np.ndarray) -> None:
    layer = layer_class()
    upstream = _upstream(x)
    layer.forward(x[::-1].copy())
    layer.forward(x.copy())
    yours = layer.backward(upstream.copy())
    errors = np.array([np.abs(numerical_gradient(layer.forward, x, upstream, float(h)) - yours).max() for h in steps])
    disagrees = not errors.min() <= 1e-6
    if disagrees:
        ax.set_title(f"{layer_class.__name__}: backward and forward disagree", color=RED)
    # a logarithm has no place for an error of exactly 0: it is drawn on the bottom line
    color = RED if disagrees else BLUE
    ax.loglog(steps, np.maximum(errors, 3e-17), "o-", color=color, markersize=3, label="your backward")
    ax.loglog(steps, 1e-16 / steps, "--", color=GREY, linewidth=1, label="rounding: about 1e-16 / h")
    ax.loglog(steps, 0.1 * steps**2, ":", color=ORANGE, linewidth=1.5, label="formula: proportional to h²")
    ax.set_ylim(1e-17, 10.0)
    ax.invert_xaxis()


def draw_boundaries(trained: dict[str, Callable[[], Any]], x: np.ndarray, target: np.ndarray) -> None:
    """Where each trained network says +1 and where -1, side by side.

    Args:
        trained: title to a function without arguments that trains a network and returns it.
        x: the points, shape (n, 2); ``target``: +1 or -1 for each, shape (n, 1).
    """
    _, axes = _figure(1, len(trained), (5.0 * len(trained), 4.2))
    for ax, (title, train) in zip(np.atleast_1d(axes), trained.items(), strict=True):
        ax.set_title(title)
        _try(ax, "The network", partial(_boundary, ax, title, train, x, target))
    plt.show()


def _boundary(ax: Axes, title: str, train: Callable[[], Any], x: np.ndarray, target: np.ndarray) -> None:
    network = train()
    low, high = x.min(axis=0) - 0.4, x.max(axis=0) + 0.4
    across, up = np.meshgrid(np.linspace(low[0], high[0], 200), np.linspace(low[1], high[1], 200))
    height = network.forward(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
    right = float(np.mean(np.sign(network.forward(x)) == target))
    ax.contourf(across, up, np.clip(height, -1.2, 1.2), levels=24, cmap="RdBu", alpha=0.65)
    ax.contour(across, up, height, levels=[0.0], colors="black", linewidths=1.5)
    for label, color in ((1.0, "#1d4ed8"), (-1.0, "#b91c1c")):
        chosen = target[:, 0] == label
        ax.scatter(x[chosen, 0], x[chosen, 1], s=12, color=color, edgecolor="white", linewidth=0.4)
    ax.set_title(f"{title}: {right:.0%} right")


def _figure(rows: int, columns: int, size: tuple[float, float], **options: Any) -> tuple[Any, Any]:
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", **options)
    for ax in np.atleast_1d(axes).ravel():
        ax.grid(alpha=0.25)
        ax.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _try(ax: Axes, name: str, draw: Callable[[], None]) -> None:
    """Draw, or write kindly into the empty picture why it cannot be drawn yet."""
    try:
        # a picture is no place for warnings, nor for what your code prints at each of a thousand calls
        with (
            np.errstate(all="ignore"),
            warnings.catch_warnings(action="ignore"),
            open(os.devnull, "w") as nowhere,
            redirect_stdout(nowhere),
        ):
            draw()
        return
    except NotImplementedError:
        text = f"{name} is not written yet.\nIts picture will appear here."
    except Exception as error:  # whatever the student's code raises, the notebook goes on
        text = f"{name} cannot be drawn yet:\n{type(error).__name__}: {str(error)[:80]}"
    ax.cla()
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", color=GREY, transform=ax.transAxes, wrap=True)
