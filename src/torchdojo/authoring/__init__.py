"""From a solution to what a student gets: stub, notebook, hints."""

from torchdojo.authoring.build import FORMS, Build, Form, given_codes, render, start_cells
from torchdojo.authoring.writing import Differences, differences, write, write_to

__all__ = [
    "FORMS",
    "Build",
    "Differences",
    "Form",
    "differences",
    "given_codes",
    "render",
    "start_cells",
    "write",
    "write_to",
]
