"""The acts that the doctor tries, as data: what no candidate may do, and what every candidate must do."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

from nbjudge.sandbox import escapes
from nbjudge.sandbox.escapes import (
    BOTH,
    DONE,
    LANDLOCK,
    LIMIT,
    SECCOMP,
    Act,
    calling,
    fork_by_system_call,
    making_a_file,
    on_parent,
    opening,
    reading_of_parent,
)

# Numbers from the kernel's headers that Python does not name.
PTRACE_SEIZE = 0x4206
RLIMIT_AS = 9
PR_SET_DUMPABLE, PR_SET_PDEATHSIG = 4, 1
NEW_USER_NAMESPACE = 0x10000000
PROCESS_KEYRING = -2
UNLIMITED = (ctypes.c_uint64 * 2)(2**64 - 1, 2**64 - 1)
FORK_ARGUMENTS = (ctypes.c_uint64 * 8)(0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)  # struct clone_args

READING = (
    Act("read the gradebook", LANDLOCK, lambda bait: bait.gradebook.read_bytes()),
    Act("list the folder of the course", LANDLOCK, lambda bait: os.listdir(bait.course)),
    Act("list the folder where grading runs", LANDLOCK, lambda bait: os.listdir(bait.here)),
    Act("list the home folder", LANDLOCK, lambda bait: os.listdir(bait.home)),
    Act("list /tmp", LANDLOCK, lambda bait: os.listdir("/tmp")),
    Act("read /etc/passwd", LANDLOCK, lambda bait: Path("/etc/passwd").read_bytes()),
    Act("list the running processes", LANDLOCK, lambda bait: os.listdir("/proc")),
    Act("read the parent's environment", LANDLOCK, reading_of_parent("environ")),
    Act("read the parent's memory as a file", LANDLOCK, reading_of_parent("mem")),
    Act("read the parent's memory by a call", BOTH, escapes.read_memory_of_parent),
    Act("trace the parent", BOTH, lambda bait: escapes.system_call("ptrace", PTRACE_SEIZE, os.getppid(), 0, 0)),
    Act("open a file by its handle", SECCOMP, calling("open_by_handle_at", -100, None, 0)),
    Act("see the grader's environment", "lock_down", escapes.see_the_environment),
    Act("read an inherited descriptor", "lock_down", lambda bait: os.pread(bait.descriptor, 1, 0), ("EBADF",)),
)

WRITING = (
    Act("overwrite the gradebook", LANDLOCK, opening(os.O_WRONLY)),
    Act("append to the gradebook", LANDLOCK, opening(os.O_WRONLY | os.O_APPEND)),
    Act("open the gradebook for ioctl", BOTH, opening(os.O_ACCMODE)),
    Act("write a file where grading runs", LANDLOCK, making_a_file(0)),
    Act("write a file in /tmp", LANDLOCK, making_a_file(1)),
    Act("write a file in /dev/shm", LANDLOCK, making_a_file(2)),
    Act("write a file in /var/tmp", LANDLOCK, making_a_file(3)),
    Act("empty a data file", BOTH, lambda bait: os.truncate(bait.data, 0)),
    Act(
        "empty a data file by reading",
        BOTH,
        lambda bait: os.close(os.open(bait.data, os.O_RDONLY | os.O_TRUNC)),
    ),
    Act("remove the gradebook", BOTH, lambda bait: bait.gradebook.unlink()),
    Act("rename the gradebook", BOTH, lambda bait: bait.gradebook.rename(bait.course / "old.db")),
    Act("make a folder", BOTH, lambda bait: (bait.course / "folder").mkdir()),
    Act("make a symbolic link", BOTH, lambda bait: (bait.course / "link").symlink_to("gradebook.db")),
    Act("make a hard link", BOTH, lambda bait: (bait.course / "hard").hardlink_to(bait.gradebook)),
    Act("make a named pipe", BOTH, lambda bait: os.mkfifo(bait.course / "pipe")),
    Act("change permissions", SECCOMP, lambda bait: bait.gradebook.chmod(0o666)),
    Act("change the owner", SECCOMP, lambda bait: os.chown(bait.gradebook, os.getuid(), os.getgid())),
    Act("change the time stamp", SECCOMP, lambda bait: os.utime(bait.gradebook)),
    Act("change attributes", SECCOMP, lambda bait: os.setxattr(bait.gradebook, "user.grade", b"20")),
)

NETWORK = (
    Act("connect over TCP", BOTH, escapes.connect_over_tcp),
    Act("send over UDP", SECCOMP, escapes.send_over_udp),
    Act("connect to an abstract socket", BOTH, escapes.connect_to_abstract_socket),
    Act("make a pair of sockets", SECCOMP, lambda bait: socket.socketpair()),
    Act("open a netlink socket", SECCOMP, calling("socket", socket.AF_NETLINK, socket.SOCK_RAW, 0)),
)

PROCESSES = (
    Act("fork", SECCOMP, escapes.fork),
    Act("fork by clone", SECCOMP, fork_by_system_call("clone", signal.SIGCHLD, 0, 0, 0, 0)),
    Act("fork by clone3", SECCOMP, fork_by_system_call("clone3", FORK_ARGUMENTS, 64)),
    Act("leave a process behind", SECCOMP, escapes.leave_a_process_behind),
    Act("run another program", SECCOMP, lambda bait: subprocess.run(["/bin/true"], check=True)),
    Act("become another program", BOTH, lambda bait: os.execv("/bin/true", ["true"])),
    Act("start a thread", SECCOMP, lambda bait: threading.Thread(target=int).start(), ("RuntimeError",)),
    Act("kill the parent", BOTH, lambda bait: os.kill(os.getppid(), 0)),
    Act("kill a thread of the parent", BOTH, lambda bait: escapes.system_call("tgkill", *[os.getppid()] * 2, 0)),
    Act("kill the grader's group", BOTH, escapes.signal_the_group_of_parent),
    Act("kill everybody", BOTH, lambda bait: os.kill(-1, 0)),
    Act("have the kernel signal the parent", BOTH, escapes.redirect_signals_to_parent),
    Act("get a handle on the parent", SECCOMP, on_parent("pidfd_open", 0)),
    Act("survive the parent", SECCOMP, calling("prctl", PR_SET_PDEATHSIG, 0, 0, 0, 0)),
)

PRIVILEGES = (
    Act("become root", SECCOMP, calling("setuid", 0)),
    Act("change the group", SECCOMP, calling("setgroups", 0, None)),
    Act("regain capabilities", SECCOMP, escapes.regain_capabilities),
    Act("open its memory to siblings", SECCOMP, calling("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)),
    Act("raise a limit", SECCOMP, calling("prlimit64", 0, RLIMIT_AS, UNLIMITED, None)),
    Act("change the root folder", SECCOMP, lambda bait: os.chroot(bait.course)),
    Act("mount a file system", SECCOMP, calling("mount", b"none", b"/nonexistent", b"tmpfs", 0, None)),
    Act("make a user namespace", SECCOMP, calling("unshare", NEW_USER_NAMESPACE)),
    Act("enter a namespace", SECCOMP, calling("setns", -1, 0)),
    Act("change the personality", SECCOMP, calling("personality", 0xFFFFFFFF)),
)

KERNEL = (
    Act("make a file in memory", SECCOMP, calling("memfd_create", b"x", 0)),
    Act("make shared memory", SECCOMP, calling("shmget", 0, 4096, 0o1600)),
    Act("make a semaphore", SECCOMP, calling("semget", 0, 1, 0o1600)),
    Act("make a message queue", SECCOMP, calling("msgget", 0, 0o1600)),
    Act("make a POSIX message queue", SECCOMP, calling("mq_open", b"nbjudge-doctor", 0o102, 0o600, None)),
    Act("use the keyring", SECCOMP, calling("keyctl", 0, PROCESS_KEYRING, 1)),
    Act("load a kernel program", SECCOMP, calling("bpf", 0, None, 0)),
    Act("count events of the machine", SECCOMP, calling("perf_event_open", None, 0, -1, -1, 0)),
    Act("set up io_uring", SECCOMP, calling("io_uring_setup", 1, (ctypes.c_uint64 * 15)())),
    Act("handle page faults", SECCOMP, calling("userfaultfd", 1)),
    Act("watch files", SECCOMP, calling("inotify_init1", 0)),
    Act("read the kernel's log", SECCOMP, calling("syslog", 3, ctypes.create_string_buffer(1), 1)),
)

RESOURCES = (
    Act("use too much memory", LIMIT, escapes.exhaust_memory, ("MemoryError",)),
    Act("use too much CPU time", LIMIT, escapes.burn_cpu, ("SIGKILL", "SIGXCPU")),
)

FORBIDDEN = (*READING, *WRITING, *NETWORK, *PROCESSES, *PRIVILEGES, *KERNEL, *RESOURCES)

NEEDED = (
    Act("read the assignment's data", "", lambda bait: bait.data.read_bytes(), (DONE,)),
    Act("import a module of the standard library", "", lambda bait: __import__("colorsys"), (DONE,)),
    Act("compute with NumPy", "", escapes.solve_equations, (DONE,)),
    Act("know a time zone", "", lambda bait: ZoneInfo("Europe/Paris"), (DONE,)),
    Act("write to /dev/null", "", lambda bait: Path(os.devnull).write_text("x"), (DONE,)),
)
