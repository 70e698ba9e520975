"""`torchdojo grade --cluster`, while workers, the scheduler and the command itself are killed.

``python proof/cluster_kills.py [--kills 40] [--students 2000] [--workers 2] [--seed 1]`` starts a
scheduler and workers of Dask on this machine and grades a class on them, as `kills.py` does without
a cluster and with the same demands: no result that was there may be gone, nothing may be graded
twice, and the marks must be those of a class that nobody disturbed, which is graded without a
cluster. Only after a kill of the command or of the scheduler may the command end early.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kills import ROOT, Proof, processes, prove

_BIN = Path(sys.executable).parent
_LOST = ("The connection to the cluster's scheduler was lost", "No scheduler answers at ")
_READY_SECONDS = 90.0
_TENDING_SECONDS = 5.0


@dataclass
class Cluster:
    """A scheduler and workers, all of whose processes have `mark` in their environment."""

    mark: Path
    workers: int
    port: int = 0
    started: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start everything, at a free port, and wait for the scheduler."""
        self.mark.mkdir(exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        here = ("--host", "127.0.0.1", "--no-dashboard")
        self._start("scheduler", "--port", str(self.port), *here)
        self.start_workers()
        end = time.monotonic() + _READY_SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the scheduler does not start")

    def start_workers(self) -> None:
        """Start the workers, with the process that looks after them."""
        self._start(
            *("worker", self.address, "--host", "127.0.0.1", "--no-dashboard", "--nthreads", "1"),
            *("--nworkers", str(self.workers), "--memory-limit", "0"),
            *("--local-directory", str(self.mark)),
        )

    def tend(self) -> None:
        """Start workers again if none are left, as a batch system does.

        A nanny ends with its workers, and gives up if one is killed before it has started.
        """
        time.sleep(_TENDING_SECONDS)
        for process in self.started:
            process.poll()
        if self.of("scheduler") and not self.of("nanny"):
            self.start_workers()

    def _start(self, *arguments: str) -> None:
        self.started.append(
            subprocess.Popen(
                [str(_BIN / "dask"), *arguments],
                cwd=ROOT,
                env=os.environ | {"TMPDIR": str(self.mark)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def of(self, kind: str) -> list[int]:
        """The processes of a kind: the scheduler, nannies, workers, referees."""
        words = {
            "scheduler": "dask scheduler",
            "nanny": "dask worker",
            "worker": "multiprocessing.spawn",
            "referee": "torchdojo.resident",
        }
        return [pid for pid, said in processes(str(self.mark)) if words[kind] in said]

    def stop(self) -> None:
        """End everything, and wait for that."""
        while found := [pid for pid, _ in processes(str(self.mark))]:
            for pid in found:
                _kill(pid)
            for process in self.started:
                process.poll()
            time.sleep(0.2)
        self.started.clear()


@dataclass
class ClusterProof(Proof):
    """A class on a cluster; the first, undisturbed one is graded without it."""

    cluster: Cluster = field(kw_only=True)

    def start(self, reports: Path, mark: Path) -> "subprocess.Popen[str]":
        """The command; a cluster that was killed is started again before."""
        if self.classes > 1:
            if not (self.cluster.of("scheduler") and self.cluster.of("nanny")):
                self.cluster.stop()
                self.cluster.start()
            self.options = ("--cluster", self.cluster.address)
        return super().start(reports, mark)

    def disturb(self, process: "subprocess.Popen[str]", mark: Path) -> bool:
        """Kill something at a random moment; tell whether the command may end by that."""
        end = time.monotonic() + self.draw.uniform(0, self.draw.choice([10, 30, 90]))
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.05)
        kind = self.draw.choice(["command", "worker", "worker", "referee", "nanny", "scheduler"])
        if process.poll() is not None:
            return False
        found = [process.pid] if kind == "command" else self.cluster.of(kind)
        for pid in found if kind == "scheduler" else found[:1]:
            _kill(pid)
        if found:
            self.killed[kind] += 1
            print(f"{kind} killed", file=sys.stderr, flush=True)
        self.cluster.tend()
        return kind in ("command", "scheduler")

    def excused(self, code: int, said: str) -> bool:
        """Killed, or told in one sentence that the scheduler is gone."""
        told = any(words in said for words in _LOST) and "Traceback" not in said
        return code == -signal.SIGKILL or (code == 1 and told)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "cluster", options.workers)
        draw = random.Random(options.seed)
        proof = ClusterProof(Path(folder), options.students, draw, cluster=cluster)
        try:
            prove(proof, options)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
