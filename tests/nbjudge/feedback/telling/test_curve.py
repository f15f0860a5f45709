"""Pictures of a wrong function beside the right one."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from nbjudge.feedback.telling.curve import HEIGHT, WIDTH, drawn, in_words

LINE = [(x / 8, x / 4, x / 8) for x in range(-32, 32)]


def points(svg: str, name: str) -> list[tuple[int, int]]:
    found = re.search(rf'class="{name}" points="([^"]*)"', svg)
    assert found is not None
    return [(int(x), int(y)) for x, y in (pair.split(",") for pair in found[1].split())]


@pytest.mark.parametrize(
    "curve",
    [
        LINE,
        [(1.0, 2.0, 2.0)],
        [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)],
        [(-1e300, 1e308, -1e308), (0.0, -1e308, 1e308), (1e300, 0.0, 0.0)],
        [(0.0, 1e-320, 0.0), (1e-320, 0.0, 1e-320)],
        [(x, 1e200 * x, 1.0) for x in range(9)],
    ],
)
def test_every_curve_is_drawn_within_its_frame(curve: list[tuple[float, float, float]]) -> None:
    svg = drawn(curve)
    ElementTree.fromstring(svg)
    for name in ("right", "yours"):
        found = points(svg, name)
        assert len(found) == len(curve)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)


def test_larger_values_are_higher_and_further_x_is_further_right() -> None:
    right = points(drawn(LINE), "right")
    assert right == sorted(right, key=lambda point: (point[0], -point[1]))
    assert right[0][1] > right[-1][1]


def test_the_right_line_keeps_its_shape_whatever_the_wrong_one_does() -> None:
    far = [(x, 1e9, right) for x, _, right in LINE]
    heights = [y for _, y in points(drawn(far), "right")]
    assert max(heights) - min(heights) > HEIGHT / 4


def test_words_say_where_it_differs_and_no_value() -> None:
    words = in_words([(x, right + (x > 1), right) for x, _, right in LINE])
    assert "They differ from x = 1.12 to 3.88" in words
    assert f'aria-label="{words}"' in drawn([(x, right + (x > 1), right) for x, _, right in LINE])
    assert not re.search(r"yours = |right = ", words)


def test_the_right_values_are_not_in_it_beyond_what_one_sees() -> None:
    curve = [(x / 8, 0.0, 0.123456789 * x * x) for x in range(64)]
    longest = max(len(number) for number in re.findall(r"\d+\.\d+", drawn(curve)))
    assert longest <= len("0.00")
