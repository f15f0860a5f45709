"""The pictures of numbers: as high as the numbers are, with a text, and nothing in them that acts."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from nbjudge.report.charts import Column, Marker, columns, share
from tests.support.reporting import SCRIPT


def rects(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter("rect"))


def test_bars_are_as_high_as_their_numbers_and_empty_ones_are_not_drawn() -> None:
    found = rects(columns([Column("0", "", 4), Column("1", "", 0), Column("2", "", 1)], "points"))
    heights = [float(part.attrib["height"]) for part in found]
    assert len(heights) == 2
    assert heights[0] == 4 * heights[1]
    assert float(found[0].attrib["y"]) + heights[0] == float(found[1].attrib["y"]) + heights[1], "they stand on a line"


def test_a_chart_says_in_words_what_it_is_and_escapes_what_stands_in_it() -> None:
    chart = columns([Column(SCRIPT, SCRIPT, 1)], SCRIPT, [Marker(0.5, SCRIPT)], SCRIPT)
    root = ET.fromstring(chart)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == SCRIPT
    assert "<script" not in chart
    assert "<script" not in share(0.5, SCRIPT)


def test_of_many_bars_some_are_labelled() -> None:
    chart = columns([Column(f"l{number}", "", number) for number in range(60)], "many")
    ticks = [text for text in ET.fromstring(chart).iter("text") if text.attrib["class"] == "tick"]
    assert 5 <= len(ticks) <= 12


def test_a_share_is_filled_to_its_part_and_never_beyond() -> None:
    widths = [float(rects(share(part, ""))[1].attrib["width"]) for part in (0.0, 0.25, 1.0, 1.7, -3.0)]
    assert widths == [0, 25, 100, 100, 0]
