"""`torchdojo build`: what `solutions/` generates, and nobody's work lost for it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from torchdojo.cli import main
from torchdojo.keeping import MANIFEST

JOIN, SPLIT = "01_tensors/11_join", "01_tensors/10_split_and_chunk"
JOIN_FILE, SPLIT_FILE = f"exercises/{JOIN}.py", f"exercises/{SPLIT}.py"
MINE = "import torch\n\n\ndef join(tensors):\n    return torch.cat(tensors)  # two hours of work\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection of two exercises as somebody receives it, with its manifest."""
    root = tmp_path / "clone"
    for id in (JOIN, SPLIT):
        shutil.copytree(ROOT / "graders" / id, root / "graders" / id)
        (root / "solutions" / id).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "solutions" / f"{id}.py", root / "solutions" / f"{id}.py")
    (root / "exercises").mkdir()
    shutil.copy(ROOT / "graders" / "conftest.py", root / "graders")
    monkeypatch.chdir(root)
    assert _build().exit_code == 0
    assert (root / MANIFEST).is_file() and not (root / ".torchdojo").exists()
    return root


def _build(*words: str) -> Result:
    return CliRunner().invoke(main, ["build", *words])


def _renewed(clone: Path, id: str) -> None:
    """Change a lesson, so that there is a newer generation of the stub."""
    solution = clone / "solutions" / f"{id}.py"
    text = solution.read_text("utf-8")
    first = next(line for line in text.splitlines() if line.endswith("."))
    solution.write_text(text.replace(first, f"{first} Read twice.", 1), "utf-8")


@pytest.mark.parametrize(
    "words", [(), ("join",), ("--as", "module"), ("join", "--to", "exercises")]
)
def test_a_solved_exercise_is_kept(clone: Path, words: tuple[str, ...]) -> None:
    """Two hours of work outlive every form of the command; the sentence says how to go on."""
    (clone / JOIN_FILE).write_text(MINE)
    done = _build(*words)
    assert done.exit_code == 1 and "Traceback" not in done.output
    assert JOIN_FILE in done.output and "--overwrite" in done.output
    assert (clone / JOIN_FILE).read_text() == MINE


@pytest.mark.parametrize("words", [("--overwrite",), ("join", "--overwrite")])
def test_overwriting_leaves_a_copy(clone: Path, words: tuple[str, ...]) -> None:
    """The stub is back, and the command says where the work is."""
    stub = (clone / JOIN_FILE).read_text()
    (clone / JOIN_FILE).write_text(MINE)
    done = _build(*words)
    (copy,) = (clone / ".torchdojo/backups").glob(f"*/{JOIN_FILE}")
    assert done.exit_code == 0 and str(copy.parents[2]) in done.output
    assert copy.read_text() == MINE and (clone / JOIN_FILE).read_text() == stub


def test_overwriting_one_leaves_the_others(clone: Path) -> None:
    """A name means this exercise alone."""
    for file in (JOIN_FILE, SPLIT_FILE):
        (clone / file).write_text(MINE)
    assert _build("join", "--overwrite").exit_code == 0
    assert (clone / SPLIT_FILE).read_text() == MINE != (clone / JOIN_FILE).read_text()


def test_a_newer_generation_replaces_what_nobody_edited(clone: Path) -> None:
    """In a fresh clone, too; what somebody edited stays as it is."""
    (clone / JOIN_FILE).write_text(MINE)
    before = (clone / SPLIT_FILE).read_text()
    for id in (JOIN, SPLIT):
        _renewed(clone, id)
    assert f"out of date: {SPLIT_FILE}" in _build("--check").output
    done = _build()
    assert done.exit_code == 1 and f"wrote: {SPLIT_FILE}" in done.output
    assert (clone / SPLIT_FILE).read_text() != before and (clone / JOIN_FILE).read_text() == MINE


def test_a_missing_stub_is_written(clone: Path) -> None:
    """As after `rm`, to begin again."""
    (clone / JOIN_FILE).unlink()
    assert f"out of date: {JOIN_FILE}" in _build("--check").output
    assert f"wrote: {JOIN_FILE}" in _build().output
    assert _build("--check").exit_code == 0


