"""Inside a notebook: `check` shows the visible checks' result."""

from torchdojo.jupyter.check import check

__all__ = ["check"]
