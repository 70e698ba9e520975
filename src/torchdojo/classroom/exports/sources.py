"""The programs of a class as Dolos and JPlag read them: a folder for each exercise.

In it ``submissions/`` holds a folder for each student with one file (JPlag's root directory,
https://github.com/jplag/JPlag/wiki/1.-How-to-Use-JPlag), ``given/`` what was given out (JPlag's
base code, ``-bc``), and ``info.csv`` names the files for Dolos, the one to be ignored among them
(https://dolos.ugent.be/docs/running.html, and ``dataset.ts`` of @dodona/dolos-lib). What a notebook
holds becomes a module.
"""

import io
from collections.abc import Sequence

from torchdojo.authoring import given_codes
from torchdojo.classroom.analysis.programs import Handed
from torchdojo.classroom.names import file_names
from torchdojo.classroom.tables import write_table


def source_files(programs: Sequence[Handed]) -> dict[str, bytes]:
    """The files for all `programs`, by path."""
    students = sorted({program.student for program in programs})
    folders = dict(zip(students, file_names(students), strict=True))
    found: dict[str, str] = {}
    for exercise in dict.fromkeys(program.exercise for program in programs):
        name = exercise.id.replace("/", ".")
        given = f"given/{exercise.name}.py"
        found[f"{name}/{given}"] = given_codes(exercise)[0]
        rows = [("filename", "full_name", "id", "ignored"), (given, "", "", "true")]
        for program in (one for one in programs if one.exercise == exercise):
            path = f"submissions/{folders[program.student]}/{exercise.name}.py"
            found[f"{name}/{path}"] = "\n\n".join(cell.strip("\n") for cell in program.cells) + "\n"
            rows.append((path, program.student, program.student, "false"))
        found[f"{name}/info.csv"] = _table(rows)
    return {path: text.encode(errors="replace") for path, text in found.items()}


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    file = io.StringIO(newline="")
    write_table(file, rows)
    return file.getvalue()
