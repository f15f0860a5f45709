"""The sandbox from inside: nothing of the grader is there, and only one line leads out."""

from __future__ import annotations

import errno
import os
import platform
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from nbjudge.limits import MIB, Limits
from nbjudge.sandbox import escape_list, kernel, landlock, lockdown, proving, seccomp
from nbjudge.sandbox.escapes import Bait
from tests.support.inprocess import ROOT
from tests.support.sandboxed import ending_of, is_root, needs_sandbox, run_program

# What an attacker finds inside


@needs_sandbox
def test_the_first_environment_of_the_process_is_wiped_from_memory() -> None:
    before = "start, end = map(int, open('/proc/self/stat').read().rpartition(')')[2].split()[47:49])"
    inside = "import ctypes; print(any(ctypes.string_at(start, end - start)))"
    assert run_program(inside, before, SECRET="s3cret") == "False"


@needs_sandbox
def test_the_environment_inside_is_the_bare_one() -> None:
    inside = "import os; print(sorted(os.environ))"
    assert run_program(inside, SECRET="s3cret") == str(sorted(lockdown.bare_environment()))


@needs_sandbox
def test_no_capability_is_left() -> None:
    sets = ("CapPrm", "CapEff", "CapAmb", *(("CapBnd",) if is_root() else ()))
    before = "from nbjudge.sandbox import landlock; landlock.restrict = lambda ruleset: None  # to look into /proc"
    inside = f"print({{line.split()[1] for line in open('/proc/self/status') if line.startswith({sets})}})"
    assert run_program(inside, before) == "{'0000000000000000'}"


@needs_sandbox
def test_standard_input_and_output_lead_nowhere_unless_kept() -> None:
    def check(bait: Bait) -> None:
        null = os.stat(os.devnull)
        assert all(os.path.samestat(os.fstat(number), null) for number in (0, 1, 2))

    assert ending_of(check) == "done"


@needs_sandbox
def test_calls_in_the_x32_convention_are_refused() -> None:
    if platform.machine() != "x86_64":
        pytest.skip("only x86_64 has the x32 convention")

    def call(bait: Bait) -> None:
        kernel.call(0x40000000 | seccomp.number("getpid"))

    assert ending_of(call) == "EPERM"


@needs_sandbox
def test_a_system_call_that_no_kernel_has_is_refused() -> None:
    assert ending_of(lambda bait: kernel.call(9999)) == "EPERM"


@needs_sandbox
def test_threads_alive_before_the_lock_stop_the_lock() -> None:
    before = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    with pytest.raises(AssertionError, match="binds only the calling thread"):
        run_program("", before)


@needs_sandbox
def test_too_little_memory_for_the_zygote_is_an_error_that_says_so() -> None:
    with proving.lay_out_bait(Limits(memory_bytes=MIB)) as bait:
        finding = proving.attempt(escape_list.NEEDED[0], bait)
    assert finding.ending == "lock_down"
    assert "raise memory_bytes" in finding.said


@needs_sandbox
def test_the_candidate_dies_with_its_parent() -> None:
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        _fork_a_sleeper_and_exit(writer)
    os.close(writer)
    os.waitpid(parent, 0)
    with open(reader, "rb") as pipe:
        assert pipe.read(6) == b"locked"
        assert select.select([pipe], [], [], 10)[0], "the candidate lives on"
        assert pipe.read() == b""


def _fork_a_sleeper_and_exit(writer: int) -> None:
    ready, tell = os.pipe()
    if os.fork() == 0:
        lockdown.lock_down(lockdown.prepare(Limits(), readable=[]), keep_fds=[writer, tell])
        os.write(writer, b"locked")
        os.write(tell, b"x")
        select.select([], [], [], 60)
        os._exit(0)
    os.read(ready, 1)
    os._exit(0)


def test_each_fork_of_a_zygote_names_its_own_maps_to_landlock_and_no_others() -> None:
    walls = lockdown.Walls(Limits(), (), (), b"")
    for _ in range(2):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            _tell_landlocks_files_and_exit(walls, writer)
        os.close(writer)
        os.waitpid(pid, 0)
        with open(reader) as pipe:
            assert pipe.read() == f"/proc/{pid}/maps"


def _tell_landlocks_files_and_exit(walls: lockdown.Walls, writer: int) -> None:
    def tell(several: Sequence[landlock.Allowed]) -> int:
        os.write(writer, " ".join(os.readlink(f"/proc/self/fd/{one.descriptor}") for one in several).encode())
        os._exit(0)

    vars(landlock)["ruleset_of"] = tell
    lockdown.lock_down(walls, keep_fds=[writer])


