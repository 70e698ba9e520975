"""What a stock kernel makes of the notebooks in `cases.py`: ``python tests/kernel/refresh.py``.

A kernel costs more than a second for each, so what it did is kept in ``stock.json`` and compared
from there. Run this again where a case, or the version of IPython, is new.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from cases import CASES, FILES, record
from nbclient import NotebookClient

STOCK = Path(__file__).parent / "stock.json"
_NAMES = """
import json as _json
_kept = ("In", "Out", "exit", "quit", "open", "get_ipython")
print(_json.dumps({n: type(v).__name__ for n, v in sorted(globals().items())
                   if not n.startswith("_") and n not in _kept}))
"""


async def stock(cells: list[str]) -> dict[str, Any]:
    """The names that are bound and the error of each cell, by a kernel of its own."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in [*cells, _NAMES]]
    folder = Path(tempfile.mkdtemp())
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    errors: dict[int, str | None] = {}

    def executed(cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        errors[cell_index] = execute_reply["content"].get("ename")

    try:
        client = NotebookClient(
            notebook, timeout=60, kernel_name="python3", allow_errors=True,
            resources={"metadata": {"path": str(folder)}},
            on_cell_executed=executed,
        )  # fmt: skip
        await client.async_execute()
    finally:
        shutil.rmtree(folder)
    *ran, last = notebook.cells
    names = json.loads("".join(out["text"] for out in last.outputs if out.get("name") == "stdout"))
    return {"names": names, "errors": [errors.get(place) for place in range(len(ran))]}


async def main(wanted: list[str]) -> None:
    """Ask a kernel again for the cases named, or for all that are not known or have changed."""
    known = json.loads(STOCK.read_text("utf-8")) if STOCK.exists() else {}
    for label, cells in CASES.items():
        if label in wanted or known.get(label, {}).get("cells") != record(label):
            print(label, flush=True)
            known[label] = {"cells": record(label)} | await stock(cells)
            kept = {label: known[label] for label in CASES if label in known}
            STOCK.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
