"""The engine as a wheel, made of what is installed: from a checkout and from a wheel alike."""

import base64
import csv
import hashlib
import io
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import torchdojo
from torchdojo.classroom.zipping import zipped
from torchdojo.errors import DojoError
from torchdojo.jupyter.placing import PLACE, extension

_NAME = "torchdojo"
_METADATA = ("METADATA", "WHEEL", "entry_points.txt", "top_level.txt")
_WHEEL = "Wheel-Version: 1.0\nGenerator: torchdojo\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_LEFT_OUT = (".pyc", ".torchdojo-tmp", ".zip")
"""The package's archives hold exercises, for `torchdojo init`."""


def engine_wheel() -> tuple[str, bytes]:
    """The name and the bytes of a wheel of the engine that runs now; it holds no exercise.

    Raises `DojoError` where the engine is not installed.
    """
    try:
        version, described = distribution(_NAME).version, dict(_described())
    except PackageNotFoundError as error:
        raise DojoError(
            "torchdojo runs here without being installed, so it cannot be put into a release: "
            "install it with pip."
        ) from error
    info = f"{_NAME}-{version}.dist-info"
    found = dict(_package()) | dict(_buttons(f"{_NAME}-{version}.data/data"))
    found |= {f"{info}/{name}": data for name, data in described.items()}
    found[f"{info}/RECORD"] = _record(found, f"{info}/RECORD")
    return f"{_NAME}-{version}-py3-none-any.whl", zipped(found)


def _package() -> Iterator[tuple[str, bytes]]:
    root = Path(torchdojo.__file__).parent
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.is_file() and path.suffix not in _LEFT_OUT and not hidden:
            yield f"{_NAME}/{path.relative_to(root).as_posix()}", path.read_bytes()


def _buttons(data: str) -> Iterator[tuple[str, bytes]]:
    """What JupyterLab looks for beside the package."""
    root = extension()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            inside = PLACE / path.relative_to(root)
            yield f"{data}/{inside.as_posix()}", path.read_bytes()


def _described() -> Iterator[tuple[str, bytes]]:
    """What the installed distribution says of itself, but for how it was installed."""
    told = distribution(_NAME)
    for name in _METADATA:
        text = told.read_text(name)
        if name == "WHEEL":
            yield name, _WHEEL.encode()
        elif text is not None:
            yield name, text.encode()
    for file in told.files or ():
        if "licenses" in file.parts and ".dist-info" in file.parts[0]:
            inside = "/".join(file.parts[1:])
            yield inside, Path(str(file.locate())).read_bytes()


def _record(found: dict[str, bytes], own: str) -> bytes:
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    for path, data in found.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        writer.writerow((path, f"sha256={digest}", len(data)))
    writer.writerow((own, "", ""))
    return rows.getvalue().encode()
