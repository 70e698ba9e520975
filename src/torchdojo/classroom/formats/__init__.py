"""What learning platforms give out, read into one form.

Each module knows one platform: `fits` counts the entries of a folder that are as the platform has
them, `read` says who handed in what. Neither opens a student's file. `table` lists the formats.
"""

from torchdojo.classroom.formats.entries import Apart, HandIn, Reading, Who
from torchdojo.classroom.formats.table import FOLDERS, FORMATS, Format, format_named, recognised

__all__ = [
    "FOLDERS",
    "FORMATS",
    "Apart",
    "Format",
    "HandIn",
    "Reading",
    "Who",
    "format_named",
    "recognised",
]
