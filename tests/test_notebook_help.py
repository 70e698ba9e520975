"""In a notebook: what ran and what is saved, hints, pictures and solutions."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from small_collection import COMMAND, SPLIT, small_collection

from torchdojo.jupyter import ran

RIGHT = "import torch\n\ndef split_even(t, n):\n    return list(t.tensor_split(n))\n"
WRONG = RIGHT.replace("tensor_split", "chunk")


def saved(folder: Path, *cells: str) -> Path:
    """A notebook of these cells."""
    place = folder / "work.ipynb"
    made = [new_markdown_cell("# a title"), *map(new_code_cell, cells)]
    nbformat.write(new_notebook(cells=made), place)
    return place


def test_a_definition_that_ran_and_is_not_saved_is_noticed(tmp_path: Path) -> None:
    """Its layout, comments and what else stands in the file do not matter."""
    place = saved(tmp_path, WRONG, "x = 1")
    assert ran.differing(place, [WRONG, RIGHT]) == ["split_even"]
    assert ran.differing(place, [RIGHT, WRONG]) == []
    assert ran.differing(place, [f"%matplotlib inline\n# mine\n{WRONG}\n\n"]) == []


@pytest.mark.parametrize("cells", [[], ["x = 2"], ["def ("], ["!ls\n%time 1"]])
def test_where_nothing_of_the_file_ran_there_is_nothing_to_say(
    tmp_path: Path, cells: list[str]
) -> None:
    """The file may have been written in an editor."""
    assert ran.differing(saved(tmp_path, RIGHT), cells) == []


def test_a_file_that_cannot_be_read_is_left_to_the_checks(tmp_path: Path) -> None:
    """They say what is wrong with it."""
    place = tmp_path / "work.ipynb"
    place.write_text("{", encoding="utf-8")
    assert ran.differing(place, [RIGHT]) == []
    assert ran.differing(tmp_path / "none.ipynb", [RIGHT]) == []


class Notebook:
    """A kernel that runs cells as JupyterLab would."""

    def __init__(self, folder: Path) -> None:
        self.manager, self.client = start_new_kernel(cwd=str(folder))

    def run(self, code: str) -> str:
        """Run a cell; returns what it shows, as text."""
        told: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                told.append(content["text"])
            elif message["msg_type"] == "execute_result":
                told.append(content["data"]["text/plain"] + content["data"].get("text/html", ""))
            elif message["msg_type"] == "error":
                told.append(f"{content['ename']}: {content['evalue']}")

        self.client.execute_interactive(code, output_hook=hear, timeout=120)
        return "".join(told)

    def close(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """A kernel beside a notebook, in which chunk was saved."""
    root = small_collection(tmp_path_factory.mktemp("notebook"))
    make = [COMMAND, "build", "--as", "notebook", "--to", "work", SPLIT]
    subprocess.run(make, cwd=root, check=True, capture_output=True)
    place = root / "work" / f"{SPLIT}.ipynb"
    made = nbformat.read(place, as_version=4)
    made.cells = [new_code_cell(WRONG)]
    nbformat.write(made, place)
    opened = Notebook(place.parent)
    yield opened
    opened.close()


def test_check_says_that_the_file_is_not_what_ran_and_scores_either(notebook: Notebook) -> None:
    """Only after `split_even` was run anew; saved or not, each can be scored."""
    notebook.run("from torchdojo.jupyter import check, draw, hint, solution")
    notebook.run(WRONG)
    first = notebook.run('check("split")')
    assert "is not what you ran" not in first and "`torch.chunk(t, n)` may return fewer" in first
    notebook.run(RIGHT)
    second = notebook.run('check("split")')
    assert "The saved notebook is not what you ran: `split_even` differs." in second
    assert "`torch.chunk(t, n)` may return fewer" in second
    third = notebook.run('check("split", ran=True)')
    met = "passed         `split_even` always returns n pieces"
    assert met in third and met not in second


def test_an_answer_is_drawn_in_the_notebook(notebook: Notebook) -> None:
    """Of the saved file: pieces that are too few."""
    drawn = notebook.run('draw("split")')
    assert "yours: [0]" in drawn and "<svg" in drawn and "Traceback" not in drawn


def test_hints_come_one_by_one_and_the_solution_when_it_is_wanted(notebook: Notebook) -> None:
    """As from the commands, which remember the same."""
    assert notebook.run('hint("split")').startswith("Hint 1 of 3")
    assert notebook.run('hint("split")').startswith("Hint 2 of 3")
    assert "You do not have full marks yet" in notebook.run('solution("split")')
    assert "def split_even" in notebook.run('solution("split", sure=True)')


def test_an_exercise_comes_back_and_the_work_is_kept(notebook: Notebook) -> None:
    """As the buttons of JupyterLab ask for it; what comes next is named with its file."""
    notebook.run("from torchdojo.jupyter import next_exercise, reset")
    said = notebook.run('reset("split")')
    assert "10_split_and_chunk.ipynb is the stub again." in said
    kept = re.search(r"Your work is in (\S+\.ipynb)\.", said)
    assert kept is not None and "chunk" in Path(kept[1]).read_text("utf-8")
    assert "File: 10_split_and_chunk.ipynb" in notebook.run('next_exercise("split")')


def test_a_collection_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """Whatever is called."""
    code = "from torchdojo.jupyter import hint\nhint('split')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "DojoError" in done.stderr.splitlines()[-1]
