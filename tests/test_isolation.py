"""What shuts players in, seen from inside and from outside."""

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from isolated import ROOT, SOMEBODY, Stage, as_somebody, players

from torchdojo.errors import GraderError
from torchdojo.players.broker import Broker, descends, introduced
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess

SECRETS = tuple(str(ROOT / name) for name in ("graders", "solutions"))


@pytest.fixture(scope="module")
def full() -> Iterator[Stage]:
    """Players with a root of their own."""
    with players("full", (str(ROOT / "datasets"),), SECRETS) as stage:
        yield stage


def found(module, paths):
    """Which of these paths are there"""
    import os

    return [path for path in paths if os.path.lexists(path)]


def test_what_a_player_does_not_need_is_not_there(full: Stage, tmp_path: Path) -> None:
    """Solutions, graders, stubs, other files of the grader's, sockets: none has a path."""
    (tmp_path / "secret").write_text("x")
    paths = [*SECRETS, str(ROOT / "exercises"), str(ROOT / "README.md"), str(tmp_path)]
    paths += [str(full.host.folder), "/etc/shadow", "/run", "/var/lib", "/proc/sys", "/proc/kcore"]
    assert full.value(found, paths) == []
    needed = [str(ROOT / "datasets"), sys.prefix, "/dev/null", "/tmp", "/dev/shm", "/proc/self"]
    assert full.value(found, needed) == needed


def changed(module, paths):
    """Which attempts to change something that is not the player's succeed"""
    import os

    done = []
    for path in paths:
        for what in (
            lambda path=path: os.chmod(path, 0o777),
            lambda path=path: os.utime(path),
            lambda path=path: os.setxattr(path, "user.x", b"1"),
            lambda path=path: os.rename(path, path + "_"),
            lambda path=path: os.close(os.open(path, os.O_WRONLY)),
            lambda path=path: os.mkdir(path + "/x"),
        ):
            try:
                before = os.stat(path)
                what()
                after = os.stat(path)
                if before != after or what.__code__.co_names[-1] == "mkdir":
                    done.append(path)
            except OSError:
                continue
    return done


def test_nothing_outside_of_its_home_can_be_changed(full: Stage) -> None:
    """Modes, times, attributes, names and contents stay, and there is room at home alone."""
    file = next((ROOT / "datasets").rglob("*.csv"))
    paths = [str(file), str(file.parent), sys.prefix, "/", "/dev", "/etc", "/proc", "/usr/lib"]
    assert full.value(changed, paths) == []


def who(module):
    """Who the player is"""
    import getpass
    import os
    import socket

    return getpass.getuser(), os.getuid(), os.getpid(), socket.gethostbyname("localhost")


def test_a_player_is_nobody(full: Stage) -> None:
    """It has a name of its own, no rights, and is the first process that it can see."""
    name, user, pid, local = full.value(who)
    assert (name, pid, local) == ("player", 1, "127.0.0.1") and user not in (0, os.geteuid())


def tasks(module):
    """How many processes can be started"""
    import os
    import time

    started = 0
    try:
        while started < 1000:
            if os.fork() == 0:
                time.sleep(60)
            started += 1
    except OSError:
        return started
    return started


def threads(module):
    """How many threads can be started"""
    import threading

    event, started = threading.Event(), 0
    try:
        while started < 1000:
            threading.Thread(target=event.wait, daemon=True).start()
            started += 1
    except RuntimeError:
        event.set()
    return started


def test_the_number_of_tasks_is_limited(full: Stage) -> None:
    """Processes and threads together are at most 256, whoever grades."""
    assert 200 < full.value(tasks, seconds=300) < 256
    assert 100 < full.value(threads, seconds=60) < 256  # a stack is memory as well


ASK = """
import sys
sys.path.insert(0, "tests")
from isolated import players
from test_isolation import tasks, who
with players("full") as stage:
    print(stage.value(who), stage.value(tasks, seconds=300))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_an_ordinary_user_has_the_same_walls() -> None:
    """Who is not root gets the full level as well, with the same limit of tasks."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    done = as_somebody([sys.executable, "-c", ASK], place)
    shutil.rmtree(place)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("('player', 1000, 1, '127.0.0.1')"), done.stdout
    assert 200 < int(done.stdout.split()[-1]) < 256


