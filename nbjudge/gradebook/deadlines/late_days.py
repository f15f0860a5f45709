"""Late days, as a plug-in for nbgrader: some are free, each one after costs a part of the score.

c.AssignLatePenalties.plugin_class = "nbjudge.gradebook.deadlines.late_days.LateDays"
c.LateDays.free_days = 2
c.LateDays.a_day = 0.1
"""

from __future__ import annotations

from typing import Final

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Int

DAY: Final = 86_400.0  # seconds


class LateDays(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader publishes no types
    """Takes off a part of a notebook's score for each day begun, beyond those that are free.

    nbgrader asks for one notebook of one assignment at a time, so the free days are those of an assignment.
    """

    free_days = Int(0, min=0, help="so many days late, begun ones counted whole, cost nothing").tag(config=True)
    a_day = Float(0.1, min=0.0, max=1.0, help="part of the score that each further day costs").tag(config=True)
    at_most = Float(1.0, min=0.0, max=1.0, help="part of the score that lateness costs at most").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Points to take off; None if there are none."""
        days = -(-total_seconds_late // DAY) - self.free_days
        penalty: float = score * min(self.at_most, self.a_day * max(0.0, days))
        return penalty or None
