"""A picture of a wrong function beside the right one: SVG, put together as text, which is many times as fast as a plot.

The two lines differ in their strokes, not in colour alone, and each is named. Coordinates are whole pixels: more
digits of the right values than one sees are not in the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

WIDTH: Final = 420
HEIGHT: Final = 210
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 24  # around the drawing
LEAST: Final = 16  # points: lines between fewer say what nobody has measured
_BEYOND: Final = 0.75  # how far wrong values are followed beyond the right ones, in heights of these
_FAR: Final = 1e100

Point = tuple[float, float, float]


def drawn(curve: Sequence[Point]) -> str:
    """An SVG element.

    Args:
        curve: ``(x, yours, right)``, finite numbers, by x.
    """
    curve = [(_near(x), _near(yours), _near(right)) for x, yours, right in curve]
    x_from, x_to = _spread([x for x, _, _ in curve])
    low, high = _spread([right for _, _, right in curve])
    beyond = _BEYOND * (high - low)
    y_from = max(low - beyond, min(low, *(yours for _, yours, _ in curve)))
    y_to = min(high + beyond, max(high, *(yours for _, yours, _ in curve)))

    def across(x: float) -> int:
        return round(LEFT + (x - x_from) / (x_to - x_from) * (WIDTH - LEFT - RIGHT))

    def down(y: float) -> int:
        inside = min(max(y, y_from), y_to)
        return round(TOP + (y_to - inside) / (y_to - y_from) * (HEIGHT - TOP - BOTTOM))

    right = " ".join(f"{across(x)},{down(y)}" for x, _, y in curve)
    yours = " ".join(f"{across(x)},{down(y)}" for x, y, _ in curve)
    words = escape(in_words(curve))
    return "".join(
        [
            f'<svg class="curve" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{words}">',
            *_axes(x_from, x_to, y_from, y_to, across(0.0), down(0.0)),
            f'<polyline class="right" points="{right}"></polyline>',
            f'<polyline class="yours" points="{yours}"></polyline></svg>',
        ]
    )


def in_words(curve: Sequence[Point]) -> str:
    """What the picture shows, for who does not see it; of the values no more than where they part."""
    x_from, x_to = min(x for x, _, _ in curve), max(x for x, _, _ in curve)
    apart = [abs(yours - right) for _, yours, right in curve]
    scale = max(1e-12, *(abs(right) for _, _, right in curve))
    wrong = [x for (x, _, _), gap in zip(curve, apart, strict=True) if gap > 1e-3 * scale]
    worst = curve[apart.index(max(apart))][0]
    where = f"They differ from x = {wrong[0]:.3g} to {wrong[-1]:.3g}, most" if wrong else "They differ little, most"
    return f"Yours and the right values, for x from {x_from:.3g} to {x_to:.3g}. {where} at x = {worst:.3g}."


def _axes(x_from: float, x_to: float, y_from: float, y_to: float, zero_x: int, zero_y: int) -> Iterator[str]:
    """A frame, the axes where they are in sight, and the numbers at the ends."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    yield f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{bottom - TOP}"></rect>'
    if x_from < 0 < x_to:
        yield f'<path class="axis" d="M{zero_x} {TOP}V{bottom}"></path>'
        yield _number(zero_x, bottom + 16, 0.0, "middle")
    if y_from < 0 < y_to:
        yield f'<path class="axis" d="M{LEFT} {zero_y}H{right}"></path>'
    yield _number(LEFT, bottom + 16, x_from, "start")
    yield _number(right, bottom + 16, x_to, "end")
    yield _number(LEFT - 6, bottom, y_from, "end")
    yield _number(LEFT - 6, TOP + 10, y_to, "end")


def _number(x: int, y: int, value: float, anchor: str) -> str:
    words = f"{value:.2g}".replace("-", "\N{MINUS SIGN}")
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def _near(value: float) -> float:
    """A value of which differences and products are still numbers."""
    return min(max(value, -_FAR), _FAR)


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """The smallest and the largest, a little apart where they are one."""
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5 * (abs(low) or 1.0), high + 0.5 * (abs(high) or 1.0))
