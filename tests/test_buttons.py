"""JupyterLab finds the buttons, and they call what there is; `proof/` presses them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import torchdojo.jupyter
from torchdojo.jupyter.placing import extension, place_extension

ENTRY = extension() / "static" / "remoteEntry.js"


def test_jupyterlab_lists_it_where_the_command_puts_it(tmp_path: Path) -> None:
    """As enabled and valid; putting it there again changes nothing."""
    assert place_extension(tmp_path) == place_extension(tmp_path)
    place = os.environ | {"JUPYTER_PATH": str(tmp_path / "share" / "jupyter")}
    command = [sys.executable, "-m", "jupyter", "labextension", "list"]
    done = subprocess.run(command, env=place, capture_output=True, text=True, check=False)
    said = re.sub(r"\x1b\[\d+m", "", done.stdout + done.stderr)
    assert re.search(r"torchdojo v[\d.]+ enabled OK", said), said


def test_the_bundle_is_what_its_description_names() -> None:
    """The container bears the package's name, and has what JupyterLab calls."""
    told = json.loads((extension() / "package.json").read_text("utf-8"))
    assert extension() / told["jupyterlab"]["_build"]["load"] == ENTRY
    text = ENTRY.read_text("utf-8")
    assert f"window._JUPYTERLAB.{told['name']} = {{" in text
    assert "init: scope =>" in text and "get: async () =>" in text
    if node := shutil.which("node"):
        subprocess.run([node, "--check", str(ENTRY)], check=True)


def test_each_button_calls_a_helper_of_the_notebook() -> None:
    """By a name that `torchdojo.jupyter` has."""
    called = re.findall(r"ask\(panel, '(\w+)'", ENTRY.read_text("utf-8"))
    assert sorted(called) == ["check", "hint", "next_exercise", "reset"]
    assert set(called) <= set(torchdojo.jupyter.__all__)
