"""Zygotes end when their grader does, whatever they were told before."""

from __future__ import annotations

from nbjudge.processes.zygote import Zygote


def test_a_zygote_that_was_never_prepared_ends_when_its_grader_does() -> None:
    one = Zygote("candidate")
    one._socket.close()
    assert one._process is not None
    assert one._process.wait(timeout=60) == 0
