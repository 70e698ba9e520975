"""Finding and reading exercises: the one place that knows the tree."""

from torchdojo.catalog.bank import Variant, read_alternatives, read_foreign, read_mistakes
from torchdojo.catalog.collection import Collection, Exercise
from torchdojo.catalog.percent import Cell
from torchdojo.catalog.source import Source, read_source
from torchdojo.catalog.submission import (
    Code,
    code_of_cells,
    code_of_notebook,
    code_of_text,
    read_submission,
)
from torchdojo.catalog.unreadable import Missing, Unreadable

__all__ = [
    "Cell",
    "Code",
    "Collection",
    "Exercise",
    "Missing",
    "Source",
    "Unreadable",
    "Variant",
    "code_of_cells",
    "code_of_notebook",
    "code_of_text",
    "read_alternatives",
    "read_foreign",
    "read_mistakes",
    "read_source",
    "read_submission",
]
