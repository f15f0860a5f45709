"""A sandbox is tried with every forbidden act, and each hole that is planted in it is seen."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil
import pytest

from nbjudge.limits import MIB, Limits
from nbjudge.sandbox import escape_list, landlock, lockdown, proving, seccomp
from nbjudge.sandbox.escapes import Act, Bait
from tests.support.sandboxed import NOBODY, is_root, leave_out, needs_sandbox

pytestmark = needs_sandbox


def names_not_blocked(acts: tuple[Act, ...]) -> set[str]:
    """Return the names of the acts that the doctor finds not blocked."""
    # little beyond what this process maps already, for it is filled where it is had
    mapped = psutil.Process().memory_info().vms
    findings = proving.examine(acts, Limits(memory_bytes=mapped + 400 * MIB))
    return {finding.act.name for finding in findings if finding.verdict == "NOT BLOCKED"}


def named(*names: str) -> tuple[Act, ...]:
    """Return the acts with these names."""
    chosen = tuple(act for act in escape_list.FORBIDDEN if act.name in names)
    assert len(chosen) == len(names), f"no such act among {names}"
    return chosen


@pytest.mark.parametrize("walls", [True, False])
def test_the_home_of_who_has_none_is_what_it_would_lie_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, walls: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "no" / "home"))
    assert proving.home_folder() == tmp_path
    if not walls:
        monkeypatch.setattr(landlock, "restrict", leave_out)
    (finding,) = proving.examine(named("list the home folder"), Limits())
    assert finding.verdict == ("ok" if walls else "NOT BLOCKED")


def test_without_seccomp_its_acts_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "install", leave_out)
    acts = named(
        "fork by clone",
        "send over UDP",
        "make a pair of sockets",
        "make a file in memory",
        "change permissions",
        "watch files",
        "survive the parent",
        "open its memory to siblings",
    )
    # RLIMIT_NPROC alone would stop an ordinary user's fork.
    monkeypatch.setattr(lockdown, "limit_resources", leave_out)
    assert names_not_blocked(acts) == {act.name for act in acts}


def test_without_limits_the_memory_act_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockdown, "limit_resources", leave_out)
    assert names_not_blocked(named("use too much memory")) == {"use too much memory"}


def test_without_limits_the_cpu_act_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockdown, "limit_resources", leave_out)
    assert names_not_blocked(named("use too much CPU time")) == {"use too much CPU time"}


def test_an_environment_left_in_place_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockdown, "empty_environment", leave_out)
    assert names_not_blocked(named("see the grader's environment")) == {"see the grader's environment"}


def test_descriptors_left_open_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockdown, "close_descriptors", leave_out)
    assert names_not_blocked(named("read an inherited descriptor")) == {"read an inherited descriptor"}


def test_an_act_that_fails_for_another_reason_is_unclear() -> None:
    def stumble(bait: Bait) -> None:
        raise FileNotFoundError(2, "no bait")

    (finding,) = proving.examine([Act("stumble", "", stumble)], Limits())
    assert (finding.verdict, finding.ending) == ("unclear", "ENOENT")


def test_a_failure_to_lock_down_is_never_taken_for_a_blocked_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(1, "no Landlock today")

    monkeypatch.setattr(landlock, "restrict", fail)
    (finding,) = proving.examine(named("read the gradebook"), Limits())
    assert (finding.verdict, finding.ending) == ("unclear", "lock_down")


def test_an_act_that_ends_the_process_quietly_counts_as_done() -> None:
    (finding,) = proving.examine([Act("leave", "", lambda bait: os._exit(0))], Limits())
    assert finding.verdict == "NOT BLOCKED"


def test_an_act_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "PATIENCE", 0.2)
    (finding,) = proving.examine([Act("sleep", "", lambda bait: time.sleep(60))], Limits())
    assert finding.ending == "hung"


def test_the_doctor_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children(recursive=True))
    proving.examine(escape_list.PROCESSES, Limits())
    assert set(psutil.Process().children(recursive=True)) <= before


def test_the_sandbox_holds_for_an_ordinary_user_in_a_fork_of_root() -> None:
    if not is_root():
        pytest.skip("the tests run as an ordinary user: all others show this already")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _examine_as_nobody(writer)
    os.close(writer)
    with open(reader) as report:
        said = report.read()
    os.waitpid(child, 0)
    assert said == f"{len(escape_list.FORBIDDEN)} tried, not stopped: []"


def _examine_as_nobody(writer: int) -> None:
    """Become nobody, try the forbidden acts, and report; runs in a forked child."""
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        findings = proving.examine(escape_list.FORBIDDEN, Limits())
        bad = [(finding.act.name, finding.ending, finding.said) for finding in findings if not finding.good]
        os.write(writer, f"{len(findings)} tried, not stopped: {bad}".encode())
    except BaseException as error:  # a forked child must never return into pytest
        os.write(writer, repr(error).encode())
    finally:
        os._exit(0)
