"""The app: what each key does."""

import subprocess
import sys
import tempfile
from typing import ClassVar

from textual.binding import Binding, BindingType

from torchdojo.catalog import Exercise
from torchdojo.errors import DojoError, GraderError
from torchdojo.learner import replaying
from torchdojo.learner.app import view
from torchdojo.learner.app.screens import Listing, Question, Reading
from torchdojo.learner.app.state import Working
from torchdojo.learner.lessons import lesson, solution_text, wrong_answers
from torchdojo.learner.pages import code_page, page
from torchdojo.learner.places import editor_for, spot
from torchdojo.learner.resetting import reset


class DojoApp(Working):
    """What is known of an exercise, and what to do about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "hint"),
        Binding("e", "explain", "explain"),
        Binding("d", "draw", "draw"),
        Binding("r", "replay", "replay"),
        Binding("l", "list(False)", "list"),
        Binding("slash", "list(True)", "search"),
        Binding("o", "open", "open"),
        Binding("t", "lesson", "lesson"),
        Binding("s", "solution", "solution"),
        Binding("x", "reset", "reset"),
        Binding("n", "next", "next"),
        Binding("m", "milestone", "milestone"),
        Binding("q", "quit", "quit"),
    ]

    def action_hint(self) -> None:
        """Show one hint more."""
        _, self.practice.record = self.desk.hint(self.practice.exercise)
        self.show()
        self.call_after_refresh(self.scrolled.scroll_end, animate=False)

    def action_explain(self) -> None:
        """Show all causes in full, or fold them again."""
        self.in_full = not self.in_full
        self.show()

    def action_draw(self) -> None:
        """Draw given, yours and expected, one below the other or side by side."""
        drawn = [check for check in self.practice.checks if check.picture is not None]
        if not drawn:
            self.tell("No visible check was lost on an answer that can be drawn.")
        else:
            title = f"Drawn: {self.practice.exercise.id}"
            self.push_screen(Reading(title, view.pictures(drawn, self.size.width - 4)))

    def action_list(self, searching: bool) -> None:
        """Choose another exercise."""
        exercises = list(self.desk.collection.exercises.values())
        listing = Listing(exercises, self.desk.store.read(), searching=searching)
        self.push_screen(listing, self._chosen)

    def action_next(self) -> None:
        """Go on to the next exercise that is not finished."""
        progress = self.desk.store.read()
        exercise = self.desk.first_unfinished(progress, self.practice.exercise)
        if progress.of(exercise.id).done:
            self.tell("Every exercise is finished.")
        else:
            self.turn_to(exercise)

    def action_open(self) -> None:
        """Open the file in the editor, where there is something to do."""
        try:
            editor = editor_for(spot(self.desk, self.practice.exercise, self.practice.failed))
            if editor.takes_terminal:
                self.lend(editor.command)
            else:
                nothing = subprocess.DEVNULL
                subprocess.Popen(
                    editor.command,
                    start_new_session=True,
                    stdin=nothing,
                    stdout=nothing,
                    stderr=nothing,
                )
        except (DojoError, OSError) as error:
            self.tell(str(error))

    def action_replay(self) -> None:
        """Open a Python prompt with the call that a check was lost on."""
        told = replaying.order(
            self.desk.collection.root,
            self.desk.submission,
            self.practice.exercise.id,
            self.practice.failed,
        )
        try:
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as order:
                order.write(told)
                order.flush()
                self.lend((sys.executable, "-m", replaying.__name__, order.name))
        except OSError as error:
            self.tell(f"No prompt can be opened ({error.strerror}).")

    def action_lesson(self) -> None:
        """Read the lesson."""
        try:
            text = lesson(self.practice.exercise)
        except (DojoError, GraderError) as error:
            self.tell(str(error))
        else:
            self.push_screen(Reading(self.practice.exercise.id, page(text)))

    def action_solution(self) -> None:
        """Show the solution; before full marks only after a question."""
        exercise = self.practice.exercise
        if self.practice.record.done or exercise.released:
            self._show_solution(exercise, True)
        else:
            question = Question("You do not have full marks yet. Show the solution?")
            self.push_screen(question, lambda agreed: self._show_solution(exercise, agreed))

    def action_milestone(self) -> None:
        """Run the code of this track on something real; that takes some seconds."""
        track = self.practice.exercise.track
        if self.milestone.begin(self.desk, track, self.size.width - 4):
            self.tell(f"The milestone of {track} is running.")

    def action_reset(self) -> None:
        """Bring the stub back, after a question."""
        exercise = self.practice.exercise  # a save may make another one current meanwhile
        where = self.desk.shown(self.desk.place(exercise))
        question = Question(f"Put your work in {where} aside and bring the stub back?")
        self.push_screen(question, lambda agreed: self._reset(exercise, agreed))

    def _show_solution(self, exercise: Exercise, agreed: bool | None) -> None:
        if not agreed:
            return
        try:
            shown = code_page(solution_text(exercise), wrong_answers(exercise))
        except (DojoError, GraderError) as error:
            self.tell(str(error))
        else:
            self.push_screen(Reading(f"The solution of {exercise.id}", shown))

    def _reset(self, exercise: Exercise, agreed: bool | None) -> None:
        if not agreed:
            return
        try:
            done = reset(self.desk, exercise)
        except (DojoError, GraderError) as error:
            self.tell(str(error))
            return
        for line in done.told(self.desk):
            self.tell(line)
        self.turn_to(exercise)

    def _chosen(self, id: str | None) -> None:
        if id is not None:
            self.turn_to(self.desk.collection.exercises[id])
