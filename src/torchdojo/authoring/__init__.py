"""From a solution to what a student gets: stub, notebook, hints."""

from torchdojo.authoring.build import (
    FORMS,
    Build,
    Form,
    out_of_date,
    render,
    start_cells,
    write,
)

__all__ = ["FORMS", "Build", "Form", "out_of_date", "render", "start_cells", "write"]
