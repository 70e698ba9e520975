"""torchdojo: auto-graded PyTorch exercises whose scores can be trusted."""

__version__ = "0.1.0"
