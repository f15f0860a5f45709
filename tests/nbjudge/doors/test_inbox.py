"""What lies in the exchange: whose it is, whether it is whole, and what is passed over."""

from __future__ import annotations

import shutil
from datetime import datetime

from tests.support.mini import MiniCourse
from tests.support.one_file import RIGHT
from tests.support.watched import hand_in, inbound, watching


def test_a_submission_that_is_still_being_written_is_left_until_it_is_whole(course: MiniCourse) -> None:
    half_there = hand_in(course, "ada", RIGHT, whole=False)
    with watching(course) as (watch, _):
        assert watch._inbox.news() == []
        (half_there / "submission_secret.txt").write_text("0123456789abcdef" * 8)
        assert [arrival.student for arrival in watch._inbox.news()] == ["ada"]


def test_names_that_lead_elsewhere_or_to_others_are_passed_over(course: MiniCourse) -> None:
    whole = hand_in(course, "ada", RIGHT)
    for name in ("..", "*", "a[b]", ".hidden", "", "line\nend"):
        shutil.copytree(whole, inbound(course) / whole.name.replace("ada", name, 1))
    shutil.copytree(whole, inbound(course) / "eve+ps+whenever")
    shutil.copytree(whole, inbound(course) / "eve+other+2026-11-23 12:00:00 UTC")
    with watching(course) as (watch, _):
        assert [arrival.student for arrival in watch._inbox.news()] == ["ada"]


def test_of_several_the_latest_counts(course: MiniCourse) -> None:
    for minutes in (3, 30, 7):
        hand_in(course, "ada", RIGHT, minutes=minutes)
    with watching(course) as (watch, _):
        (arrival,) = watch._inbox.news()
        assert arrival.sent == datetime(2026, 11, 23, 12, 30)


def test_what_belongs_to_another_user_is_not_collected(course: MiniCourse) -> None:
    hand_in(course, "nobody-of-this-name", RIGHT)
    with watching(course) as (watch, _):
        watch._inbox._collect.check_owner = True
        (event,) = watch.round()
    assert event.kind == "refused"
    assert "say c.ExchangeCollect.check_owner = False" in event.text
    assert not (course.root / "submitted" / "nobody-of-this-name").exists()
