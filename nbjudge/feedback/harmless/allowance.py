"""How much of students' text a page still formats, and shows. Sizes decide alike, whatever came from memory.

Work on text is bounded three times over: by the text's size before, by processor time meanwhile, and by the size of
what came of it, which is parsed again at the end. What is beyond that is shown plain, as the student typed it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from html import escape
from typing import Any, Final

from nbjudge.alarm import TimeUp, time_limit
from nbjudge.feedback.harmless import policy

OF_PAGE: Final = "nbjudge_allowance"  # under which templates' filters find it among nbconvert's resources
NOT_SHOWN: Final = "(Not shown: this notebook holds more than fits on a page. The notebook itself has all of it.)"


def cost(html: str) -> int:
    """How long it takes to parse, in tags."""
    return html.count("<") + html.count("&") // policy.ENTITIES_A_TAG + len(html) // policy.CHARACTERS_A_TAG


def preformatted(text: str) -> str:
    """A text as a block that shows it as it is."""
    return f"<pre>{escape(text)}</pre>"


class Harmless(str):
    """HTML that came from here, so that a second filter lets it pass."""

    __slots__ = ()


class Allowance:
    """What is left for students' text on one page.

    Attributes:
        cost: what was shown so far, in tags, see `cost`.
        refused: how often something was shown plain, or not at all, for what other texts of the page took.
    """

    def __init__(self, seconds: float = policy.PAGE_SECONDS) -> None:
        self.cost = self.refused = 0
        self._seconds = seconds

    def show(self, text: str, formatted: Callable[[], str], plain: Callable[[str], str] = preformatted) -> Harmless:
        """What ``formatted`` makes of ``text``, or else ``plain`` of it, or of a sentence that says why it is missing.

        Args:
            formatted: may take any time, raise anything, and return any length of harmless HTML.
            plain: takes time in proportion to the text.
        """
        html = self._formatted(text, formatted)
        if html is None:
            html = plain(text)
            if self.cost + cost(html) > policy.PAGE_SHOWN:
                self.refused += 1
                html = plain(NOT_SHOWN)
        self.spend(cost(html))
        return Harmless(html)

    def formats(self, more: int) -> bool:
        """Whether HTML that costs so much would still be formatted."""
        return self.cost + more <= policy.PAGE_FORMATTED

    def spend(self, more: int) -> None:
        """Count HTML that is shown."""
        self.cost += more

    def _formatted(self, text: str, formatted: Callable[[], str]) -> str | None:
        timed = threading.current_thread() is threading.main_thread()  # nowhere else does a signal arrive
        if len(text) > (policy.TEXT_CHARACTERS if timed else policy.UNTIMED_CHARACTERS):
            return None
        if self._seconds <= 0:
            self.refused += 1
            return None
        begun = time.thread_time()
        try:
            html = self._within_time(formatted) if timed else formatted()
        except Exception:  # whatever a renderer makes of a text that nobody has seen, it stops no page
            html = None
        self._seconds -= time.thread_time() - begun
        if html is not None and not self.formats(cost(html)):
            self.refused += 1
            return None
        return html

    def _within_time(self, formatted: Callable[[], str]) -> str | None:
        seconds = min(policy.TEXT_SECONDS, self._seconds)
        try:
            with time_limit(seconds, of_processor=True):
                return formatted()
        except TimeUp:
            self.refused += seconds < policy.TEXT_SECONDS
            return None


def allowance_of(resources: Any) -> Allowance:
    """The page's own, found among nbconvert's resources."""
    allowance = resources.get(OF_PAGE)
    if not isinstance(allowance, Allowance):  # as where a course's configuration prepares notebooks otherwise
        allowance = resources[OF_PAGE] = Allowance()
    return allowance
