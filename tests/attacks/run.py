"""Running the corpus: one `pytest graders/` per isolation level, and what it leaves behind."""

import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attacks.corpus import LEVELS, Attack, read_attacks, read_controls

from torchdojo.catalog import Collection
from torchdojo.proving.running import grade_programs

ROOT = Path(__file__).parents[2]
_FEWER = "interleaves or refuses_wrong_sizes or written_by_hand or sums_to_one or the_values"
"""The checks that the corpus is run on at weaker levels; at the strongest it is all of them."""
_SOLUTION = ROOT / "solutions/01_tensors/10_split_and_chunk.py"


@dataclass
class Loot:
    """What attacks are after outside of their player: servers, and a fellow student's file."""

    folder: Path
    mark: str = field(default_factory=lambda: f"31415926.{secrets.randbelow(10**9):09}")
    """A name for what attacks leave behind; also a number of seconds that `sleep` takes."""
    visitors: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def places(self) -> dict[str, str]:
        """The places of this run, by their names in the corpus."""
        return {
            "ROOT": str(ROOT),
            "DECOY": str(self.folder / "decoy"),
            "CANARY": str(self.folder / "fellow.py"),
            "SOCKET": str(self.folder / "socket"),
            "MARK": self.mark,
            "PORT": str(self.port),
        }


@contextmanager
def loot(folder: Path) -> Iterator[Loot]:
    """Lay out what attacks are after, and note who comes for it."""
    laid = Loot(folder)
    (folder / "fellow.py").write_text(_SOLUTION.read_text("utf-8"), encoding="utf-8")
    (folder / "decoy/graders").mkdir(parents=True)
    with ExitStack() as stack:
        serve = stack.enter_context
        tcp = serve(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        tcp.bind(("127.0.0.1", 0))
        laid.port = tcp.getsockname()[1]
        udp = serve(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", laid.port))
        local, abstract = (serve(socket.socket(socket.AF_UNIX)) for _ in range(2))
        local.bind(laid.places["SOCKET"])
        abstract.bind("\0" + laid.mark)
        for name, listener in (("tcp", tcp), ("folder", local), ("abstract", abstract)):
            listener.listen()
            _in_background(lambda s=listener: s.accept()[0].close(), name, laid)
        _in_background(lambda: udp.sendto(b"pong", udp.recvfrom(8)[1]), "udp", laid)
        yield laid
        for listener in (tcp, local, abstract, udp):
            listener.close()


def _in_background(serve_one: Callable[[], Any], name: str, laid: Loot) -> None:
    def serve() -> None:
        while True:
            try:
                serve_one()
            except OSError:
                return
            laid.visitors.append(name)

    threading.Thread(target=serve, daemon=True).start()


@dataclass(frozen=True)
class Aftermath:
    """The scores of a run by label, and what it has left on the machine."""

    scored: dict[str, dict[str, Any]]
    files: list[str]
    processes: list[str]
    visitors: list[str]


def run_corpus(level: str, folder: Path) -> Aftermath:
    """Grade the controls and all attacks that `level` claims to stop."""
    attacks = [attack for attack in read_attacks() if level in attack.stops]
    with loot(folder) as laid:
        entries: list[Attack] = [*read_controls(), *attacks]
        programs = [entry.program(laid.places) for entry in entries]
        options = ["--isolation", level, "--device", "cpu"]
        if level != LEVELS[0]:
            options += ["-k", _FEWER]
        scored = grade_programs(Collection(ROOT), programs, options)
        found = _left(laid.mark)
    by_label = {label: result for (_, label), result in scored.items()}
    return Aftermath(by_label, *found, visitors=laid.visitors)


def _left(mark: str) -> tuple[list[str], list[str]]:
    """Files and processes that bear `mark`; they are removed, whoever left them."""
    places = ("/tmp", "/var/tmp", "/dev/shm", "/dev")
    files = [path for place in places if (path := Path(place) / mark).exists()]
    for path in files:
        path.unlink()
    return [str(path) for path in files], list(_processes(mark))


def _processes(mark: str) -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if mark.encode() in words:
            yield f"{path.parent.name}: {b' '.join(words).decode()}"
