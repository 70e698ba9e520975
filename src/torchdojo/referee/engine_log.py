"""The engine's log: faults that no student is told of, and system calls that were refused."""

import logging
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from torchdojo.errors import DojoError

LOG = logging.getLogger("torchdojo")
_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def open_log(path: Path) -> None:
    """Append what the engine notes to the file at `path`; raises `DojoError` if it cannot be."""
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise DojoError(
            f"--engine-log: {path} cannot be written ({error.strerror}): name another file."
        ) from error
    handler.setFormatter(logging.Formatter(_FORM))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def note_host(said: Iterable[str]) -> None:
    """Note what the host has said, each line with how often."""
    for line, times in Counter(said).items():
        LOG.info("host: %s%s", line, f" ({times} times)" if times > 1 else "")
