"""The doctor sees a sandbox that holds, and sees each hole that is planted in it."""

from __future__ import annotations

import os
import subprocess
import time

import psutil
import pytest

from nbjudge import act_tables, doctor, landlock, sandbox, seccomp, support
from nbjudge.acts import Act, Bait
from nbjudge.limits import MIB, Limits
from tests import sandboxed

pytestmark = pytest.mark.skipif(bool(support.available()), reason="; ".join(map(str, support.available())))

NOBODY = 65534


def nothing(*_: object, **__: object) -> None:
    """Stand in for a wall that is left out."""


def names_not_blocked(acts: tuple[Act, ...]) -> set[str]:
    """Return the names of the acts that the doctor finds not blocked."""
    # little beyond what this process maps already, for it is filled where it is had
    mapped = psutil.Process().memory_info().vms
    findings = doctor.examine(acts, Limits(memory_bytes=mapped + 400 * MIB))
    return {finding.act.name for finding in findings if finding.verdict == "NOT BLOCKED"}


def named(*names: str) -> tuple[Act, ...]:
    """Return the acts with these names."""
    chosen = tuple(act for act in act_tables.FORBIDDEN if act.name in names)
    assert len(chosen) == len(names), f"no such act among {names}"
    return chosen


def test_a_sound_sandbox_is_found_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main() == 0
    printed = capsys.readouterr().out
    assert "The sandbox holds" in printed
    assert "NOT BLOCKED" not in printed


def test_every_act_has_a_name_of_its_own() -> None:
    names = [act.name for act in (*act_tables.FORBIDDEN, *act_tables.NEEDED)]
    assert len(names) == len(set(names))


def test_without_landlock_the_file_acts_are_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(landlock, "restrict", nothing)
    assert doctor.main() == 1
    printed = capsys.readouterr().out
    assert "NOT BLOCKED" in printed
    reported = " ".join(printed.partition("ended as they must not")[2].split())
    for name in (
        "read the gradebook",
        "list the folder of the course",
        "write a file in /tmp",
        "list /tmp",
    ):
        assert name in reported


def test_without_seccomp_its_acts_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "install", nothing)
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
    monkeypatch.setattr(sandbox, "limit_resources", nothing)
    assert names_not_blocked(acts) == {act.name for act in acts}


def test_without_limits_the_memory_act_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "limit_resources", nothing)
    assert names_not_blocked(named("use too much memory")) == {"use too much memory"}


def test_without_limits_the_cpu_act_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "limit_resources", nothing)
    assert names_not_blocked(named("use too much CPU time")) == {"use too much CPU time"}


def test_an_environment_left_in_place_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "empty_environment", nothing)
    assert names_not_blocked(named("see the grader's environment")) == {"see the grader's environment"}


def test_descriptors_left_open_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "close_descriptors", nothing)
    assert names_not_blocked(named("read an inherited descriptor")) == {"read an inherited descriptor"}


def test_a_sandbox_too_tight_for_honest_work_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(act_tables, "FORBIDDEN", ())
    monkeypatch.setattr(sandbox, "readable_paths", lambda extra=(): ())
    assert doctor.main() == 1
    assert "BROKEN" in capsys.readouterr().out


def test_a_machine_without_a_sandbox_is_told_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(support, "available", lambda: [support.Problem("no [walls]", "build some")])
    assert doctor.main() == 1
    assert "No sandbox here: no [walls]; build some." in capsys.readouterr().out


def test_an_act_that_fails_for_another_reason_is_unclear() -> None:
    def stumble(bait: Bait) -> None:
        raise FileNotFoundError(2, "no bait")

    (finding,) = doctor.examine([Act("stumble", "", stumble)], Limits())
    assert (finding.verdict, finding.ending) == ("unclear", "ENOENT")


def test_a_failure_to_lock_down_is_never_taken_for_a_blocked_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(1, "no Landlock today")

    monkeypatch.setattr(landlock, "restrict", fail)
    (finding,) = doctor.examine(named("read the gradebook"), Limits())
    assert (finding.verdict, finding.ending) == ("unclear", "lock_down")


def test_an_act_that_ends_the_process_quietly_counts_as_done() -> None:
    (finding,) = doctor.examine([Act("leave", "", lambda bait: os._exit(0))], Limits())
    assert finding.verdict == "NOT BLOCKED"


def test_an_act_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PATIENCE", 0.2)
    (finding,) = doctor.examine([Act("sleep", "", lambda bait: time.sleep(60))], Limits())
    assert finding.ending == "hung"


def test_the_doctor_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children(recursive=True))
    doctor.examine(act_tables.PROCESSES, Limits())
    assert set(psutil.Process().children(recursive=True)) <= before


def test_the_sandbox_holds_for_an_ordinary_user_in_a_fork_of_root() -> None:
    if not sandboxed.is_root():
        pytest.skip("the tests run as an ordinary user: all others show this already")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _examine_as_nobody(writer)
    os.close(writer)
    with open(reader) as report:
        said = report.read()
    os.waitpid(child, 0)
    assert said == f"{len(act_tables.FORBIDDEN)} tried, not stopped: []"


def _examine_as_nobody(writer: int) -> None:
    """Become nobody, try the forbidden acts, and report; runs in a forked child."""
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        findings = doctor.examine(act_tables.FORBIDDEN, Limits())
        bad = [(finding.act.name, finding.ending, finding.said) for finding in findings if not finding.good]
        os.write(writer, f"{len(findings)} tried, not stopped: {bad}".encode())
    except BaseException as error:  # a forked child must never return into pytest
        os.write(writer, repr(error).encode())
    finally:
        os._exit(0)


def test_the_doctor_works_when_an_ordinary_user_runs_it() -> None:
    if not sandboxed.is_root():
        pytest.skip("the tests run as an ordinary user: all others show this already")
    found = sandboxed.python_for(NOBODY)
    if found is None:
        pytest.skip(f"user {NOBODY} may run no Python on this course: folders on the way are closed to others")
    python, environment = found
    done = subprocess.run(
        [python, "-m", "nbjudge.doctor"],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
