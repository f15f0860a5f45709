"""The filter of system calls, run here as the kernel runs it, on every number and on both machines."""

from __future__ import annotations

import errno
import os
import platform
import re
import signal
import struct
from pathlib import Path

import pytest

from nbjudge.sandbox import seccomp, syscalls
from nbjudge.sandbox.syscalls import MACHINES, NUMBERS, Machine
from tests.support.sandboxed import needs_sandbox

MACHINE_OF_32_BIT = 0x40000003  # AUDIT_ARCH_I386
X32 = 0x40000000
ALLOW, REFUSE, ABSENT = "allow", errno.EPERM, errno.ENOSYS
# Where distributions put the header: Debian the first of the two, others the second.
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}
machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)


def verdict(code: bytes, machine: int, number: int, *arguments: int) -> object:
    """What a filter says of a call, by the rules of linux/filter.h, as far as the filter uses them."""
    data = struct.pack("<IIQ6Q", number, machine, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    word, place = 0, 0
    while True:
        operation, if_true, if_false, value = struct.unpack_from("=HBBI", code, 8 * place)
        place += 1
        if operation == 0x20:
            (word,) = struct.unpack_from("<I", data, value)
        elif operation == 0x54:
            word &= value
        elif operation == 0x15:
            place += if_true if word == value else if_false
        else:
            assert operation == 0x06
            return ALLOW if value == 0x7FFF0000 else value - 0x00050000


def of(machine: Machine, name: str, *arguments: int, writes: bool = False) -> object:
    """What the filter says of a call by name."""
    number = syscalls.number_of(name, machine)
    assert number is not None
    return verdict(seccomp.compiled(machine, writes=writes), machine.audit, number, *arguments)


@machines
@pytest.mark.parametrize("writes", [False, True])
def test_what_is_listed_is_allowed_and_every_other_number_refused(machine: Machine, writes: bool) -> None:
    names = {name for listed in seccomp.ALLOWED.values() for name in listed} | {*(seccomp.WRITING if writes else ())}
    allowed = {syscalls.number_of(name, machine) for name in names}
    asked = {syscalls.number_of(name, machine) for name in ("open", "openat", "fcntl", "ioctl", "prlimit64")}
    absent = {syscalls.number_of(name, machine) for name in seccomp.ABSENT}
    code = seccomp.compiled(machine, writes=writes)
    for number in {*range(700), 2**31, 2**32 - 1} - asked:
        expected = ALLOW if number in allowed else ABSENT if number in absent else REFUSE
        assert verdict(code, machine.audit, number) == expected, number


@machines
def test_calls_in_another_convention_are_refused(machine: Machine) -> None:
    code = seccomp.compiled(machine, writes=True)
    others = [MACHINE_OF_32_BIT, 0, *(other.audit for other in MACHINES.values() if other is not machine)]
    for number in range(700):
        assert verdict(code, machine.audit, X32 | number) == REFUSE
        assert {verdict(code, other, number) for other in others} == {REFUSE}


@machines
@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("openat", (0, 0, os.O_RDONLY), ALLOW),
        ("openat", (0, 0, os.O_RDONLY | os.O_CLOEXEC), ALLOW),
        ("openat", (0, 0, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), ALLOW),
        ("openat", (0, 0, os.O_RDWR), ALLOW),
        ("openat", (0, 0, os.O_RDONLY | os.O_TRUNC), REFUSE),
        ("openat", (0, 0, os.O_ACCMODE), REFUSE),
        ("openat", (0, 0, 2**32 | os.O_RDONLY | os.O_TRUNC), REFUSE),
        ("fcntl", (0, 3), ALLOW),
        ("fcntl", (0, 8), REFUSE),
        ("fcntl", (0, 2**32 | 3), REFUSE),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), REFUSE),
        ("ioctl", (0, 2**32 | 0x5401), REFUSE),
        ("prlimit64", (0, 9, 0, 1), ALLOW),
        ("prlimit64", (0, 9, 1, 0), REFUSE),
        ("prlimit64", (0, 9, 2**32, 0), REFUSE),
        ("prlimit64", (1, 9, 0, 1), REFUSE),
        ("prlimit64", (2**32, 9, 0, 1), REFUSE),
    ],
)
def test_arguments_decide_where_they_should(
    machine: Machine, call: str, arguments: tuple[int, ...], expected: object
) -> None:
    assert of(machine, call, *arguments) == expected


@machines
def test_no_two_names_have_one_number(machine: Machine) -> None:
    numbers = [number for name in NUMBERS if (number := syscalls.number_of(name, machine)) is not None]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("machine", HEADERS)
def test_numbers_are_those_of_the_kernels_header(machine: str) -> None:
    path = next(filter(Path.exists, map(Path, HEADERS[machine])), None)
    if path is None:
        pytest.skip("the kernel's headers are not installed")
    found = {
        name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\n", path.read_text())
    }
    aliases = {"newfstatat": "fstatat"} if machine == "aarch64" else {}
    for name in NUMBERS:
        number = syscalls.number_of(name, MACHINES[machine])
        if number is not None and aliases.get(name, name) in found:
            assert found[aliases.get(name, name)] == number, name


def test_a_machine_whose_numbers_are_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(RuntimeError, match="x86_64 and aarch64; this machine is 'riscv64'"):
        seccomp.program(writes=False)


@needs_sandbox
@pytest.mark.skipif(platform.machine() != "x86_64", reason="these calls are x86's")
@pytest.mark.parametrize("number", [335, 336])
def test_calls_that_newer_kernels_pass_by_the_filter_do_nothing_but_end_the_process(number: int) -> None:
    """uretprobe and uprobe: for a program that is being probed. Linux lets them through every filter, to SIGILL."""
    child = os.fork()
    if child == 0:
        os.execv("/proc/self/exe", ["python", "-c", _CALLS.format(number)])
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGILL)


_CALLS = """
import os
from nbjudge.sandbox import kernel, seccomp
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
seccomp.install(seccomp.program(writes=False))
try:
    kernel.call({})
except OSError as error:
    os._exit(0 if error.errno in (1, 6, 38) else 1)
os._exit(2)
"""
