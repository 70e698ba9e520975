"""Errors that reach a person; each message says what happened and what to do."""

import platform

NO_WINDOWS = (
    "torchdojo shuts students' code in by means that Windows does not have: install WSL with "
    "`wsl --install`, and run the same commands in its Linux."
)


class DojoError(Exception):
    """Something the user can mend; the message is one sentence that says how."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook IPython shows this in place of a traceback."""
        return [str(self)]


class GraderError(Exception):
    """A fault of the grader or the engine, never of the student; it costs no points."""


def need_unix() -> None:
    """Raise `DojoError` on Windows."""
    if platform.system() == "Windows":
        raise DojoError(NO_WINDOWS)
