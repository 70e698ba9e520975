"""The command `torchdojo`."""

from torchdojo.cli.main import main

__all__ = ["main"]
