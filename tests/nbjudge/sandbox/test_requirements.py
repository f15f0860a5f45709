"""A machine that lacks something for the sandbox is told what, and what to do."""

from __future__ import annotations

import errno
import os
import platform
import sys

import pytest

from nbjudge.sandbox import landlock, requirements, seccomp
from tests.support.sandboxed import needs_sandbox


def test_another_system_is_told_what_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    (problem,) = requirements.available()
    assert "this is darwin" in problem.what
    assert "Linux 5.13 or newer" in problem.remedy
    assert "--no-sandbox" in problem.remedy


@pytest.mark.parametrize(
    ("number", "what", "remedy"),
    [
        (errno.ENOSYS, "has no Landlock", "Linux 5.13"),
        (errno.EOPNOTSUPP, "switched off", "lsm="),
        (errno.EPERM, "container forbids", "landlock_create_ruleset"),
        (errno.EIO, "does not answer", "Linux 5.13"),
    ],
)
def test_a_kernel_without_landlock_is_told_why_and_what_to_do(
    number: int, what: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(landlock, "query", refuse)
    problem = requirements.available()[0]
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_machine_of_another_kind_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert any("this machine is 'riscv64'" in problem.what for problem in requirements.available())


@needs_sandbox
def test_a_sandbox_that_cannot_be_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EINVAL, "bad filter")

    monkeypatch.setattr(seccomp, "install", fail)
    (problem,) = requirements.available()
    assert "a trial of the sandbox failed (OSError: [Errno 22] bad filter)" in problem.what
