"""How nbgrader's autograde reads what was handed in: with limits, and whatever it is, to the end.

Without it nbgrader hands any file to nbformat, and one that cannot be read takes the student's
other notebooks with it.
"""

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_notebook

from torchdojo.catalog import Unreadable
from torchdojo.catalog.notebooks import read_notebook

UNREADABLE = "torchdojo_unreadable"
"""In a graded notebook's metadata: why nothing of the one handed in could be read."""
_TOLD = (
    "%s: %s It scores 0, the student's other notebooks are graded. Once you have a new one, run "
    "`nbgrader autograde %s --student %s --force`."
)


class HandIn(NotebookExporter):
    """Belongs into ``c.Autograde.exporter_class``; `torchdojo course init` writes it."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Convert a notebook; of one that was handed in, no more than its cells.

        One that cannot be read becomes an empty one that says why, so that every cell of it is put
        back and scores 0.
        """
        path, told = Path(filename), resources["nbgrader"]
        if not self._is_handed_in(path, told):
            return super().from_filename(filename, resources=resources, **kw)
        try:
            notebook = slim_node(path)
        except Unreadable as error:
            self.log.warning(_TOLD, path, error, told["assignment"], told["student"])
            notebook = new_notebook(metadata={UNREADABLE: str(error)})
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        exporter: Any = self  # nbconvert has types for some of its methods only
        written: tuple[str, Any] = exporter.from_notebook_node(notebook, resources=resources, **kw)
        return written

    def _is_handed_in(self, path: Path, told: Any) -> bool:
        """Whether `path` is a student's own; nbgrader reads what it wrote of it a second time."""
        converter: Any = self.parent
        place = converter.coursedir
        folder = place.format_path(place.submitted_directory, told["student"], told["assignment"])
        return path.resolve().parent == Path(folder).resolve()


def need_readable(notebook: Any) -> None:
    """Raise `Unreadable` again, with the same words, for what stands for one that is not."""
    why = notebook.metadata.get(UNREADABLE)
    if why is not None:
        raise Unreadable(str(why))


def slim_node(path: Path) -> Any:
    """The notebook at `path` as nbformat has it, without outputs; raises `Unreadable`."""
    found = read_notebook(path, path.parent, attachments=True)
    for number, cell in enumerate(found["cells"]):
        cell["id"] = f"cell-{number:02}"
    return nbformat.from_dict(found)
