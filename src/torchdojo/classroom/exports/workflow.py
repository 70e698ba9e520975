"""The files by which GitHub grades a release on each push, for GitHub Classroom or without it."""

from importlib.metadata import version
from pathlib import Path

from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.errors import DojoError

WORKFLOW = ".github/workflows/classroom.yml"
"""What GitHub Classroom calls the workflow of an assignment."""


def workflow_files(folder: Path) -> dict[str, bytes]:
    """The workflow, and what git must not hold, for the release in `folder`.

    Raises `DojoError` where there is none: solutions must not go to students' repositories.
    """
    wheels = sorted(folder.glob("engine/torchdojo-*.whl"))
    if not (folder / RELEASE_FILE).is_file() or not wheels:
        raise DojoError(
            f"{folder} holds no release: write one there with `torchdojo release {folder}` first."
        )
    torch, vision = (version(name).split("+")[0] for name in ("torch", "torchvision"))
    text = _WORKFLOW.replace("@PAIR@", f"torch=={torch} torchvision=={vision}")
    found = {WORKFLOW: text.encode()}
    ignored = folder / ".gitignore"
    if not ignored.exists() or ignored.read_bytes() == _IGNORED.encode():
        found[".gitignore"] = _IGNORED.encode()
    return found


_IGNORED = """\
.venv/
.torchdojo/
.pytest_cache/
.ipynb_checkpoints/
__pycache__/
"""

_WORKFLOW = """\
# Scores each push by the visible checks: the job's summary has the points, and what is missed.
name: Grade
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install torch
        run: python -m pip install @PAIR@ --index-url https://download.pytorch.org/whl/cpu
      - name: Install the engine
        run: python -m pip install engine/*.whl
      - name: Grade
        id: torchdojo
        run: python -P -m torchdojo.classroom.exports.github
      - name: Report to GitHub Classroom
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          TORCHDOJO_RESULTS: "${{ steps.torchdojo.outputs.result }}"
        with:
          runners: torchdojo
"""
