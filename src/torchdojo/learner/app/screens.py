"""Screens over the app's own: a question, a text to read, the list of exercises."""

from collections.abc import Sequence
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from torchdojo.catalog import Exercise
from torchdojo.learner.records import Progress


class Question(ModalScreen[bool]):
    """A question that is answered by y or n."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "yes"),
        Binding("n,escape,q", "dismiss(False)", "no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        yield Static(Text(f"{self.question}\n\ny yes   n no"), classes="box")


class Reading(ModalScreen[None]):
    """A text that is scrolled, and left by q or Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,t,s", "dismiss", "back")]

    def __init__(self, title: str, text: RenderableType) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        """The title, the text, how to go back."""
        with Vertical(classes="page"):
            yield Static(Text(self.heading, "bold"))
            with VerticalScroll():
                yield Static(self.text)
            yield Static(Text("Up, Down, Page Up, Page Down scroll; q goes back"), classes="keys")

    def on_mount(self) -> None:
        """Keys scroll at once."""
        self.query_one(VerticalScroll).focus()


class Listing(ModalScreen[str | None]):
    """The exercises, to choose one from; typing in the line above narrows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back"),
        Binding("slash", "search", "search"),
        Binding("down", "down", "down", priority=True),
        Binding("up", "up", "up", priority=True),
        Binding("q", "dismiss(None)", "back"),
    ]

    def __init__(
        self, exercises: Sequence[Exercise], progress: Progress, *, searching: bool
    ) -> None:
        super().__init__()
        self.exercises, self.progress, self.searching = exercises, progress, searching

    def compose(self) -> ComposeResult:
        """The search, the list, how to go on."""
        with Vertical(classes="page"):
            yield Input(placeholder="search in names and titles")
            yield OptionList(markup=False)
            yield Static(Text("Enter chooses; / searches; Esc goes back"), classes="keys")

    def on_mount(self) -> None:
        """All of them, the current one under the cursor."""
        self._fill("")
        listed = self.query_one(OptionList)
        ids = [exercise.id for exercise in self.exercises]
        if self.progress.current in ids:
            listed.highlighted = ids.index(self.progress.current)
        (self.query_one(Input) if self.searching else listed).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what has every word that was typed."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter in the search takes the exercise under the cursor."""
        listed = self.query_one(OptionList)
        if listed.highlighted is not None and listed.option_count:
            self.dismiss(listed.get_option_at_index(listed.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter in the list."""
        self.dismiss(event.option.id)

    def action_search(self) -> None:
        """To the search."""
        self.query_one(Input).focus()

    def action_down(self) -> None:
        """The arrows move the cursor of the list, also while something is typed."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """As `action_down`."""
        self.query_one(OptionList).action_cursor_up()

    def _fill(self, typed: str) -> None:
        wanted = typed.lower().split()
        listed = self.query_one(OptionList)
        listed.clear_options()
        for exercise in self.exercises:
            text = f"{exercise.id} {exercise.source.title}"
            if all(word in text.lower() for word in wanted):
                listed.add_option(Option(self._line(exercise), id=exercise.id))
        if listed.option_count:
            listed.highlighted = 0

    def _line(self, exercise: Exercise) -> str:
        record = self.progress.of(exercise.id)
        state = "done" if record.done else f"{record.best:g} p." if record.attempts else ""
        return f"{state:>7}  {exercise.id}: {exercise.source.title}"
