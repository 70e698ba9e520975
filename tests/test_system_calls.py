"""The filter of system calls: what it refuses, what it only seems to do, what works under it."""

import errno
import platform
import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from shut_in import Ring

from torchdojo.players import bpf, rules, seccomp, syscalls

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="no filter on this system")

FULL = {"network": True, "own_root": True}
CONFINED = {"abi": 7}
OLD_KERNEL = {"abi": 1}
"""What a player at `confined` gets on Linux 5.13: Landlock leaves most to the filter."""
PLACES = pytest.mark.parametrize(
    "place", [FULL, CONFINED, OLD_KERNEL], ids=["full", "confined", "old"]
)
HONEST = Path(__file__).parent / "under_the_filter"
"""Honest programs, each of one kind; those in ``network`` need one."""


@pytest.fixture(scope="module")
def ring() -> Iterator[Ring]:
    """What runs programs under the filter."""
    ring = Ring()
    yield ring
    ring.close()


REFUSED = sorted(
    call.name
    for call in syscalls.by_number(platform.machine()).values()
    if call.rule == "refuse" and call.name not in ("uretprobe", "uprobe")
)
"""The two left out never come to a filter: the kernel ends a program that makes them itself."""


@PLACES
def test_every_refused_call_is_refused_and_told(ring: Ring, place: dict[str, object]) -> None:
    """None of the calls that the table refuses gets through, and each is told by its name."""
    program = f"for name in {REFUSED}:\n    print(name, call(name, *[0] * 6))"
    outcome = ring.run(program, **place)
    assert outcome.printed.split() == [word for name in REFUSED for word in (name, "EPERM")]
    assert outcome.told == REFUSED


def test_a_call_newer_than_the_table_is_absent_and_told(ring: Ring) -> None:
    """A library that tries it falls back to what it did before; its number is told."""
    program = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    program += "print(libc.syscall(512), os.strerror(ctypes.get_errno()))"
    outcome = ring.run(program, **FULL)
    assert outcome.printed == "-1 Function not implemented\n"
    assert outcome.told == ["number 512"]


@pytest.mark.parametrize("number", ["1 << 30 | 41", "1 << 30 | 520"])
def test_calls_of_the_other_convention_do_not_get_through(ring: Ring, number: str) -> None:
    """On x86_64 the same kernel also offers the calls of x32 under other numbers."""
    program = f"import ctypes, os\nprint(ctypes.CDLL(None).syscall({number}, 1, 1, 0))"
    outcome = ring.run(program, **FULL)
    assert outcome.printed == "-1\n"
    assert outcome.told[0].startswith("number ")


@PLACES
def test_a_refused_argument_is_told(ring: Ring, place: dict[str, object]) -> None:
    """Of calls that are refused by an argument, the argument is told."""
    program = "import fcntl\nprint(tried(fcntl.fcntl, 0, fcntl.F_SETLEASE, fcntl.F_WRLCK))"
    outcome = ring.run(program, **place)
    assert (outcome.printed, outcome.told) == ("EPERM\n", ["fcntl 0x400"])


def test_without_a_listener_calls_fail_by_themselves(ring: Ring) -> None:
    """Where nobody listens the same is refused, and nothing is told."""
    program = "import fcntl, os\nprint(tried(os.nice, 1), tried(fcntl.fcntl, 0, 1024, 1))\n"
    program += "print(call('mount', 0, 0, 0, 0, 0))"
    outcome = ring.run(program, notify=False, **FULL)
    assert (outcome.printed, outcome.told) == ("EPERM EPERM\nEPERM\n", [])


def test_a_process_that_dies_while_it_waits_harms_nobody(ring: Ring) -> None:
    """The listener goes on with the calls of others."""
    program = """
import os, signal, time
for _ in range(200):
    pid = os.fork()
    if pid == 0:
        while True:
            call("mount", 0, 0, 0, 0, 0)
    time.sleep(0.0005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print("survived")
"""
    outcome = ring.run(program, **FULL)
    assert outcome.printed == "survived\n"
    assert set(outcome.told) <= {"mount"}


