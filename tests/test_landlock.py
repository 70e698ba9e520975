"""Landlock at each ABI that a kernel may have; a kernel takes the rules of any older one."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shut_in import Ring

from torchdojo.players import landlock

HERE = landlock.abi()
ABIS = pytest.mark.parametrize("abi", range(1, HERE + 1))
pytestmark = pytest.mark.skipif(HERE == 0, reason="no Landlock in this kernel")
SYSTEM = ["/usr", "/lib", "/lib64", "/bin", "/etc/passwd", "/dev/zero"]


@pytest.fixture(scope="module")
def ring() -> Iterator[Ring]:
    """What runs programs behind Landlock alone, without the filter of system calls."""
    ring = Ring()
    yield ring
    ring.close()


def confined(ring: Ring, program: str, abi: int, **options: object) -> str:
    """What a program prints that may read the system and write to its home and to /dev/null."""
    places = {"readable": [p for p in SYSTEM if Path(p).exists()], "writable": ["/dev/null"]}
    outcome = ring.run("import os, socket\n" + program, filtered=False, abi=abi, **places | options)
    assert outcome.code == 0, outcome.printed
    return outcome.printed


@ABIS
def test_only_the_given_places_can_be_read_and_written(
    ring: Ring, abi: int, tmp_path: Path
) -> None:
    """What was not given can neither be read, listed, written nor made, and what is readable not
    written.
    """
    (tmp_path / "secret").write_text("answer")
    program = f"""
secret = {str(tmp_path / "secret")!r}
print(tried(open, secret), tried(os.listdir, {str(tmp_path)!r}), tried(open, secret, "a"))
print(tried(os.mkdir, {str(tmp_path / "new")!r}), tried(os.unlink, secret))
print(tried(os.link, secret, "stolen") in ("EACCES", "EXDEV"), tried(open, "/usr/new", "w"))
print(tried(open, "/etc/passwd"), tried(os.listdir, "/usr"), tried(open, "/dev/null", "w"))
os.makedirs("a/b"); open("a/c", "w").write("x"); print(tried(os.rename, "a/c", "a/d"))
print(tried(os.rename, "a/d", "a/b/d"))
"""
    across = "done" if abi >= 2 else "EXDEV"
    assert confined(ring, program, abi).splitlines() == [
        "EACCES EACCES EACCES",
        "EACCES EACCES",
        "True EACCES",
        "done done done",
        "done",
        across,
    ]
    assert (tmp_path / "secret").read_text() == "answer"


@ABIS
def test_a_device_file_is_not_asked(ring: Ring, abi: int) -> None:
    """From ABI 5 on, only where `devices` says so: a terminal is asked for input, for one."""
    program = """
import fcntl
print(tried(lambda: fcntl.ioctl(os.open("/dev/null", os.O_RDWR), 0x5441, bytes(4))))
"""
    allowed = confined(ring, program, abi, devices=True)
    assert allowed == "ENOTTY\n"
    assert confined(ring, program, abi) == ("EACCES\n" if abi >= 5 else allowed)


@ABIS
@pytest.mark.parametrize("network", [True, False])
def test_tcp_is_left_alone_only_with_a_network(ring: Ring, abi: int, network: bool) -> None:
    """From ABI 4 on."""
    program = "print(tried(socket.create_server, ('127.0.0.1', 0)))"
    expected = "EACCES\n" if abi >= 4 and not network else "done\n"
    assert confined(ring, program, abi, network=network) == expected


@ABIS
def test_others_cannot_be_signalled_nor_reached_by_an_abstract_name(ring: Ring, abi: int) -> None:
    """From ABI 6 on; processes of its own can always be."""
    with socket_listening() as name:
        program = f"""
print(tried(os.kill, os.getppid(), 0), tried(socket.socket(socket.AF_UNIX).connect, {name!r}))
pid = os.fork()
if pid == 0:
    import time; time.sleep(60)
print(tried(os.kill, pid, 9), os.waitpid(pid, 0)[1])
"""
        outside = "EPERM EPERM" if abi >= 6 else "done done"
        assert confined(ring, program, abi) == f"{outside}\ndone 9\n"


@ABIS
def test_a_file_that_can_be_read_cannot_be_truncated(ring: Ring, abi: int, tmp_path: Path) -> None:
    """From ABI 3 on; before, the filter of system calls has to."""
    (tmp_path / "library.py").write_text("pass")
    path = str(tmp_path / "library.py")
    program = f"print(tried(os.truncate, {path!r}, 0))"
    said = confined(ring, program, abi, readable=[*SYSTEM[:4], path])
    assert said == ("EACCES\n" if abi >= 3 else "done\n")


def test_a_missing_file_is_named(ring: Ring) -> None:
    """A place that is not there is an error, not a gap."""
    outcome = ring.run("", filtered=False, abi=1, readable=["/no/such/place"])
    assert outcome.code == 1
    assert "'/no/such/place'" in outcome.printed


def test_without_landlock_it_says_so(ring: Ring) -> None:
    """Where there is none, nothing seems to be restricted."""
    outcome = ring.run("", filtered=False, abi=0, readable=["/usr"])
    assert outcome.code == 1
    assert "this kernel has no Landlock" in outcome.printed


@contextmanager
def socket_listening() -> Iterator[str]:
    """A local socket in the abstract name space; its name."""
    name = "\0" + secrets.token_hex()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        listener.listen()
        yield name
