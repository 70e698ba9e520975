"""Limits of time count what a program itself uses, on an idle machine and on a busy one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from isolated import Stage, players

from torchdojo.players.clock import Usage
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Returned, TimedOut


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Players of this machine's strongest level."""
    with players("full") as made:
        yield made


@contextmanager
def busy(count: int) -> Iterator[None]:
    """A machine on which so many others want to compute."""
    others = [
        subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(count)
    ]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def computes(module, seconds):
    """Computes for so long"""
    import time

    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return True


def with_workers(module):
    """Loads by two worker processes, which the program itself only waits for"""
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    return len(list(DataLoader(TensorDataset(torch.arange(8)), batch_size=2, num_workers=2)))


def on_ranks(module):
    """Adds up on two processes that talk by gloo"""
    import torch

    from torchdojo.ranks import spawn

    def rank(number):
        import torch.distributed as dist

        t = torch.tensor([number + 1.0])
        dist.all_reduce(t)
        return t.item()

    return spawn(rank, 2, seconds=300)


def sleeps(module):
    """Sleeps forever"""
    import time

    time.sleep(10_000)


def loops(module):
    """Computes forever"""
    while True:
        pass


def starts_many(module):
    """Has many processes compute forever"""
    import os

    for _ in range(40):
        if os.fork() == 0:
            break
    while True:
        pass


def hides_its_time(module):
    """Has children compute that nobody waits for, while others only wait for a processor"""
    import os
    import signal
    import time

    def forked():
        try:
            return os.fork() == 0
        except OSError:  # as many as may be, for now
            return False

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in range(30):
        if forked():
            while True:
                if forked():
                    end = time.time() + 0.02
                    while time.time() < end:
                        pass
                    os._exit(0)
                time.sleep(0.01)
    while True:
        pass


@pytest.mark.parametrize("probe", [with_workers, on_ranks])
def test_a_busy_machine_shortens_no_limit(stage: Stage, probe: object) -> None:
    """Whoever waits for a processor, or for a child that waits for one, is not charged."""
    stage.value(probe, seconds=60)
    limit = 3 * max(stage.took, 1.0)
    with busy(16 * (os.cpu_count() or 1)):
        assert isinstance(stage.ask(probe, seconds=limit), Returned), stage.took
        assert stage.ask(computes, 0.5, seconds=2.0) == Returned(True, (), ())


@pytest.mark.parametrize("probe", [sleeps, loops, starts_many, hides_its_time])
def test_no_program_lengthens_its_limit(stage: Stage, probe: object) -> None:
    """What sleeps, computes, computes in many processes or hides it is ended at its limit."""
    assert isinstance(stage.ask(probe, seconds=1.0), TimedOut)
    assert 0.9 < stage.took < 2.0 * (os.cpu_count() or 1) + 1.0


def test_own_time_is_what_is_run_and_what_nothing_was_ready_in() -> None:
    """By hand: running, sleeping, waiting for a processor, and several of them at once."""
    start = Usage(at=0.0, ran=0.0, waited={1: 0.0})
    assert Usage(10.0, 10.0, {1: 0.0}).since(start) == 10.0
    assert Usage(10.0, 0.0, {1: 0.0}).since(start) == 10.0
    assert Usage(10.0, 2.0, {1: 8.0}).since(start) == 2.0
    assert Usage(10.0, 2.0, {1: 0.0, 2: 8.0}).since(start) == 2.0
    assert Usage(10.0, 20.0, {1: 0.0, 2: 60.0}).since(start) == 20.0


def test_limits_follow_from_what_the_reference_took() -> None:
    """Fifty times as long, five times for what takes seconds, and at least a second."""
    assert Limits().patience(0.001) == 1.0
    assert Limits().patience(0.1) == 5.0
    assert Limits().patience(1.0) == 10.0
    assert Limits().patience(4.0) == 20.0
    assert Limits(seconds=30).patience(0.1) == 30.0
    assert Limits(seconds=30, at_most=2.0).patience(0.1) == 2.0
