"""What cannot be graded, said in a sentence for whoever handed it in."""


class Unreadable(Exception):
    """A submission's file that cannot be graded; the message says why and what to do."""


class Missing(Unreadable):
    """A submission has no file for an exercise."""

    def __init__(self, message: str, near: str = "") -> None:
        super().__init__(f"{message} {near}".strip())
        self.near = near
        """A sentence about a file that may be the one that is meant, or nothing."""
