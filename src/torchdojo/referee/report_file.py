"""The file of ``--score-report``: tried before the first check, and never half written."""

import os
import tempfile
from pathlib import Path

from torchdojo.errors import DojoError


def need_writable(path: Path) -> None:
    """Raise `DojoError` if `path` cannot be written; what is there stays as it is."""
    why = _hindrance(path)
    if why:
        raise DojoError(f"--score-report: {path} cannot be written ({why}): name another file.")


def _hindrance(path: Path) -> str:
    if path.is_dir():
        return "it is a folder"
    try:
        if path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        else:
            with tempfile.TemporaryFile(dir=path.parent):
                pass
    except FileNotFoundError:
        return f"there is no folder {path.parent}"
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def write_report(path: Path, text: str) -> str:
    """Write `text` to `path`; returns a sentence for the terminal that says where it is now."""
    try:
        _write(path, text)
    except OSError as error:
        why = f"Report: {path} could not be written ({error.strerror})"
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", prefix="torchdojo-report-", suffix=".json", delete=False
            ) as kept:
                kept.write(text)
        except OSError:
            return f"{why}; here it is:\n{text}"
        return f"{why}; it is kept in {kept.name}."
    return f"Report: {path}"


def _write(path: Path, text: str) -> None:
    """Put a complete file in place of what is there; a device or a pipe is written to."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    whole = path.resolve()
    part = whole.with_name(f".{whole.name}.{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
