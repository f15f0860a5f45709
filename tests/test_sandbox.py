"""Each attack on the sandbox fails, and honest work does not notice it."""

from __future__ import annotations

import errno
import os
import platform
import select
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nbjudge import act_tables, doctor, kernel, landlock, sandbox, seccomp, support
from nbjudge.acts import Act, Bait
from nbjudge.limits import MIB, Limits
from tests import sandboxed
from tests.sandboxed import ending_of, run_program

needs_sandbox = pytest.mark.skipif(bool(support.available()), reason="; ".join(map(str, support.available())))


@needs_sandbox
@pytest.mark.parametrize("act", act_tables.FORBIDDEN, ids=lambda act: act.name.replace(" ", "_"))
def test_an_attack_is_stopped(act: Act) -> None:
    (finding,) = doctor.examine([act], Limits())
    assert finding.good, finding


@needs_sandbox
@pytest.mark.parametrize("act", act_tables.NEEDED, ids=lambda act: act.name.replace(" ", "_"))
def test_honest_work_is_let_through(act: Act) -> None:
    (finding,) = doctor.examine([act], Limits())
    assert finding.good, finding


# What an attacker finds inside


@needs_sandbox
def test_the_first_environment_of_the_process_is_wiped_from_memory() -> None:
    before = "start, end = map(int, open('/proc/self/stat').read().rpartition(')')[2].split()[47:49])"
    inside = "import ctypes; print(any(ctypes.string_at(start, end - start)))"
    assert run_program(inside, before, SECRET="s3cret") == "False"


@needs_sandbox
def test_the_environment_inside_is_the_bare_one() -> None:
    inside = "import os; print(sorted(os.environ))"
    assert run_program(inside, SECRET="s3cret") == str(sorted(sandbox.bare_environment()))


@needs_sandbox
def test_no_capability_is_left() -> None:
    sets = ("CapPrm", "CapEff", "CapAmb", *(("CapBnd",) if sandboxed.is_root() else ()))
    before = "from nbjudge import landlock; landlock.restrict = lambda ruleset: None  # to look into /proc"
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
    with doctor.lay_out_bait(Limits(memory_bytes=MIB)) as bait:
        finding = doctor.attempt(act_tables.NEEDED[0], bait)
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
        sandbox.lock_down(sandbox.prepare(Limits(), readable=[]), keep_fds=[writer, tell])
        os.write(writer, b"locked")
        os.write(tell, b"x")
        select.select([], [], [], 60)
        os._exit(0)
    os.read(ready, 1)
    os._exit(0)


# The line to the examiner


def with_a_kept_socket(attempt: Callable[[socket.socket], None]) -> str:
    """Return what the far end of a kept socket receives while `attempt` runs inside with the near end."""
    near, far = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            sandbox.lock_down(sandbox.prepare(Limits(), readable=[]), keep_fds=[near.fileno()])
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
    walls = sandbox.prepare(limits, readable=sandbox.readable_paths(), writable=[folder])
    sandbox.lock_down(walls, keep_fds=[1, 2])


SCRATCH = """
import sys
from pathlib import Path
from nbjudge import sandbox
from nbjudge.limits import Limits
folder = Path(sys.argv[1])
walls = sandbox.prepare(Limits(file_bytes=1000), readable=sandbox.readable_paths(), writable=[folder])
sandbox.lock_down(walls, keep_fds=[1, 2])
"""


