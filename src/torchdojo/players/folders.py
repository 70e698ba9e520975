"""Removing folders that a player has filled."""

import shutil
import subprocess
from pathlib import Path


def remove(folder: Path) -> None:
    """Remove `folder`, also if it nests too deeply for a recursive function."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)
