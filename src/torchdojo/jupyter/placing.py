"""Where JupyterLab looks for the buttons of notebooks that are exercises."""

import sys
from importlib.resources import files
from pathlib import Path

from torchdojo.errors import DojoError

PLACE = Path("share/jupyter/labextensions/torchdojo")
"""In the environment; a wheel installs the extension there."""


def extension() -> Path:
    """The extension in the package."""
    return Path(str(files("torchdojo.jupyter"))) / "labextension"


def place_extension(prefix: Path | None = None) -> Path:
    """Link the package's extension into the environment, unless it is there; returns where.

    pip takes no data files of an editable installation along. Raises `DojoError` where the
    environment cannot be written to.
    """
    place = (prefix or Path(sys.prefix)) / PLACE
    if place.resolve() == extension().resolve() or (place.is_dir() and not place.is_symlink()):
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink():
            place.unlink()
        place.symlink_to(extension(), target_is_directory=True)
    except OSError as error:
        raise DojoError(
            f"{place} cannot be written ({error.strerror}): run this with the `torchdojo` of an "
            "environment of your own."
        ) from error
    return place
