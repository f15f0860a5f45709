"""Zygotes end when their grader does, whatever they were told before; and answer each thread what it has asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from nbjudge.processes.zygote import start_zygotes
from nbjudge.processes.zygote_main import ROLES
from tests.support.zygotes import zygotes_of


def test_a_zygote_that_was_never_prepared_ends_when_its_grader_does() -> None:
    (one,) = start_zygotes("candidate")
    one._socket.close()
    assert one.process is not None
    assert one.process.wait(timeout=60) == 0


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_zygotes_and_copies_of_blank_ones_end_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    before = zygotes_of(psutil.Process())
    zygotes = start_zygotes(*ROLES)
    copies = [zygote.copy() for zygote in zygotes]
    names = [process.name() for process in zygotes_of(psutil.Process()) if process not in before]
    assert names == [f"nbj-{role}" for role in ROLES]
    for zygote in reversed([*zygotes, *copies]):
        zygote.close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("nothing_is_left_behind")
def test_threads_may_ask_a_zygote_while_copies_of_it_are_made() -> None:
    (one,) = start_zygotes("examiner")
    with one, ThreadPoolExecutor(3) as pool:
        copies = [made.result(60) for made in [pool.submit(one.copy) for _ in range(150)]]
        for copy in copies:
            copy.close()
        assert len({copy._socket for copy in copies}) == 150
