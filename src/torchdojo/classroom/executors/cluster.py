"""Grading on a cluster of Dask: tasks go to any worker, each result comes as soon as it is known.

Imports Dask, which the extra `cluster` installs.
"""

import json
import logging
import pickle
import queue
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, Security, get_worker
from distributed.scheduler import KilledWorker
from distributed.utils import sync

from torchdojo.classroom.executors.address import Address
from torchdojo.classroom.executors.census import Census, lost
from torchdojo.classroom.executors.pooled import Said, TaskRunner
from torchdojo.classroom.executors.task import Task
from torchdojo.classroom.executors.terms import isolation_here
from torchdojo.classroom.executors.worker import Answer, graded, read_line
from torchdojo.errors import DojoError
from torchdojo.proving.streaming import Died, Result
from torchdojo.resident.hearing import Line

_LOOK_SECONDS = 2.0
_CONNECT_SECONDS = 20.0
_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.worker.daemon": True,
}


@contextmanager
def connected(address: Address) -> Iterator[Client]:
    """A client of the cluster; workers that it had to start end with it. Raises `DojoError`."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set(_SETTINGS):
        if address.workers:
            with _started(address.workers) as cluster, Client(cluster) as client:
                yield client
        else:
            with _client(address) as client:
                yield client


def _started(workers: int) -> LocalCluster:
    """Workers on this machine, by a certificate that nobody else on it has."""
    try:
        security = Security.temporary()
    except ImportError as error:
        raise DojoError(
            "A certificate cannot be made without the package `cryptography`: "
            "`pip install 'torchdojo[cluster]'`."
        ) from error
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # another would be taken for a second cluster's
        scheduler_kwargs={"dashboard": False},
        memory_limit=0,
        security=security,
        silence_logs=logging.CRITICAL,
        preload=["torchdojo.classroom.executors.unhurried"],
    )


def _client(address: Address) -> Client:
    try:
        return Client(
            address.scheduler, security=_security(address), timeout=_CONNECT_SECONDS, name="grade"
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise DojoError(
            f"No scheduler answers at {address.scheduler} ({error}): start `dask scheduler` there, "
            "with TLS if the address begins with tls://, or name another address."
        ) from error


def _security(address: Address) -> Security | None:
    files = address.certificates
    if files is None:
        return None
    return Security(
        require_encryption=True,
        tls_ca_file=str(files.ca),
        tls_client_cert=str(files.certificate),
        tls_client_key=str(files.key),
    )


def census_of(client: Client, address: Address, patience: float) -> Census:
    """Who works in the cluster; raises `DojoError` if there is nobody for so many seconds."""
    encrypted = bool(address.workers or address.certificates)
    census = Census(client.nthreads, patience, encrypted)
    while not census.check():
        time.sleep(_LOOK_SECONDS / 4)
    return census


@dataclass(eq=False, kw_only=True)
class ClusterRunner(TaskRunner):
    """Grades on the workers of a cluster, except those that would grade on other terms."""

    client: Client
    census: Census
    elsewhere: bool
    """Whether workers may be on other machines."""
    _inboxes: "dict[str, queue.SimpleQueue[Line | None]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client.subscribe_topic(self.topic, self._hear)

    def close(self) -> None:
        """Leave nothing of this run with the scheduler."""
        with suppress(Exception):  # where it is gone, there is nothing
            self.client.unsubscribe_topic(self.topic)
            self.client.set_metadata(self.topic, None)

    def isolation(self) -> str:
        """The level of isolation that results are to have: that of this machine."""
        return isolation_here() if self.elsewhere else ""

    def graded(self, task: Task) -> Said:
        """Grade one task; raises `DojoError` where nobody does that."""
        while True:
            answer = yield from self._answer(task)
            if not answer.refused:
                break
            self.census.refuse(answer.worker, answer.refused)
            task = replace(task, id=self.new_id())
        if answer.died is not None:
            yield answer.died

    def _answer(self, task: Task) -> Generator[Result, None, Answer]:
        """Yields results as they come; returns the answer."""
        inbox = self._inboxes[task.id] = queue.SimpleQueue()
        future = self._submitted(task)
        future.add_done_callback(lambda _: inbox.put(None))
        told: set[str] = set()
        try:
            while (line := self._heard(inbox)) is not None:
                told.add(line["label"])
                yield Result(line["label"], line)
            answer = _outcome(future)
        finally:
            del self._inboxes[task.id]
            with suppress(Exception):
                future.cancel()
        for line in answer.lines:
            if line["label"] not in told:
                yield Result(line["label"], line)
        return answer

    def _submitted(self, task: Task) -> Future:
        try:
            return self.client.submit(
                grade_on_worker,
                pickle.dumps(task),
                key=task.id,
                workers=self.census.allowed(),
                pure=False,
            )
        except DojoError:
            raise
        except Exception as error:
            raise lost(error) from error

    def _heard(self, inbox: "queue.SimpleQueue[Line | None]") -> Line | None:
        """The next result; None when the task has ended."""
        while True:
            try:
                return inbox.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                self.census.check()

    def _hear(self, event: tuple[float, Any]) -> None:
        _, told = event
        inbox = self._inboxes.get(told["task"])
        if inbox is not None:
            inbox.put(read_line(json.loads(told["line"])))


def _outcome(future: Future) -> Answer:
    if future.status == "finished":
        return Answer.read(future.result())
    if future.status != "error":
        raise lost(None)
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Answer(died=Died("its worker was lost", ""))
    if isinstance(error, ImportError | AttributeError):
        raise DojoError(
            f"A worker cannot grade ({error}): install this version of torchdojo, with the extra "
            "`cluster`, in the environment of each worker."
        ) from error
    return Answer(died=Died(f"its worker failed ({type(error).__name__}: {error})", ""))


def grade_on_worker(packed: bytes) -> bytes:
    """Grade a task in a worker; that the scheduler had begun elsewhere is told and not repeated.

    Dask gives the tasks of a lost worker to others, one after the other. A program that ends
    workers would end them all.
    """
    try:
        return _answered(pickle.loads(packed)).as_bytes()
    except Exception as error:  # Dask may be unable to send it, and then nobody hears of it
        said = f"its worker failed ({type(error).__name__}: {error})"
        return Answer(died=Died(said, "")).as_bytes()


def _answered(task: Task) -> Answer:
    worker = get_worker()
    first = sync(worker.loop, _first, worker, task)
    if first != worker.id:
        return Answer(died=Died(f"its worker ({first}) was lost", ""))

    def tell(line: Line) -> None:
        worker.log_event(task.topic, {"task": task.id, "line": json.dumps(line)})

    answer = graded(task, worker.local_directory, tell)
    return replace(answer, worker=worker.address)


async def _first(worker: Any, task: Task) -> Any:
    """Who began this task: a worker, by an id that no other ever has."""
    keys = [task.topic, task.id]
    found = await worker.scheduler.get_metadata(keys=keys, default=None)
    if found is None:
        await worker.scheduler.set_metadata(keys=keys, value=worker.id)
    return found or worker.id