@pytest.mark.parametrize("place", ["/tmp", "/root", "/run"])
def test_it_works_wherever_things_lie(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data, the program's own folder and TMPDIR may lie where players have places of their own."""
    if not os.access(place, os.W_OK):
        pytest.skip("this user cannot write there")
    base = Path(place) / f"torchdojo-test-{os.getpid()}"
    (base / "datasets").mkdir(parents=True)
    (base / "work").mkdir()
    (base / "tmp").mkdir()
    (base / "datasets/data.txt").write_text("data")
    (base / "work/beside.py").write_text("SAID = 'beside'\n")
    monkeypatch.setenv("TMPDIR", str(base / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)

    def look(module, path):
        import beside

        with open(path) as file:
            return file.read(), beside.SAID

    try:
        with players("full", (str(base / "datasets"),)) as stage:
            path = str(base / "datasets/data.txt")
            assert stage.value(look, path, folder=str(base / "work")) == ("data", "beside")
    finally:
        shutil.rmtree(base)


def test_a_collection_inside_of_what_is_shown_is_covered(tmp_path: Path) -> None:
    """Solutions and graders are absent even inside of a folder that players may read."""
    for name in ("graders", "solutions", "open"):
        (tmp_path / "shown" / name).mkdir(parents=True)
        (tmp_path / "shown" / name / "file").write_text(name)
    secrets = tuple(str(tmp_path / "shown" / name) for name in ("graders", "solutions"))
    with players("full", (str(tmp_path / "shown"),), secrets) as stage:
        names = ("graders", "solutions", "open")
        paths = [str(tmp_path / "shown" / name / "file") for name in names]
        assert stage.value(found, paths) == paths[2:]


def doors(module):
    """Ways to the host: sockets, its objects, paths in its frames and its garbage"""
    import gc
    import os
    import socket
    import sys

    seen = []
    frame = sys._getframe()
    while frame is not None:
        if any("Host" in type(one).__name__ for one in frame.f_locals.values()):
            seen.append(f"frame {frame.f_code.co_name}")
        frame = frame.f_back
    for descriptor in range(3, 1024):
        try:
            with socket.socket(fileno=os.dup(descriptor)) as one:
                seen += [f"{descriptor} at {one.getpeername()!r}"] if one.getpeername() else []
        except OSError:
            continue
    names = {type(one).__name__ for one in gc.get_objects()}
    return seen, sorted(names & {"Host", "HostConnection", "Broker", "Session", "HostProcess"})


@pytest.mark.parametrize("level", ["full", "confined", "process"])
def test_no_way_leads_to_the_host(level: str) -> None:
    """At no level does a player hold a frame, an object, a path or a connection of the host's."""
    with players(level) as stage:
        assert stage.value(doors) == ([], [])


def test_a_host_leaves_whoever_talks_nonsense() -> None:
    """Bytes that are no order end the connection that they came on, and no other."""
    process = HostProcess()
    try:
        connection = HostConnection(process.connection, process)
        draw = random.Random(3)
        for _ in range(100):
            with connection.introduce() as stranger:
                stranger.settimeout(10)
                stranger.send(draw.randbytes(draw.randrange(1, 5000)))
                assert stranger.recv(10) == b""
        for text in (b"[]", b'{"do": "fork", "id": 1}', b'{"do": "fork", "id": []}', b'{"do": 1}'):
            with connection.introduce() as stranger:
                stranger.settimeout(10)
                stranger.send(text)
                assert stranger.recv(10) == b""
        ends = socket.socketpair()
        connection.launch(1, *(end.fileno() for end in ends))
        assert connection.exit_code(1, 0.2) is None
        connection.close()
    finally:
        process.stop()


def test_the_broker_lets_in_who_knows_the_secret_and_descends_from_no_host() -> None:
    """Strangers are refused, whatever they send or do not send, and keep nobody else waiting."""
    process = HostProcess()
    broker = Broker(process)
    try:
        draw = random.Random(5)
        silent = socket.socket(socket.AF_UNIX)
        silent.connect(broker.path)
        for size in (1, 32, 33, 5000):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.settimeout(10)
                stranger.connect(broker.path)
                stranger.sendall(draw.randbytes(size))
                stranger.shutdown(socket.SHUT_WR)
                assert _end(stranger) == b""
        with pytest.raises(GraderError):
            introduced(broker.path, "0" * 32)
        introduced(broker.path, broker.secret).close()
        silent.close()
        assert descends(process.process.pid, process.process.pid)
        assert not descends(os.getpid(), process.process.pid)
    finally:
        broker.close()
        process.stop()


def _end(stranger: socket.socket) -> bytes:
    try:
        return stranger.recv(10)
    except ConnectionResetError:
        return b""


def lingers(module, mark):
    """Leaves a process that tries to outlive the run"""
    import ctypes
    import os
    import signal
    import time

    for detach in (os.setsid, lambda: os.setpgid(0, 0), lambda: None):
        if os.fork() == 0:
            detach()
            ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
            for number in range(1, 32):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except OSError:
                    continue
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep", mark])
            time.sleep(300)
    time.sleep(0.3)
    return True


@pytest.mark.parametrize("level", ["full", "confined", "process"])
def test_the_end_of_a_run_is_the_end_of_every_process_of_it(level: str) -> None:
    """What was detached, in a session of its own and deaf to signals, has ended with the run."""
    mark = f"314.15{random.SystemRandom().randrange(10**9)}"
    with players(level) as stage:
        assert stage.value(lingers, mark) is True
    assert not [p for p in _commands() if mark in p]


@pytest.mark.parametrize("level", ["full", "confined", "process"])
def test_a_killed_referee_leaves_no_process(level: str, tmp_path: Path) -> None:
    """When the referee is killed, its host, its players and what they started end as well."""
    mark = f"271.82{random.SystemRandom().randrange(10**9)}"
    text = (
        "import os, signal, sys\nsys.path.insert(0, 'tests')\n"
        "from isolated import players\nfrom test_isolation import lingers\n"
        f"with players({level!r}) as stage:\n    stage.value(lingers, {mark!r})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=False)
    end = time.monotonic() + 20
    while [p for p in _commands() if mark in p] and time.monotonic() < end:
        time.sleep(0.1)
    assert not [p for p in _commands() if mark in p]


def _commands() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue


def test_the_user_of_a_player_is_not_the_grader(full: Stage) -> None:
    """Seen from outside, a root grader's player is somebody without rights."""
    if os.geteuid() != 0:
        pytest.skip("only root has somebody else to become")
    assert SOMEBODY != full.value(who)[1] > 1000


def compiled_before(module):
    """How often this player took its filter as the host had made it, and how often it made one"""
    from torchdojo.players import seccomp

    found = seccomp.compiled.cache_info()
    return found.hits, found.misses - found.currsize


@pytest.mark.parametrize("level", ["full", "confined"])
def test_the_filter_of_calls_is_made_once_in_the_host(level: str) -> None:
    """A player takes what was made before it was forked."""
    with players(level) as stage:
        assert stage.value(compiled_before) == (1, 0)
