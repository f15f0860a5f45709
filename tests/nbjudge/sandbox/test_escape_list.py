"""Each attack on the sandbox fails, and honest work does not notice it."""

from __future__ import annotations

import pytest

from nbjudge.limits import Limits
from nbjudge.sandbox import escape_list, proving
from nbjudge.sandbox.escapes import Act
from tests.support.sandboxed import needs_sandbox

pytestmark = needs_sandbox


@pytest.mark.parametrize("act", escape_list.FORBIDDEN, ids=lambda act: act.name.replace(" ", "_"))
def test_an_attack_is_stopped(act: Act) -> None:
    (finding,) = proving.examine([act], Limits())
    assert finding.good, finding


@pytest.mark.parametrize("act", escape_list.NEEDED, ids=lambda act: act.name.replace(" ", "_"))
def test_honest_work_is_let_through(act: Act) -> None:
    (finding,) = proving.examine([act], Limits())
    assert finding.good, finding


def test_every_act_has_a_name_of_its_own() -> None:
    names = [act.name for act in (*escape_list.FORBIDDEN, *escape_list.NEEDED)]
    assert len(names) == len(set(names))
