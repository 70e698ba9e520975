"""The app without its keys: news and saves change the state, the state is shown."""

import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from rich.text import Text
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.containers import VerticalScroll
from textual.widgets import Static

from torchdojo.catalog import Exercise
from torchdojo.learner.app import view
from torchdojo.learner.app.messages import Heard, Ran, Said, Saved
from torchdojo.learner.app.screens import Reading
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.apart import Apart
from torchdojo.learner.milestones.finding import opened
from torchdojo.learner.practice import News, Practice
from torchdojo.learner.rounds import Rounds
from torchdojo.learner.saves import tell_saves
from torchdojo.learner.store import Store
from torchdojo.learner.verdicts import Scored


class Referee(Protocol):
    """What runs rounds of checks: `Rounds`, or in a test whatever tells news."""

    def begin(self, exercise: Exercise) -> int:
        """Begin a round; returns its number."""

    def close(self) -> None:
        """End what goes on."""


class Working(App[None]):
    """One exercise at a time: its requirements as they are checked."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { layout: vertical; }
    #tracks, #heading, .keys { height: auto; padding: 0 1; }
    #heading { border-bottom: solid $foreground 40%; }
    #body { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    .keys { border-top: solid $foreground 40%; }
    ModalScreen { align: center middle; }
    .box { width: 60; height: auto; border: round $foreground; padding: 1 2; background: $surface; }
    .page { background: $surface; }
    Listing OptionList { height: 1fr; }
    """

    def __init__(
        self,
        desk: Desk,
        exercise: Exercise,
        rounds: Callable[[Desk, Callable[[News], None]], Referee] = Rounds,
    ) -> None:
        super().__init__()
        self._early: list[str] = []
        self.desk = replace(desk, store=Store(desk.store.root, self._warn))
        self.practice = Practice(exercise, self.desk.choose(exercise))
        self.in_full = False
        self._tracks, self._heading = Static(id="tracks"), Static(id="heading")
        self._shown, self.scrolled = Static(), VerticalScroll(id="body")
        self._rounds = rounds(self.desk, self._hear)
        self.milestone = Apart(self._milestone_ran)
        self._stop = threading.Event()

    def compose(self) -> ComposeResult:
        """Tracks, heading, body, keys."""
        yield self._tracks
        yield self._heading
        with self.scrolled:
            yield self._shown
        yield Static(view.keys(), classes="keys")

    def on_mount(self) -> None:
        """Begin to check, and to notice saves."""
        self.scrolled.focus()
        for sentence in self._early:
            self.tell(sentence)
        tell_saves(
            self.desk,
            self._stop,
            self._note_save,
            self._warn,
        )
        self.begin()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._stop.set()
        self._rounds.close()
        self.milestone.stop()

    def on_heard(self, message: Heard) -> None:
        """A check has ended, or a round."""
        if self.practice.hear(message.news):
            self.show()
            if isinstance(message.news.heard, Scored):
                self._show_tracks()

    def on_saved(self, message: Saved) -> None:
        """Check what was saved; another exercise's file makes that the current one."""
        saved = message.exercise
        if saved == self.practice.exercise or self.desk.begun(saved):
            self.turn_to(saved)

    def on_said(self, message: Said) -> None:
        """Something that does not stop the work."""
        self.tell(message.sentence)

    def on_ran(self, message: Ran) -> None:
        """Show the milestone, or say why there is none."""
        if message.shown:
            self.push_screen(Reading("Milestone", Text(message.shown)))
        else:
            self.tell(message.refused.strip())

    def turn_to(self, exercise: Exercise) -> None:
        """Make an exercise the current one, and check it."""
        if exercise != self.practice.exercise:
            self.practice = Practice(exercise, self.desk.choose(exercise))
            self.in_full = False
        self.begin()

    def begin(self) -> None:
        """Begin a round of checks."""
        self.practice.begin(self._rounds.begin(self.practice.exercise))
        self.scrolled.scroll_home(animate=False)
        self._show_tracks()
        self.show()

    def _show_tracks(self) -> None:
        self._tracks.update(view.tracks(self.desk, self.desk.store.read()))

    def show(self) -> None:
        """Show the state as it is now."""
        self._heading.update(view.heading(self.practice, self.desk))
        open_now = self.practice.done and self._has_milestone()
        self._shown.update(view.body(self.practice, in_full=self.in_full, milestone=open_now))

    def _has_milestone(self) -> bool:
        """Whether the milestone of this track is open."""
        progress = self.desk.store.read()
        return opened(self.desk.collection, self.practice.exercise, progress) is not None

    def lend(self, command: tuple[str, ...]) -> None:
        """Give the terminal to another program until it ends."""
        problem = ""
        # Ctrl-C is for the other program; a handler, unlike ignoring it, is not inherited
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with self.suspend():
                try:
                    subprocess.run(command, check=False)
                except OSError as error:  # raised further, it would leave the app suspended
                    problem = f"{command[0]} cannot be started ({error.strerror})."
        except SuspendNotSupported:
            problem = "This terminal cannot be lent to another program."
        finally:
            signal.signal(signal.SIGINT, before)
        if problem:
            self.tell(problem)

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.notify(sentence, markup=False, timeout=8)

    def _hear(self, news: News) -> None:
        self.post_message(Heard(news))

    def _milestone_ran(self, shown: str, refused: str) -> None:
        self.post_message(Ran(shown, refused))

    def _note_save(self, exercise: Exercise) -> None:
        self.post_message(Saved(exercise))

    def _warn(self, sentence: str) -> None:
        """Tell of what cannot be kept; called by any thread, also before there is a screen."""
        if self.is_running:
            self.post_message(Said(sentence))
        else:
            self._early.append(sentence)
