"""Where a course says nothing of what to do with an answer, its functions and methods are called."""

from __future__ import annotations

from nbjudge.quality.drivers import Seen, driver_named, plain_scripts
from nbjudge.quality.equivalence import DIFFERENT, IDENTICAL
from tests.support.comparing import LAYER, compared


def test_plain_scripts_call_functions_and_public_methods_in_order() -> None:
    text = LAYER + "    def _hidden(self):\n        pass\n\ndef twice(x):\n    return 2 * x\n"
    scripts = list(plain_scripts(text, arrays=True))
    assert scripts[0].lines == (
        "one = Layer()", "one.forward(a0)", "one.backward(a1)", "one.forward(a2)", "one.backward(a3)"
    )  # fmt: skip
    assert scripts[1].lines[:4] == ("one = Layer()", "two = Layer()", "one.forward(a0)", "two.forward(a1)")
    assert scripts[-1].lines == ("twice(a0)",)


def test_plain_scripts_tell_a_slip() -> None:
    scripts = list(plain_scripts(LAYER, arrays=True))
    assert compared(LAYER, scripts).verdict == IDENTICAL
    assert compared(LAYER.replace("* g", "* abs(g)"), scripts).verdict == DIFFERENT


def test_course_without_drivers_allows_nothing() -> None:
    driver = driver_named("there.is.no.such.module")
    assert driver.scripts("relu") is None
    assert driver.allowed("f(x)", Seen(1.0), Seen(2.0)) is None
