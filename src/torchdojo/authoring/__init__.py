"""From a solution to what a student gets: stub, notebook, hints."""

from torchdojo.authoring.build import Build, out_of_date, render, write
from torchdojo.authoring.stub import as_module, as_notebook

__all__ = ["Build", "as_module", "as_notebook", "out_of_date", "render", "write"]
