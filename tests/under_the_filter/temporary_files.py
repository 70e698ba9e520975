"""Temporary files."""

import tempfile

with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
    file.write(b"x")
tempfile.mkstemp()