@needs_sandbox
def test_a_folder_that_has_been_removed_since_keeps_no_sandbox_from_closing() -> None:
    before = (
        "import tempfile\nfrom pathlib import Path\nfrom nbjudge.sandbox import lockdown\n"
        "from nbjudge.limits import Limits\n"
        "with tempfile.TemporaryDirectory() as kit:\n"
        "    walls = lockdown.prepare(Limits(), readable=[Path(kit), *lockdown.readable_paths()])\n"
        "lockdown.prepare = lambda *_, **__: walls"
    )
    assert run_program("print('closed')", before) == "closed"


# The line to the examiner


def with_a_kept_socket(attempt: Callable[[socket.socket], None]) -> str:
    """Return what the far end of a kept socket receives while `attempt` runs inside with the near end."""
    near, far = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            lockdown.lock_down(lockdown.prepare(Limits(), readable=[]), keep_fds=[near.fileno()])
            attempt(near)
        except OSError as error:
            os.write(near.fileno(), errno.errorcode[error.errno or 0].encode())
        finally:
            os._exit(0)
    near.close()
    far.send(b"ping")
    os.waitpid(child, 0)
    with far:
        return far.recv(100).decode()


@needs_sandbox
def test_the_kept_socket_still_reads_waits_and_writes() -> None:
    def echo(line: socket.socket) -> None:
        select.select([line], [], [], 10)
        select.poll().register(line)
        os.write(line.fileno(), os.read(line.fileno(), 10))

    assert with_a_kept_socket(echo) == "ping"


@needs_sandbox
def test_descriptors_cannot_be_passed_over_the_kept_socket() -> None:
    def smuggle(line: socket.socket) -> None:
        socket.send_fds(line, [b"take"], [line.fileno()])

    assert with_a_kept_socket(smuggle) == "EPERM"


# Scratch folders


def lock_down_with_scratch(folder: Path, limits: Limits) -> None:
    walls = lockdown.prepare(limits, readable=lockdown.readable_paths(), writable=[folder])
    lockdown.lock_down(walls, keep_fds=[1, 2])


SCRATCH = """
import sys
from pathlib import Path
from nbjudge.sandbox import lockdown
from nbjudge.limits import Limits
folder = Path(sys.argv[1])
walls = lockdown.prepare(Limits(file_bytes=1000), readable=lockdown.readable_paths(), writable=[folder])
lockdown.lock_down(walls, keep_fds=[1, 2])
"""


def in_scratch(folder: Path, inside: str) -> subprocess.CompletedProcess[str]:
    """Run `inside` in a sandbox with the scratch folder `folder`, files of at most 1,000 bytes."""
    return subprocess.run(
        [sys.executable, "-c", SCRATCH + inside, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@needs_sandbox
def test_a_scratch_folder_can_be_used(tmp_path: Path) -> None:
    done = in_scratch(tmp_path, "(folder / 'a').write_text('1'); (folder / 'a').rename(folder / 'b')")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b").read_text() == "1"


@needs_sandbox
def test_the_folder_around_a_scratch_folder_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    done = in_scratch(tmp_path / "scratch", "(folder.parent / 'a').write_text('1')")
    assert "PermissionError" in done.stderr
    assert not (tmp_path / "a").exists()


@needs_sandbox
def test_a_scratch_file_cannot_outgrow_its_limit(tmp_path: Path) -> None:
    done = in_scratch(tmp_path, "(folder / 'a').write_bytes(bytes(1001))")
    assert "File too large" in done.stderr


# Which paths are readable


def test_neither_course_nor_home_nor_system_secrets_are_readable() -> None:
    inside = ("gradebook.db", "source", "oracle", "nbjudge")
    course = [ROOT, *(ROOT / name for name in inside)]
    system = map(Path, ("/", "/proc", "/tmp", "/etc", "/etc/passwd", "/var"))
    secrets = [*course, Path.home(), Path.home() / ".ssh", *system]
    assert lockdown.exposed(secrets, lockdown.readable_paths()) == ()


def test_the_packages_are_readable_though_they_lie_in_the_course() -> None:
    import numpy  # noqa: PLC0415 (only its place is of interest, and only here)

    assert lockdown.exposed([Path(numpy.__file__)], lockdown.readable_paths())


def test_a_data_file_is_readable_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.touch()
    assert lockdown.exposed([file], lockdown.readable_paths([file])) == (file,)


def test_a_secret_inside_a_readable_folder_is_told_as_exposed(tmp_path: Path) -> None:
    assert lockdown.exposed([tmp_path / "site-packages" / "oracle"], [tmp_path / "site-packages"])