def test_check_does_not_call_a_solved_exercise_out_of_date(clone: Path) -> None:
    """A student reads that the edit is right; a commit with it fails all the same."""
    (clone / JOIN_FILE).write_text(MINE)
    done = _build("--check")
    assert done.exit_code == 1 and f"edited: {JOIN_FILE}" in done.output
    assert "out of date" not in done.output and "Run `torchdojo build`" not in done.output
    assert _build("split", "--check").exit_code == 0
    assert (clone / JOIN_FILE).read_text() == MINE


def test_check_looks_at_the_manifest(clone: Path) -> None:
    """Stubs edited by hand along with their solutions would leave it behind."""
    (clone / MANIFEST).unlink()
    done = _build("--check")
    assert done.exit_code == 1 and f"out of date: {MANIFEST}" in done.output
    assert f"wrote: {MANIFEST}" in _build().output and _build("--check").exit_code == 0
    kept = (clone / MANIFEST).read_text()
    (clone / MANIFEST).write_text(f"{kept}{'0' * 64}  exercises/01_tensors/99_gone.py\n")
    assert f"out of date: {MANIFEST}" in _build("--check").output
    assert _build().exit_code == 0 and (clone / MANIFEST).read_text() == kept


def test_check_finds_what_is_not_generated(clone: Path) -> None:
    """A second form, or a file of one's own, does not belong into a commit."""
    assert _build("--as", "notebook", "join").exit_code == 0
    done = _build("--check")
    assert done.exit_code == 1 and f"not generated: exercises/{JOIN}.ipynb" in done.output


@pytest.mark.parametrize("option", ["--overwrite", "--as=notebook", "--to=work"])
def test_check_changes_nothing(clone: Path, option: str) -> None:
    """It is not combined with what writes."""
    done = _build("--check", option)
    assert done.exit_code == 2 and "changes nothing" in done.output
    assert not (clone / "work").exists()


def test_another_folder_is_kept_as_well(clone: Path) -> None:
    """`--to DIR` renews what it wrote, keeps what was edited, and touches nothing else."""
    words = ("--as", "notebook", "--to", "work")
    book = clone / "work" / f"{JOIN}.ipynb"
    before = (clone / MANIFEST).read_bytes()
    assert f"wrote: {JOIN}.ipynb" in _build("join", *words).output
    assert "work/ is up to date" in _build("join", *words).output
    _renewed(clone, JOIN)
    assert f"wrote: {JOIN}.ipynb" in _build("join", *words).output
    book.write_text(MINE)
    done = _build(*words)
    assert done.exit_code == 1 and f"{JOIN}.ipynb differs from" in done.output
    assert book.read_text() == MINE and (clone / "work" / f"{SPLIT}.ipynb").is_file()
    done = _build(*words, "--overwrite")
    (copy,) = (clone / "work/.torchdojo/backups").glob(f"*/{JOIN}.ipynb")
    assert done.exit_code == 0 and copy.read_text() == MINE != book.read_text()
    assert (clone / MANIFEST).read_bytes() == before


def test_windows_line_endings_are_no_edit(clone: Path) -> None:
    """A clone that git checked out with CRLF is as generated, and can be renewed."""
    for path in (clone / "exercises").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert _build("--check").exit_code == 0
    _renewed(clone, SPLIT)
    assert f"wrote: {SPLIT_FILE}" in _build().output


def test_a_folder_outside_is_not_written(clone: Path, tmp_path: Path) -> None:
    """A track that is a link to elsewhere: one sentence, and nothing appears there."""
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    shutil.rmtree(clone / "exercises/01_tensors")
    (clone / "exercises/01_tensors").symlink_to(outside)
    done = _build("--overwrite")
    assert done.exit_code == 1 and "leads out of" in done.output
    assert list(outside.iterdir()) == []


def test_the_manifest_is_committed() -> None:
    """A fresh clone of this repository knows what it may replace."""
    listed = subprocess.run(
        ["git", "ls-files", MANIFEST], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert listed.stdout.strip() == MANIFEST
