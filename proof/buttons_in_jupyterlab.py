"""Press the buttons of the JupyterLab extension in a real JupyterLab, in a real browser.

Needs Playwright for Python and a Chromium, which it finds on the PATH. In an environment with
torchdojo installed from a wheel:

    python proof/buttons_in_jupyterlab.py --shots DIR >> proof/results/buttons_in_jupyterlab.jsonl

DIR receives a screenshot after each step, to be looked at. A line of JSON is printed: when, with
which versions, and what was seen; the first thing that is not as it should be ends the script.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ALIAS = "exercises/01_tensors/13_alias.ipynb"
MARK = "# written in the page"
PATIENCE = 180_000
RESULT = ".torchdojo-result"


@contextmanager
def lab(folder: Path, lab_python: str) -> Iterator[str]:
    """A JupyterLab that serves `folder`; yields its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    options = [f"--ServerApp.port={port}", "--IdentityProvider.token=", "--no-browser"]
    root = ["--allow-root", f"--ServerApp.root_dir={folder}"]
    bin = str(Path(lab_python).parent)
    place = os.environ | {"PATH": f"{bin}:{os.environ['PATH']}", "JUPYTER_CONFIG_DIR": str(folder)}
    log = (folder / "lab.log").open("wb")
    command = [lab_python, "-m", "jupyterlab", *options, *root]
    server = subprocess.Popen(command, cwd=folder, env=place, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("JupyterLab does not answer.")


class Session:
    """A person at the page: each step is one thing that can be seen."""

    def __init__(self, page: Page, folder: Path, shots: Path) -> None:
        self.page, self.folder, self.shots = page, folder, shots
        self.seen: dict[str, float] = {}
        self.file = folder / ALIAS

    def saw(self, what: str, since: float) -> None:
        """Note a step, with the seconds it took, and keep a screenshot."""
        self.seen[what] = round(time.monotonic() - since, 1)
        self.page.screenshot(path=str(self.shots / f"{len(self.seen)}.png"))

    def press(self, name: str) -> float:
        """Press a button of the notebook; returns when."""
        self.page.locator(f".torchdojo-{name}").first.click()
        return time.monotonic()

    def result(self, text: str) -> None:
        """Wait until the result's panel shows `text`."""
        found = self.page.locator(RESULT).filter(has_text=text)
        found.first.wait_for(timeout=PATIENCE)

    def buttons(self) -> None:
        """All four are in the toolbar."""
        begin = time.monotonic()
        for name in ("check", "hint", "reset", "next"):
            self.page.locator(f".torchdojo-{name}").first.wait_for(timeout=PATIENCE)
        self.saw("four buttons", begin)

    def check(self) -> None:
        """Check saves what was typed, and shows the score."""
        cell = self.page.locator(".jp-CodeCell .cm-content").first
        cell.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(f"\n{MARK}")
        assert MARK not in self.file.read_text("utf-8")
        begin = self.press("check")
        self.result("points")
        assert MARK in self.file.read_text("utf-8"), "Check did not save"
        self.saw("check saved, and showed the score", begin)

    def hint(self) -> None:
        """Hints come one by one."""
        begin = self.press("hint")
        self.result("Hint 1 of 3")
        self.press("hint")
        self.result("Hint 2 of 3")
        self.saw("two hints", begin)

    def reset(self) -> None:
        """Reset asks; then the file and the page are as given out, and a copy is kept."""
        begin = self.press("reset")
        self.page.locator(".jp-Dialog").wait_for()
        self.saw("reset asked", begin)
        self.page.locator(".jp-Dialog .jp-mod-reject").click()
        assert MARK in self.file.read_text("utf-8"), "Cancel did not cancel"
        begin = self.press("reset")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.result("as it was given out")
        assert MARK not in self.file.read_text("utf-8")
        self.page.locator(".jp-NotebookPanel").filter(has_text=MARK).wait_for(state="detached")
        copies = [*(self.folder / ".torchdojo/backups").rglob("*.ipynb")]
        assert any(MARK in copy.read_text("utf-8") for copy in copies), "no copy was kept"
        self.saw("reset kept a copy", begin)

    def next(self) -> None:
        """Next opens the file of the exercise that follows."""
        begin = self.press("next")
        tab = self.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel")
        tab.filter(has_text="14_anywhere").first.wait_for(timeout=PATIENCE)
        self.saw("next opened 14_anywhere", begin)

    def palette(self) -> None:
        """The commands are in the palette."""
        begin = time.monotonic()
        self.page.keyboard.press("Control+Shift+C")
        self.page.keyboard.type("torchdojo")
        items = self.page.locator(".lm-CommandPalette-item[data-command^='torchdojo:']")
        items.nth(3).wait_for(timeout=PATIENCE)
        self.saw("four entries of the palette", begin)
        self.page.keyboard.press("Escape")


def main() -> None:
    """Go through it all once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shots", type=Path, required=True)
    options = parser.parse_args()
    options.shots.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as temporary, sync_playwright() as play:
        folder = Path(temporary) / "my-dojo"
        command = [str(Path(sys.executable).parent / "torchdojo"), "init", str(folder)]
        subprocess.run(command, check=True, stdout=sys.stderr)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: print(f"page: {error}", file=sys.stderr))
        with lab(folder, sys.executable) as address:
            session = Session(page, folder, options.shots)
            page.goto(f"{address}/lab/tree/{ALIAS}")
            steps = (session.buttons, session.check, session.hint, session.reset, session.palette)
            try:
                for step in (*steps, session.next):
                    step()
            except BaseException:
                page.screenshot(path=str(options.shots / "failed.png"))
                raise
        told = {name: version(name) for name in ("torchdojo", "jupyterlab", "playwright")}
        told |= {"date": f"{datetime.now(UTC):%Y-%m-%d}", "browser": browser.version}
        browser.close()
    print(json.dumps(told | {"seconds": session.seen}))


if __name__ == "__main__":
    main()
