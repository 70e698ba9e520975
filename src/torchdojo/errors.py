"""Errors that reach a person; each message says what happened and what to do."""


class DojoError(Exception):
    """Something the user can mend; the message is one sentence that says how."""


class GraderError(Exception):
    """A fault of the grader or the engine, never of the student; it costs no points."""
