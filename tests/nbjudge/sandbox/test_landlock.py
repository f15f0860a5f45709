"""Landlock by itself: what is named stays in reach, all else is gone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from nbjudge.limits import Limits
from nbjudge.sandbox import escapes, landlock, lockdown, proving
from nbjudge.sandbox.escape_list import FORBIDDEN, NEEDED, RESOURCES
from tests.support.sandboxed import leave_out, needs_sandbox

pytestmark = needs_sandbox


def locked(monkeypatch: pytest.MonkeyPatch, readable: list[Path], writable: list[Path], act: escapes.Attempt) -> str:
    """Return how `act` ended in a child that has Landlock with these paths, and no other wall."""
    monkeypatch.setattr(lockdown, "lock_down", lambda *_, **__: drop_and_restrict(readable, writable))
    with proving.lay_out_bait(Limits()) as bait:
        return proving.attempt(escapes.Act("", "", act), bait).ending


def drop_and_restrict(readable: list[Path], writable: list[Path]) -> None:
    lockdown.drop_privileges()
    landlock.restrict(landlock.ruleset(readable, writable))


def test_a_named_file_is_readable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("1")
    assert locked(monkeypatch, [file], [], lambda bait: file.read_text()) == "done"


def test_the_neighbour_of_a_named_file_is_not_readable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file, neighbour = tmp_path / "data.csv", tmp_path / "gradebook.db"
    file.write_text("1")
    neighbour.write_text("2")
    assert locked(monkeypatch, [file], [], lambda bait: neighbour.read_text()) == "EACCES"


def test_a_named_folder_is_readable_at_any_depth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.parent.mkdir(parents=True)
    deep.write_text("1")
    assert locked(monkeypatch, [tmp_path / "a"], [], lambda bait: deep.read_text()) == "done"


def test_a_named_folder_is_not_writable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert locked(monkeypatch, [tmp_path], [], lambda bait: (tmp_path / "new").touch()) == "EACCES"


def test_a_symbolic_link_leads_out_of_a_named_folder_to_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("1")
    (tmp_path / "open").mkdir()
    link = tmp_path / "open" / "link"
    link.symlink_to(tmp_path / "secret")
    assert locked(monkeypatch, [tmp_path / "open"], [], lambda bait: link.read_text()) == "EACCES"


def test_a_scratch_folder_takes_files_and_gives_them_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def use(bait: escapes.Bait) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "file").write_text("1")
        (tmp_path / "folder" / "file").rename(tmp_path / "file")
        (tmp_path / "file").unlink()
        (tmp_path / "folder").rmdir()

    assert locked(monkeypatch, [], [tmp_path], use) == "done"


def test_a_scratch_folder_takes_no_symbolic_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "link"
    assert locked(monkeypatch, [], [tmp_path], lambda bait: link.symlink_to("/etc/passwd")) == "EACCES"


def test_nothing_may_be_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(bait: escapes.Bait) -> None:
        escapes.system_call("execve", b"/bin/true", None, None)

    assert locked(monkeypatch, [Path("/")], [], execute) == "EACCES"


def test_a_missing_path_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def restrict(bait: escapes.Bait) -> None:
        with pytest.raises(FileNotFoundError, match="nowhere"):
            landlock.ruleset([tmp_path / "nowhere"])

    assert locked(monkeypatch, [Path("/")], [], restrict) == "done"


def test_it_refuses_while_another_thread_is_alive() -> None:
    release = threading.Event()
    other = threading.Thread(target=release.wait)
    other.start()
    try:
        with pytest.raises(RuntimeError, match="binds only the calling thread"):
            landlock.restrict(landlock.ruleset([]))
    finally:
        release.set()
        other.join()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (1, ((1 << 13) - 1, 0, 0)),
        (2, ((1 << 14) - 1, 0, 0)),
        (3, ((1 << 15) - 1, 0, 0)),
        (4, ((1 << 15) - 1, 3, 0)),
        (5, ((1 << 16) - 1, 3, 0)),
        (6, ((1 << 16) - 1, 3, 3)),
        (7, ((1 << 16) - 1, 3, 3)),
        (99, ((1 << 16) - 1, 3, 3)),
    ],
)
def test_only_rights_that_the_kernel_knows_are_asked_for(version: int, expected: tuple[int, int, int]) -> None:
    assert landlock.handled(version) == expected


@pytest.fixture(scope="module")
def held_by_landlock() -> list[escapes.Act]:
    """Forbidden acts that nothing else stops. What is stopped without any Landlock is stopped with an older one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(landlock, "restrict", leave_out)
        findings = proving.examine([act for act in FORBIDDEN if act not in RESOURCES], Limits())
    return [finding.act for finding in findings if not finding.good]


@pytest.mark.parametrize("version", range(1, 7))
def test_the_sandbox_holds_with_an_older_landlock(
    version: int, held_by_landlock: list[escapes.Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    if landlock.abi() < version:
        pytest.skip(f"this kernel has Landlock {landlock.abi()}, older than {version}")
    assert {"read the gradebook", "write a file in /tmp"} <= {act.name for act in held_by_landlock}
    monkeypatch.setattr(landlock, "query", lambda: version)
    findings = proving.examine([*held_by_landlock, *NEEDED], Limits())
    assert [finding for finding in findings if not finding.good] == []