REFUSED_BY_ARGUMENT = {
    "a lease": "fcntl.fcntl(0, fcntl.F_SETLEASE, fcntl.F_RDLCK)",
    "notices of changes in a folder": "fcntl.fcntl(os.open('/', 0), fcntl.F_NOTIFY, 4)",
    "signals about a descriptor": "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "a signal of choice": "fcntl.fcntl(0, fcntl.F_SETSIG, 9)",
    "a pipe of another size": "fcntl.fcntl(os.pipe()[0], 1031, 1 << 20)",
    "adopting orphans": "0 if call('prctl', 36, 1, 0, 0, 0) == 'done' else deny()",
    "ptrace by anybody": "0 if call('prctl', 0x59616D61, -1, 0, 0, 0) == 'done' else deny()",
    "another map of memory": "0 if call('prctl', 35, 1, 0, 0, 0) == 'done' else deny()",
    "hiding from /proc": "0 if call('prctl', 4, 0, 0, 0, 0) == 'done' else deny()",
    "a filter of its own": "0 if call('prctl', 22, 2, 0, 0, 0) == 'done' else deny()",
    "input for the terminal": "fcntl.ioctl(0, 0x5412, b'x')",
    "flags of a file": "fcntl.ioctl(0, 0x40086602, bytes(8))",
    "a name space": "0 if call('clone', 0x10000000 | 17, 0, 0, 0, 0) == 'done' else deny()",
    "a sibling": "0 if call('clone', 0x8000 | 17, 0, 0, 0, 0) == 'done' else deny()",
    "the limits of its parent": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "another personality": "0 if call('personality', 0x0040000) == 'done' else deny()",
    "merging memory": "0 if call('madvise', 0, 0, 12) == 'done' else deny()",
    "a device": "os.mknod('device', 0o60600, os.makedev(7, 0))",
    "pages of its parent": "0 if call('move_pages', 1, 0, 0, 0, 0, 0) == 'done' else deny()",
    "packets": "socket.socket(17, socket.SOCK_RAW)",
    "cryptography in the kernel": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "virtual machines": "socket.socket(40, socket.SOCK_STREAM)",
    "a pair of another family": "socket.socketpair(socket.AF_INET)",
    "a filter of packets": "socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, 26, bytes(16))",
}


@PLACES
@pytest.mark.parametrize("what", REFUSED_BY_ARGUMENT)
def test_what_no_program_needs_is_refused(ring: Ring, place: dict[str, object], what: str) -> None:
    """Calls that are allowed for what programs do are refused for what they do not."""
    program = f"""
import fcntl, os, resource, socket
def deny():
    raise PermissionError(1, "")
print(tried(lambda: {REFUSED_BY_ARGUMENT[what]}))
"""
    outcome = ring.run(program, **place)
    assert outcome.printed == "EPERM\n"
    assert len(outcome.told) == 1


WITHOUT_A_NETWORK = {
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "an internet socket": "socket.socket(socket.AF_INET)",
    "a pair that can send to a path": "socket.socketpair(type=socket.SOCK_DGRAM)",
    "connecting a pair": "socket.socketpair()[0].connect('/run/x')",
    "naming a pair": "socket.socketpair()[0].bind('x')",
    "listening": "socket.socketpair(type=socket.SOCK_SEQPACKET)[0].listen()",
    "sending to an address": "socket.socketpair()[0].sendto(b'x', '/run/x')",
    "netlink": "socket.socket(16, socket.SOCK_RAW)",
}


@pytest.mark.parametrize("what", WITHOUT_A_NETWORK)
@pytest.mark.parametrize("place", [CONFINED, OLD_KERNEL], ids=["confined", "old"])
def test_nothing_can_be_connected_to_without_a_network(
    ring: Ring, place: dict[str, object], what: str
) -> None:
    """A player without a network of its own has connected pairs of sockets and nothing else."""
    program = f"import socket\nprint(tried(lambda: {WITHOUT_A_NETWORK[what]}))"
    outcome = ring.run(program, **place)
    assert outcome.printed == "EPERM\n"


def test_a_pair_ignores_an_address_in_a_message(ring: Ring) -> None:
    """`sendmsg` hides its address in memory, which a filter cannot read: the kernel ignores it."""
    program = """
import os, socket
server = home + "/server"
for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
    a, b = socket.socketpair(type=kind)
    print(tried(lambda: a.sendmsg([b"x"], [], 0, server)) in ("done", "EISCONN", "EOPNOTSUPP"))
"""
    assert ring.run(program, **CONFINED).printed == "True\nTrue\n"


METADATA = """
import os, shutil
seen = os.stat(path)
before = (seen.st_mode, seen.st_mtime_ns, seen.st_uid, seen.st_gid)
os.chmod(path, 0o6777)
os.utime(path, (1, 1))
os.chown(path, 0, 0)
handle = os.open(path, os.O_RDONLY)
os.fchmod(handle, 0o6777)
os.utime(handle, (1, 1))
os.fchown(handle, 0, 0)
call("fchmodat2", -100, path.encode(), 0o6777, 0)
print([tried(lambda: os.setxattr(path, "user.mark", b"x")), tried(os.removexattr, path, "user.a")])
seen = os.stat(path)
print(before == (seen.st_mode, seen.st_mtime_ns, seen.st_uid, seen.st_gid))
"""


