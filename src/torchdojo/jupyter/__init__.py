"""Inside a notebook: `check` scores it; `hint`, `draw` and `solution` help; `grade` asks for one
check in an nbgrader course."""

from torchdojo.jupyter.check import check
from torchdojo.jupyter.grade import grade
from torchdojo.jupyter.helping import draw, hint, solution

__all__ = ["check", "draw", "grade", "hint", "solution"]
