"""Late days: what is free, what each day costs, and that a course's configuration is heeded."""

from __future__ import annotations

import pytest
from traitlets import TraitError
from traitlets.config import Application, Config

from nbjudge.gradebook.deadlines.late_days import LateDays
from nbjudge.nbgrader_plugin import late_penalty_of

HOUR, DAY = 3600.0, 86_400.0


@pytest.mark.parametrize(
    ("seconds", "penalty"),
    [(1.0, None), (2 * DAY, None), (2 * DAY + 1, 2.5), (3 * DAY, 2.5), (3 * DAY + HOUR, 5.0), (9 * DAY, 7.5)],
)
def test_days_begun_beyond_the_free_ones_cost_a_part_each_up_to_the_most(seconds: float, penalty: float | None) -> None:
    plugin = LateDays(free_days=2, a_day=0.25, at_most=0.75)
    assert plugin.late_submission_penalty("ada", 10.0, seconds) == penalty


def test_nothing_costs_nothing() -> None:
    assert LateDays(a_day=0.5).late_submission_penalty("ada", 0.0, 9 * DAY) is None
    assert LateDays(a_day=0.0).late_submission_penalty("ada", 10.0, 9 * DAY) is None


def test_a_course_names_it_in_its_configuration() -> None:
    c = Config()
    c.AssignLatePenalties.plugin_class = "nbjudge.gradebook.deadlines.late_days.LateDays"
    c.LateDays.free_days = 1
    c.LateDays.a_day = 0.5
    penalty = late_penalty_of(Application(config=c))
    assert [penalty("ada", 4.0, days * DAY) for days in (1, 2, 9)] == [None, 2.0, 4.0]


@pytest.mark.parametrize("setting", [{"free_days": -1}, {"a_day": 1.5}, {"at_most": -0.1}])
def test_a_setting_that_makes_no_sense_is_refused(setting: dict[str, float]) -> None:
    with pytest.raises(TraitError):
        LateDays(**setting)
