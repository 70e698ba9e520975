"""What the app's threads tell it."""

from textual.message import Message

from torchdojo.catalog import Exercise
from torchdojo.learner.practice import News


class Heard(Message):
    """News of a round."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


class Saved(Message):
    """A file was saved."""

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self.exercise = exercise


class Said(Message):
    """A sentence for the student."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Ran(Message):
    """A milestone has run, or was refused in a sentence."""

    def __init__(self, shown: str, refused: str) -> None:
        super().__init__()
        self.shown, self.refused = shown, refused