def in_scratch(folder: Path, inside: str) -> subprocess.CompletedProcess[str]:
    """Run `inside` in a sandbox with the scratch folder `folder`, files of at most 1,000 bytes."""
    return subprocess.run(
        [sys.executable, "-c", SCRATCH + inside, str(folder)],
        cwd=sandboxed.ROOT, capture_output=True, text=True, check=False, timeout=60,
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


# Honest work, in a process that is warm as a zygote is


@needs_sandbox
def test_large_matrices_multiply() -> None:
    inside = "a = np.ones((500, 500)); print(int((a @ a).sum()), np.linalg.svd(a)[1][0].round())"
    assert run_program(inside, "import numpy as np") == "125000000 500.0"


@needs_sandbox
def test_numpy_may_first_be_imported_inside() -> None:
    assert run_program("import numpy as np; print(np.linalg.det(np.eye(3)))") == "1.0"


@needs_sandbox
def test_a_large_allocation_within_the_limit_succeeds() -> None:
    assert run_program("print(np.ones(2**27).nbytes // 2**20)", "import numpy as np") == "1024"


@needs_sandbox
def test_random_numbers_and_clocks_work() -> None:
    inside = """
import time, random, secrets, datetime, zoneinfo
time.sleep(0.01); secrets.token_bytes(8); np.random.default_rng().normal()
print(datetime.datetime.now(zoneinfo.ZoneInfo("America/New_York")).tzinfo, time.perf_counter() > 0)
"""
    assert run_program(inside, "import numpy as np") == "America/New_York True"


@needs_sandbox
def test_many_modules_of_the_standard_library_import_inside() -> None:
    inside = """
import asyncio, concurrent.futures, csv, ctypes, decimal, fractions, multiprocessing, sqlite3, ssl
import subprocess, tempfile, threading, unittest.mock, urllib.request, uuid, xml.etree.ElementTree
print(decimal.Decimal("0.1") + 1, threading.active_count())
"""
    assert run_program(inside) == "1.1 1"


@needs_sandbox
def test_warnings_are_raised_inside() -> None:
    inside = """
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    np.exp(np.array([1000.0]))
print(seen[0].category.__name__)
"""
    assert run_program(inside, "import numpy as np") == "RuntimeWarning"


@needs_sandbox
def test_a_figure_is_drawn_inside() -> None:
    pytest.importorskip("matplotlib")
    before = "import io, matplotlib.pyplot as plt"
    inside = """
plt.plot([1, 2, 3]); plt.title(r"$x^2$"); file = io.BytesIO(); plt.savefig(file)
print(file.getvalue()[1:4].decode())
"""
    assert run_program(inside, before) == "PNG"


@needs_sandbox
def test_ipython_runs_cells_inside() -> None:
    before = """
from traitlets.config import Config
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
"""
    inside = """
result = shell.run_cell("import math\\n%timeit -n 1 -r 1 math.sin(1)\\nmath.pi")
assert result.success; shell.run_cell("1 / 0"); shell.run_cell("!ls")
"""
    printed = run_program(inside, before)
    assert "3.14159" in printed
    assert "ZeroDivisionError" in printed
    assert "PermissionError" in printed


@needs_sandbox
def test_a_refused_act_is_an_exception_that_the_student_can_read() -> None:
    inside = """
try:
    open("/etc/passwd")
except PermissionError as error:
    print(error)
"""
    assert run_program(inside) == "[Errno 13] Permission denied: '/etc/passwd'"


# Which paths are readable


def test_neither_course_nor_home_nor_system_secrets_are_readable() -> None:
    inside = ("gradebook.db", "source", "oracle", "nbjudge")
    course = [sandboxed.ROOT, *(sandboxed.ROOT / name for name in inside)]
    system = map(Path, ("/", "/proc", "/tmp", "/etc", "/etc/passwd", "/var"))
    secrets = [*course, Path.home(), Path.home() / ".ssh", *system]
    assert sandbox.exposed(secrets, sandbox.readable_paths()) == ()


def test_the_packages_are_readable_though_they_lie_in_the_course() -> None:
    import numpy  # noqa: PLC0415 (only its place is of interest, and only here)

    assert sandbox.exposed([Path(numpy.__file__)], sandbox.readable_paths())


def test_a_data_file_is_readable_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.touch()
    assert sandbox.exposed([file], sandbox.readable_paths([file])) == (file,)


def test_a_secret_inside_a_readable_folder_is_told_as_exposed(tmp_path: Path) -> None:
    assert sandbox.exposed([tmp_path / "site-packages" / "oracle"], [tmp_path / "site-packages"])


# What the machine must offer


def test_another_system_is_told_what_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    (problem,) = support.available()
    assert "this is darwin" in problem.what
    assert "Linux 5.13 or newer" in problem.remedy
    assert "--no-sandbox" in problem.remedy


def test_the_message_comes_even_where_unix_modules_are_missing() -> None:
    program = """
import sys
for name in ("fcntl", "termios", "resource", "pyseccomp"):
    sys.modules[name] = None
import rich.console  # it looks at the platform when imported, and this is not about its own Windows part
sys.platform = "win32"
import nbjudge.sandbox, nbjudge.doctor
print(nbjudge.doctor.main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=sandboxed.ROOT, capture_output=True, text=True, check=False
    )
    assert "the sandbox needs Linux, and this is win32" in done.stdout, done.stderr
    assert done.stdout.endswith("1\n")


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
    problem = support.available()[0]
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_missing_libseccomp_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: object) -> bytes:
        raise RuntimeError("Unable to find libseccomp")

    monkeypatch.setattr(seccomp, "program", missing)
    assert any("pip install pyseccomp" in problem.remedy for problem in support.available())


@needs_sandbox
def test_a_sandbox_that_cannot_be_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EINVAL, "bad filter")

    monkeypatch.setattr(seccomp, "install", fail)
    (problem,) = support.available()
    assert "a trial of the sandbox failed (OSError: [Errno 22] bad filter)" in problem.what
