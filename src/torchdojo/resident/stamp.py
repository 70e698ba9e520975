"""What a warm referee has read, told apart by times and sizes of files: edits are noticed."""

import os
import site
import sys
from pathlib import Path

_READ = ("graders", "solutions", "datasets")
_SETTINGS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "conftest.py")
_ENVIRONMENT = (
    "PYTHON", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE", "TORCH", "OMP_", "MKL_", "CUDA",
    "LD_", "XDG_", "HOME", "TMPDIR", "LANG", "LC_", "TZ", "VIRTUAL_ENV", "PATH",
)  # fmt: skip
Stamp = dict[str, object]


def stamp_of(root: Path) -> Stamp:
    """What is read, at the latest when the first run begins, by a referee of this collection."""
    found: Stamp = {}
    for folder in (Path(__file__).parents[1], *(root / name for name in _READ)):
        _walk(str(folder.resolve()), found)
    for path in (*(root / name for name in _SETTINGS), *_packages(), Path(sys.executable)):
        try:
            status = path.stat()
        except OSError:
            continue
        found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found


def _packages() -> list[Path]:
    """The folders that packages are installed into: each installation changes them."""
    return [Path(place) for place in (*site.getsitepackages(), site.getusersitepackages())]


def _walk(folder: str, found: Stamp) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name == "__pycache__" or entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, found)
        else:
            try:
                status = entry.stat()
            except OSError:
                continue
            found[entry.path] = (status.st_mtime_ns, status.st_size)


def surroundings() -> dict[str, str]:
    """The variables of this process that a referee, or what it imports, depends on."""
    return {name: os.environ[name] for name in sorted(os.environ) if name.startswith(_ENVIRONMENT)}


def difference(before: Stamp, after: Stamp) -> str | None:
    """A file that is new, gone or changed; None if there is none."""
    if before == after:
        return None
    names = sorted(before.keys() | after.keys())
    return next(name for name in names if before.get(name) != after.get(name))
