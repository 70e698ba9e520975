"""`torchdojo download`: torchvision's own download, its end and its failure told in a sentence."""

import gzip
import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner
from conftest import ROOT
from torchvision.datasets import MNIST

from torchdojo.cli import main


class _Quiet(SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path.rpartition("/")[2])
        super().do_GET()

    def log_message(self, *args: object) -> None:
        """Nothing: the test's own output is enough."""


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A mirror of MNIST on the loopback that serves the small digits; lists what it is asked."""
    served = tmp_path / "served"
    served.mkdir()
    sums = []
    for name, _ in MNIST.resources:
        raw = ROOT / "datasets" / "digits" / "MNIST" / "raw" / name.removesuffix(".gz")
        packed = gzip.compress(raw.read_bytes())
        (served / name).write_bytes(packed)
        sums.append((name, hashlib.md5(packed).hexdigest()))
    asked: list[str] = []
    handler = type("Handler", (_Quiet,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=served)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(MNIST, "mirrors", [f"http://127.0.0.1:{server.server_port}/"])
        monkeypatch.setattr(MNIST, "resources", sums)
        yield asked
        server.shutdown()


def test_what_is_missing_is_downloaded(mirror: list[str], tmp_path: Path) -> None:
    """Every file comes once; a second call goes on where the first one broke off."""
    command = ["download", "mnist", "--to", str(tmp_path / "mnist")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0 and "1797 pictures are ready." in done.output
    assert set(mirror) == {name for name, _ in MNIST.resources}
    raw = tmp_path / "mnist" / "MNIST" / "raw"
    for left_over in raw.glob("t10k-labels*"):
        left_over.unlink()
    mirror.clear()
    assert CliRunner().invoke(main, command).exit_code == 0
    assert set(mirror) == {"t10k-labels-idx1-ubyte.gz"}


def test_files_of_ones_own_are_kept(mirror: list[str], tmp_path: Path) -> None:
    """What is called like a part of the data is kept, or put aside; nothing is fetched twice."""
    raw = tmp_path / "mnist" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    mine = raw / "train-labels-idx1-ubyte"
    mine.write_text("my own labels")
    command = ["download", "mnist", "--to", str(tmp_path / "mnist")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1 and "--overwrite" in done.output
    assert mine.name in done.output and mine.read_text() == "my own labels"
    mirror.clear()
    assert CliRunner().invoke(main, [*command, "--overwrite"]).exit_code == 0 and mirror == []
    (copy,) = (tmp_path / "mnist/.torchdojo/backups").glob(f"*/MNIST/raw/{mine.name}")
    assert copy.read_text() == "my own labels" and mine.stat().st_size > 100
    assert not (tmp_path / "mnist/.torchdojo/download").exists()


def test_what_was_cut_off_is_not_taken_for_data(mirror: list[str], tmp_path: Path) -> None:
    """An unpacked file without its end, from a run that was killed, is unpacked again."""
    place = tmp_path / "mnist/.torchdojo/download/MNIST/raw"
    place.mkdir(parents=True)
    for name, _ in MNIST.resources:
        (place / name.removesuffix(".gz")).write_bytes(b"\0")
    command = ["download", "mnist", "--to", str(tmp_path / "mnist")]
    done = CliRunner().invoke(main, command)
    assert "1797 pictures are ready." in done.output and len(set(mirror)) == 4
    assert sorted(path.name for path in (tmp_path / "mnist").iterdir()) == ["MNIST"]


def test_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, one sentence says so and what to do."""
    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:9/"])
    done = CliRunner().invoke(main, ["download", "mnist", "--to", str(tmp_path)])
    assert done.exit_code == 1 and "Traceback" not in done.output
    assert "mnist could not be downloaded" in done.output and "run the same" in done.output
