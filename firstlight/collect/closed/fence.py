"""What shuts a child in: resource limits, and on Linux a filter that leaves it a few dozen harmless system calls.

The filter (seccomp, in the classic BPF of linux/filter.h) lets a process compute, take memory within its limit, read
and write what is open already, and end. Anything else (a file, a socket, a process, a signal to another) is refused
with EPERM. Numbers of calls are those of the kernel's tables for each architecture.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

READ_FROM, WRITE_TO = 3, 4  # the only descriptors that lead anywhere
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
FILTER_MODE = 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # REFUSE gives EPERM
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
# audit architecture, and the calls that stay, by name for the reader
ARCHITECTURES = {
    "x86_64": (0xC000003E, {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28,
        "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "time": 201,
        "futex": 202, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "exit_group": 231,
        "getrandom": 318, "membarrier": 324, "rseq": 334,
    }),
    "aarch64": (0xC00000B7, {
        "close": 57, "lseek": 62, "read": 63, "write": 64, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
        "clock_gettime": 113, "clock_getres": 114, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132,
        "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "getrusage": 165, "gettimeofday": 169,
        "getpid": 172, "gettid": 178, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "mprotect": 226,
        "madvise": 233, "getrandom": 278, "membarrier": 283, "rseq": 293,
    }),
}  # fmt: skip


def filterable() -> bool:
    """Whether this system is one for which there is a filter."""
    return sys.platform == "linux" and platform.machine() in ARCHITECTURES and struct.calcsize("P") == 8


def shut_in(memory: int, seconds: int, wall: int, filtered: bool) -> None:
    """Shut the process that calls in, for ever: `memory` in bytes of address space, `seconds` of processor time, `wall`
    seconds in all; `filtered` sets the filter too. Raises OSError where the system does not let it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall)
    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, WRITE_TO + 1),
        (resource.RLIMIT_AS, memory),
    ]
    if hasattr(resource, "RLIMIT_NPROC"):
        limits.append((resource.RLIMIT_NPROC, 0))
    for which, limit in limits:
        _lower(which, limit)
    if filtered:
        _filter()


def die_with_parent() -> None:
    """End this process when its parent ends (Linux; elsewhere the end of its pipe does the same)."""
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _lower(which: int, limit: int) -> None:
    hard = resource.getrlimit(which)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(which, (limit, limit))
    except ValueError as error:  # macOS gives no bound to the address space
        if which != resource.RLIMIT_AS or sys.platform == "linux":
            raise OSError(str(error)) from error


def _prctl(*numbers: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(number) for number in (*numbers, 0, 0, 0, 0)[:5]]
    if libc.prctl(ctypes.c_int(numbers[0]), *padded[1:]):
        raise OSError(ctypes.get_errno(), "prctl is not let through")


def _filter() -> None:
    architecture, calls = ARCHITECTURES[platform.machine()]
    numbers = sorted(calls.values())
    program = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    program += [(EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    program += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    packed = b"".join(struct.pack("<HBBI", *line) for line in program)
    code = ctypes.create_string_buffer(packed, len(packed))
    whole = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(code)), 16)
    _prctl(PR_SET_DUMPABLE, 0)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.addressof(whole))


def only_pipes(read_from: int, write_to: int) -> None:
    """Leave this process its two pipes as READ_FROM and WRITE_TO; what was standard leads nowhere, the rest is shut."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    high = [os.dup2(fd, 100 + at, inheritable=False) for at, fd in enumerate((read_from, write_to, nowhere))]
    for target, source in ((0, high[2]), (1, high[2]), (2, high[2]), (READ_FROM, high[0]), (WRITE_TO, high[1])):
        os.dup2(source, target, inheritable=False)
    os.closerange(WRITE_TO + 1, 1024)
