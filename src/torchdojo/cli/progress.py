"""How far a class is, while it is graded: a bar in a terminal, elsewhere a line now and then."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bar

from torchdojo.classroom.grading import Progress
from torchdojo.classroom.harmless import harmless

_FIRST_SECONDS, _MOST_SECONDS = 5.0, 60.0
"""Until the first line that tells how fast it goes; and at most from one to the next."""
_WINDOW = 120.0
"""Seconds that the rate is taken over."""


@contextmanager
def showing() -> Iterator[Callable[[Progress], None]]:
    """What `Grading.run` is to tell its progress to."""
    if not sys.stdout.isatty():
        yield Lines()
        return
    bar = Bar(
        *(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
        ),
        TimeElapsedColumn(),
        console=Console(),
    )
    pace, task = Pace(), bar.add_task("grading", pace="", visible=False)
    said: set[str] = set()

    def told(progress: Progress) -> None:
        pace.note(progress)
        for notice in _news(progress, said):
            bar.console.print(notice, markup=False, highlight=False, soft_wrap=True)
        bar.update(
            task,
            completed=progress.programs,
            total=progress.of_programs,
            visible=progress.of_programs > 0,
            pace=_joined(pace.told(progress), _workers(progress)),
        )

    with bar:
        yield told


class Pace:
    """How fast programs are graded, and how long the rest will take at this rate."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Progress]] = deque()

    def note(self, progress: Progress) -> None:
        """Note how far it is now."""
        now = time.monotonic()
        if not progress.programs or (self._seen and now - self._seen[-1][0] < 1):
            return  # starting up says nothing about the pace
        self._seen.append((now, progress))
        while now - self._seen[0][0] > _WINDOW and len(self._seen) > 2:
            self._seen.popleft()

    def told(self, progress: Progress) -> str:
        """In words; empty while nothing is known."""
        since, first = self._seen[0] if self._seen else (time.monotonic(), progress)
        seconds, checks = time.monotonic() - since, progress.checks - first.checks
        if seconds < 1 or not checks:
            return ""
        rate = (progress.programs - first.programs) / seconds
        left = (progress.of_checks - progress.checks) * seconds / checks
        return f"{_rate(rate)}, {_duration(left)} left"


class Lines:
    """Tells the progress in lines."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._due = time.monotonic() + _FIRST_SECONDS
        self._pause = _FIRST_SECONDS
        self._said: set[str] = set()

    def __call__(self, progress: Progress) -> None:
        """Say how far it is, if that is worth a line."""
        self._pace.note(progress)
        for notice in _news(progress, self._said):
            click.echo(notice)
        if not progress.of_programs:
            return
        line = f"{progress.programs} of {progress.of_programs} graded"
        if progress.programs in (0, progress.of_programs):
            click.echo(line)
        elif time.monotonic() >= self._due:
            self._pause = min(2 * self._pause, _MOST_SECONDS)
            self._due = time.monotonic() + self._pause
            click.echo(_joined(line, self._pace.told(progress), _workers(progress)))
        sys.stdout.flush()


def _news(progress: Progress, said: set[str]) -> list[str]:
    """The notices that were not told before, which `said` holds."""
    news = [harmless(notice) for notice in progress.notices if notice not in said]
    said.update(progress.notices)
    return news


def _workers(progress: Progress) -> str:
    count = progress.workers
    return "" if not count else "1 worker" if count == 1 else f"{count} workers"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _rate(rate: float) -> str:
    return f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
