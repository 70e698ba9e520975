"""From a solution to what a student gets: stub, notebook, hints."""

from torchdojo.authoring.build import FORMS, Build, Form, out_of_date, render, write
from torchdojo.authoring.stub import as_module, as_notebook

__all__ = ["FORMS", "Build", "Form", "as_module", "as_notebook", "out_of_date", "render", "write"]
