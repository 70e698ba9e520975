"""Real ranks: forked processes that talk by gloo over the loopback."""

import multiprocessing
import os
import pickle
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

import torch
import torch.distributed as dist


def spawn(
    function: Callable[..., Any], world_size: int, *args: Any, seed: int = 0, seconds: float = 30.0
) -> list[Any]:
    """Call ``function(rank, *args)`` in `world_size` processes that form a gloo group.

    Rank r begins as after ``torch.manual_seed(seed + r)``. Processes are forked, so this works
    where `os.fork` does.

    Returns:
        What each rank returned, by rank; it must be picklable.

    Raises:
        RuntimeError: with the first error of a rank, if one takes longer than `seconds`, or if
            there is no loopback, as for players at `confined`.
        NotImplementedError: if that first error is one without a message, as in a stub.
    """
    if world_size < 1:
        raise ValueError(f"world_size must be at least 1, not {world_size}")
    context = multiprocessing.get_context("fork")
    with _meeting() as meeting:
        port = meeting.getsockname()[1]
        pipes = [context.Pipe(duplex=False) for _ in range(world_size)]
        processes = [
            context.Process(
                target=_live,
                args=(function, rank, world_size, args, port, seed, seconds, pipes[rank][1]),
            )
            for rank in range(world_size)
        ]
        for process, (_, theirs) in zip(processes, pipes, strict=True):
            process.start()
            theirs.close()
        # Not a file: its ranks would take turns by locks, which players do not have.
        store = _tcp_store(
            _LOOPBACK,
            port,
            is_master=True,
            wait_for_workers=False,
            master_listen_fd=meeting.detach(),
        )
        try:
            replies = [_reply(rank, mine, seconds) for rank, (mine, _) in enumerate(pipes)]
        finally:
            for process in processes:
                process.kill()
                process.join()
            del store
    failed = [(reply.at, rank, reply) for rank, reply in enumerate(replies) if reply.error]
    if failed:
        _, rank, first = min(failed)
        if first.error == _MISSING:
            raise NotImplementedError
        raise RuntimeError(f"rank {rank} raised {first.error}")
    return [reply.value for reply in replies]


def _meeting() -> socket.socket:
    try:
        return socket.create_server((_LOOPBACK, 0))
    except OSError as error:
        raise RuntimeError(
            f"ranks talk over the loopback, which is closed here: {error}"
        ) from error


_tcp_store: Callable[..., Any] = dist.TCPStore  # type: ignore[attr-defined]
_LOOPBACK = "127.0.0.1"
_MISSING = "NotImplementedError: "


@dataclass
class Reply:
    """What became of one rank, and when: where one fails, others soon fail for its sake."""

    value: Any = None
    error: str = ""
    at: float = field(default_factory=time.monotonic)


def _reply(rank: int, mine: Connection, seconds: float) -> Reply:
    if not mine.poll(seconds):
        raise RuntimeError(f"rank {rank} did not finish within {seconds:g} s")
    try:
        reply: Reply = pickle.loads(mine.recv_bytes())
    except EOFError:
        raise RuntimeError(f"rank {rank} ended without an answer") from None
    return reply


def _live(
    function: Callable[..., Any],
    rank: int,
    world_size: int,
    args: tuple[Any, ...],
    port: int,
    seed: int,
    seconds: float,
    answer: Connection,
) -> None:
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    torch.set_num_threads(1)
    torch.manual_seed(seed + rank)
    try:
        patience = timedelta(seconds=seconds)
        store = _tcp_store(_LOOPBACK, port, timeout=patience)
        dist.init_process_group(
            "gloo", store=store, rank=rank, world_size=world_size, timeout=patience
        )
        dist.barrier()  # a rank that ended at once would break the connecting of others
        _answer(answer, Reply(function(rank, *args)))
        dist.destroy_process_group()
    except BaseException as error:
        _answer(answer, Reply(error=f"{type(error).__name__}: {error}"))
    finally:
        answer.close()
        os._exit(0)


def _answer(pipe: Connection, reply: Reply) -> None:
    """Send `reply` by value: a pipe's own `send` would share memory with a process that ends."""
    pipe.send_bytes(pickle.dumps(reply))