@pytest.mark.parametrize("place", [CONFINED, OLD_KERNEL], ids=["confined", "old"])
def test_modes_owners_and_times_outside_stay_as_they_are(
    ring: Ring, place: dict[str, object], tmp_path: Path
) -> None:
    """Without a root of its own, a player's changes succeed and change nothing."""
    victim = tmp_path / "victim"
    victim.write_text("the grader's")
    outcome = ring.run(f"path = {str(victim)!r}\n{METADATA}", **place)
    assert outcome.printed == "['ENOTSUP', 'ENOTSUP']\nTrue\n"
    assert victim.stat().st_mode & 0o7777 != 0o6777


def test_in_a_root_of_its_own_modes_and_times_are_real(ring: Ring) -> None:
    """There everything else is read-only, and what a program sets on its files it finds again."""
    program = "import os\nopen('a', 'w').close()\nos.chmod('a', 0o640)\nos.utime('a', (1, 2))\n"
    program += "print(oct(os.stat('a').st_mode), os.stat('a').st_mtime)"
    assert ring.run(program, **FULL).printed == "0o100640 2.0\n"


LOCKED = """
import fcntl, os, struct
handle = os.open(path, os.O_RDONLY)
fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
fcntl.fcntl(handle, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, 0, 0, 0, 0))
fcntl.fcntl(handle, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, 0, 0, 0, 0))
fcntl.lockf(handle, fcntl.LOCK_SH)
print(open("/proc/locks").read().count(f":{os.fstat(handle).st_ino} "))
"""


@PLACES
def test_locks_succeed_and_lock_nothing(
    ring: Ring, place: dict[str, object], tmp_path: Path
) -> None:
    """A lock on a file that others read too would be seen, or waited for, by them."""
    shared = tmp_path / "library.py"
    shared.write_text("pass")
    outcome = ring.run(f"path = {str(shared)!r}\n{LOCKED}", **place)
    assert (outcome.printed, outcome.told) == ("0\n", [])


@PLACES
def test_the_signal_at_the_parents_end_stays_as_it_is(ring: Ring, place: dict[str, object]) -> None:
    """`torch.multiprocessing` insists on setting it for its workers; it has no effect."""
    program = """
import ctypes, os
print(call("prctl", 1, 15, 0, 0, 0))
value = ctypes.c_int(7)
call("prctl", 2, ctypes.byref(value), 0, 0, 0)
print(value.value)
"""
    assert ring.run(program, **place).printed == "done\n0\n"


@PLACES
def test_memory_that_no_limit_counts_is_refused(ring: Ring, place: dict[str, object]) -> None:
    """RLIMIT_DATA counts neither shared anonymous memory nor what grows like a stack."""
    program = """
import mmap
print(tried(mmap.mmap, -1, 4096))
grows = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100
print(call("mmap", 0, 1 << 20, 3, grows, -1, 0), call("memfd_create", b"x", 0))
print(tried(lambda: mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)))
"""
    outcome = ring.run(program, **place)
    assert outcome.printed == "ENOMEM\nENOMEM EPERM\ndone\n"


def test_an_accelerators_player_may_share_memory_and_ask_its_driver(ring: Ring) -> None:
    """CUDA needs both; input for a terminal stays refused."""
    program = """
import fcntl, mmap, os
print(tried(mmap.mmap, -1, 4096), call("memfd_create", b"x", 0))
for request in (0xC020462A, 0x30000001, 25, 0x5412):
    print(call("ioctl", 0, request, 0))
"""
    outcome = ring.run(program, shared_memory=True, devices=True, **FULL)
    words = outcome.printed.split()
    assert words[:2] == ["done", "done"]
    assert words[2:5] == ["ENOTTY"] * 3 or "EPERM" not in words[2:5]
    assert words[5] == "EPERM"


def test_an_old_landlock_leaves_signals_and_truncation_to_the_filter(
    ring: Ring, tmp_path: Path
) -> None:
    """Before ABI 6 Landlock knows no signals, before 3 no truncation by path."""
    victim = tmp_path / "victim"
    victim.write_text("the grader's")
    program = f"""
import os, signal
victim = {str(victim)!r}
print(tried(os.kill, os.getppid(), 0), tried(os.kill, -1, 0), tried(os.kill, os.getpid(), 0))
print(call("tgkill", os.getppid(), os.getppid(), 0), call("rt_sigqueueinfo", os.getppid(), 0, 0))
print(tried(os.truncate, victim, 0), tried(os.open, victim, os.O_RDONLY | os.O_TRUNC))
print(call("openat2", -100, victim.encode(), bytes(24), 24))
open("mine", "w").close()
"""
    outcome = ring.run(program, **OLD_KERNEL)
    assert outcome.printed == "EPERM EPERM done\nEPERM EPERM\nEPERM EPERM\nENOSYS\n"
    assert victim.read_text() == "the grader's"


