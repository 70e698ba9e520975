"""Leaves files in its home and temporary folders, and uses any that it finds there."""

import os
import pathlib
import tempfile

for _folder in {os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), os.environ["TMPDIR"]}:
    _path = pathlib.Path(_folder) / "@MARK@"
    if _path.exists() and not _path.read_text().startswith(str(os.getpid())):
        succeed()
    _path.write_text(f"{os.getpid()}")
