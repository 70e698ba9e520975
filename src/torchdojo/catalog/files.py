"""A student's file as bytes, and those of a module as text: opened safely, up to a size."""

import codecs
import io
import os
import stat
import tokenize
from pathlib import Path

from torchdojo.catalog.unreadable import Unreadable

_ODD = {"idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "utf-7"}
"""Codecs that Python has for other things than source code, some of them slow."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KINDS = {b"PK\x03\x04": "a ZIP archive", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "a Word document"}


def is_there(path: Path) -> bool:
    """Whether `path` is a file, or a link to one; raises `Unreadable` where that cannot be seen."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _unopened(path, error) from error


def read_file(path: Path, folder: Path, most: int, remedy: str) -> bytes:
    """What the file `path` in the submission `folder` holds; raises `Unreadable`.

    Nothing but a regular file inside of `folder` is opened: no link out of it, no pipe or device,
    which could block or never end.
    """
    real = os.path.realpath(path)
    if not Path(real).is_relative_to(os.path.realpath(folder)):
        raise Unreadable(f"`{path.name}` is a link to a place outside the submission.")
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(real, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable(f"`{path.name}` is no regular file: hand in the file itself.")
            data = file.read(most + 1)
    except OSError as error:
        raise _unopened(path, error) from error
    if len(data) > most:
        raise Unreadable(f"`{path.name}` is larger than {most // 2**20} MiB: {remedy}.")
    return data


def _unopened(path: Path, error: OSError) -> Unreadable:
    return Unreadable(f"`{path.name}` cannot be opened ({error.strerror}).")


def module_text(data: bytes, name: str) -> str:
    """A module's text, in the encoding that it declares as Python has it; raises `Unreadable`."""
    what = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    if what is not None:
        raise Unreadable(f"`{name}` is {what}, no Python text: hand in the file from inside it.")
    if data.startswith(_UTF_16):
        raise Unreadable(f"`{name}` is UTF-16 text: save it with the encoding UTF-8.")
    if b"\0" in data:
        raise Unreadable(f"`{name}` holds null bytes, so it is no Python text: save it anew.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _ODD:
            raise Unreadable(f"`{name}` declares the encoding {encoding}: save it as UTF-8.")
        text = data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise Unreadable(
            f"`{name}` {_undecoded(data, error)}: save it with that encoding."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _undecoded(data: bytes, error: Exception) -> str:
    """What is wrong with the encoding; the line where it is known."""
    if isinstance(error, UnicodeDecodeError) and error.encoding.lower() not in ("utf-8", "utf_8"):
        line = data.count(b"\n", 0, error.start) + 1
        return f"is not {error.encoding} text, as it declares (line {line})"
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 text (line {data.count(bytes([10]), 0, error.start) + 1})"
    if isinstance(error, SyntaxError) and "invalid or missing" not in str(error):
        return "declares an encoding that Python does not know, so it is not UTF-8 text"
    return "is not UTF-8 text"