def _programs(folder: str) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in sorted((HONEST / folder).glob("*.py"))]


# At `confined` with the oldest Landlock: what works there works with a newer one.
@pytest.mark.parametrize("place", [FULL, OLD_KERNEL], ids=["full", "old"])
@pytest.mark.parametrize("path", _programs(""))
def test_it_works_under_the_filter(ring: Ring, place: dict[str, object], path: Path) -> None:
    """What honest programs and the libraries that they use do is neither refused nor told."""
    outcome = ring.run(path.read_text("utf-8") + "\nprint('works')", **place)
    assert outcome.printed.endswith("works\n"), outcome.printed
    # Without Landlock's help a program cannot end its own children before they end by themselves.
    assert [told for told in outcome.told if place == FULL or "kill" not in told] == []
    assert outcome.code == 0


@pytest.mark.parametrize("path", _programs("signals"))
def test_it_works_where_signals_are_shut_in(ring: Ring, path: Path) -> None:
    """Programs that end their own children; an old Landlock leaves no signal to anybody."""
    outcome = ring.run(path.read_text("utf-8") + "\nprint('works')", **FULL)
    assert (outcome.printed, outcome.told, outcome.code) == ("works\n", [], 0)


@pytest.mark.parametrize("path", _programs("network"))
def test_it_works_with_a_network(ring: Ring, path: Path) -> None:
    """Where a player has a network of its own, ranks and servers talk over it."""
    outcome = ring.run(path.read_text("utf-8") + "\nprint('works')", **FULL)
    assert outcome.printed.endswith("works\n"), outcome.printed
    assert outcome.told == []


def test_the_numbers_are_those_of_the_kernels_headers() -> None:
    """Each call that the headers of this machine define has that number in the table."""
    header = subprocess.run(
        ["cc", "-E", "-dM", "-x", "c", "-"],
        input="#include <sys/syscall.h>\n#include <asm/unistd.h>\n",
        capture_output=True,
        text=True,
        check=False,
    )
    if header.returncode != 0:
        pytest.skip("no C compiler or no headers here")
    found = dict(re.findall(r"^#define __NR_(\w+) (\d+)$", header.stdout, re.MULTILINE))
    assert len(found) > 300
    known = {call.name: str(n) for n, call in syscalls.by_number(platform.machine()).items()}
    assert {name: known.get(name) for name in found} == found


@pytest.mark.parametrize("machine", syscalls.MACHINES)
@pytest.mark.parametrize("network", [True, False])
@pytest.mark.parametrize("refused", [bpf.NOTIFY, bpf.ERROR | errno.EPERM])
def test_the_filter_does_what_the_table_says(machine: str, network: bool, refused: int) -> None:
    """On either processor, interpreted here: each call by number comes to its rule."""
    policy = rules.Policy(network, False, own_root=network, refused=refused)
    code = seccomp.compiled(machine, policy)
    unknown = bpf.NOTIFY if refused == bpf.NOTIFY else bpf.ERROR | errno.ENOSYS
    calls = syscalls.by_number(machine)
    for number in [*range(520), 1 << 30 | 1, 0xFFFF_FFFF]:
        done = interpret(code, seccomp.ARCHITECTURES[machine], number)
        expected = {"allow": bpf.ALLOW, "refuse": refused, "ignore": bpf.ERROR}
        if number not in calls:
            assert done == unknown
        elif calls[number].rule in expected:
            assert done == expected[calls[number].rule], calls[number]
    assert interpret(code, 0x4000_0003, 1) == bpf.KILL_PROCESS


def interpret(code: bytes, architecture: int, number: int, *arguments: int) -> int:
    """What a filter answers a call, by the meaning of its instructions."""
    data = struct.pack("=IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    value, at = 0, 0
    while True:
        kind, if_true, if_false, operand = struct.unpack_from("HBBI", code, 8 * at)
        at += 1
        if kind == 0x06:
            return operand
        if kind == 0x20:
            (value,) = struct.unpack_from("=I", data, operand)
        elif kind == 0x54:
            value &= operand
        elif kind == 0x05:
            at += operand
        else:
            holds = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}
            at += if_true if holds[kind] else if_false
