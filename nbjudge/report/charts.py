"""Small pictures of numbers, as SVG that takes its colours from the page and has a text for who does not see it.

The numbers stand in a table beside each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

WIDTH, HEIGHT = 720, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 10, 16, 34
_MOST_LABELS: Final = 11

_SVG: Final = Markup('<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{parts}</svg>')
_BAR: Final = Markup(
    '<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="1.5">'
    "<title>{told}</title></rect>"
)
_TEXT: Final = Markup('<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>')
_LINE: Final = Markup('<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')


@dataclass(frozen=True)
class Column:
    """A bar of a histogram: what it says where it begins, and how high it is; ``kind``: a class of the page's CSS."""

    label: str
    told: str
    count: int
    kind: str = "bar"


@dataclass(frozen=True)
class Marker:
    """A line across a histogram: where, as a number of bars from the left, and what it is."""

    place: float
    label: str


def columns(bars: Sequence[Column], label: str, markers: Sequence[Marker] = (), end: str = "") -> Markup:
    """A histogram: a label stands at the left end of each bar, ``end`` at the right end of the last."""
    most = max((bar.count for bar in bars), default=0) or 1
    step = (WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    room = HEIGHT - _TOP - _BOTTOM
    base = _TOP + room
    parts = [_LINE.format(kind="axis", x1=_LEFT, y1=base, x2=WIDTH - _RIGHT, y2=base)]
    texts = []  # on top of everything
    every = -(-len(bars) // _MOST_LABELS)
    for place, bar in enumerate(bars):
        x, height = _LEFT + place * step, room * bar.count / most
        if bar.count:
            parts.append(_BAR.format(kind=bar.kind, x=x + 1.5, y=base - height, w=step - 3, h=height, told=bar.told))
            texts.append(_text("count", x + step / 2, base - height - 4, str(bar.count)))
        if place % every == 0:
            texts.append(_text("tick", x, base + 15, bar.label))
    if end:
        texts.append(_text("tick", WIDTH - _RIGHT, base + 15, end, "end"))
    for marker in markers:
        x = _LEFT + marker.place * step
        parts.append(_LINE.format(kind="marker", x1=x, y1=_TOP - 4, x2=x, y2=base))
        texts.append(_text("note", min(max(x, 60), WIDTH - 60), base + 30, marker.label))
    return _SVG.format(width=WIDTH, height=HEIGHT, label=label, parts=Markup("").join([*parts, *texts]))


def share(part: float, label: str) -> Markup:
    """A short bar that is filled to a part, from 0 to 1."""
    filled = 100 * min(1.0, max(0.0, part))
    parts = Markup(
        '<rect class="rest" width="100" height="8" rx="2"/><rect class="bar" width="{:.1f}" height="8" rx="2"/>'
    )
    return Markup(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(label, parts.format(filled))


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return _TEXT.format(kind=kind, x=x, y=y, text=text, anchor=anchor)
