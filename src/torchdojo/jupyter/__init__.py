"""Inside a notebook: `check` shows the visible checks' result, `grade` asks for one check."""

from torchdojo.jupyter.check import check
from torchdojo.jupyter.grade import grade

__all__ = ["check", "grade"]
