"""Writing into people's folders: never over what they did, never by halves, never elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from torchdojo.errors import DojoError
from torchdojo.keeping import LOCAL, MANIFEST, Keeper, digest, refusal, write_whole

JOIN, SPLIT = "01_tensors/11_join.py", "01_tensors/10_split.py"
OLD, NEW, MINE = b"stub = 1\n", b"stub = 2\n", b"solved = True\n"


def _written(folder: Path, manifest: str = MANIFEST) -> Path:
    """A folder as a command leaves it, with its record."""
    keeper = Keeper(folder, manifest)
    keeper.write({JOIN: OLD, SPLIT: OLD})
    keeper.save()
    return folder


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("manifest", [MANIFEST, LOCAL])
def test_what_is_as_it_was_written_is_replaced(tmp_path: Path, manifest: str) -> None:
    """A newer generation goes over an older one; nothing but files and record is left behind."""
    folder = _written(tmp_path, manifest)
    changes = Keeper(folder, manifest).write({JOIN: NEW, SPLIT: OLD})
    assert (changes.updated, changes.wrote, changes.kept) == ((JOIN,), (), ())
    assert (folder / JOIN).read_bytes() == NEW


def test_the_private_folder_is_there_only_while_it_is_needed(tmp_path: Path) -> None:
    """A folder that is handed on holds the files and the manifest, and nothing else."""
    assert _names(_written(tmp_path)) == ["01_tensors", SPLIT, JOIN, MANIFEST]


def test_edits_are_kept(tmp_path: Path) -> None:
    """Somebody's work stays, whatever else is brought up to date, and whatever is saved."""
    folder = _written(tmp_path)
    (folder / JOIN).write_bytes(MINE)
    for _ in range(2):
        keeper = Keeper(folder)
        assert keeper.write({JOIN: NEW, SPLIT: NEW}).kept == (JOIN,)
        keeper.save()
        assert (folder / JOIN).read_bytes() == MINE and (folder / SPLIT).read_bytes() == NEW
    (folder / JOIN).write_bytes(OLD)
    assert Keeper(folder).write({JOIN: NEW}).updated == (JOIN,), "reverted by hand"


def test_overwriting_puts_a_copy_aside_each_time(tmp_path: Path) -> None:
    """Two overwritings in one second are two copies, byte for byte, which git does not see."""
    folder = _written(tmp_path)
    copies = []
    for mine in (MINE, b"\xff\xfe not UTF-8"):
        (folder / JOIN).write_bytes(mine)
        keeper = Keeper(folder)
        changes = keeper.write({JOIN: NEW, SPLIT: NEW}, lambda path: path == JOIN)
        keeper.save()
        assert changes.overwrote == (JOIN,) and changes.backup is not None
        copies.append((changes.backup / JOIN).read_bytes())
    assert copies == [MINE, b"\xff\xfe not UTF-8"]
    assert len(list((folder / ".torchdojo/backups").iterdir())) == 2
    subprocess.run(["git", "init", "-q", folder], check=True)
    command = ["git", "-C", folder, "status", "--porcelain", "-uall"]
    status = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert ".torchdojo" not in status and MANIFEST in status


def test_without_a_record_everything_is_somebodys(tmp_path: Path) -> None:
    """Only what is right already is taken over: a record that got lost costs nobody's work."""
    folder = _written(tmp_path)
    (folder / MANIFEST).unlink()
    keeper = Keeper(folder)
    assert keeper.write({JOIN: NEW, SPLIT: OLD}).kept == (JOIN,)
    assert keeper.written == {SPLIT: digest(OLD)}


@pytest.mark.parametrize(
    "touched",
    [OLD.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + OLD, b"\xef\xbb\xbf" + b"stub = 1\r\n"],
    ids=["line endings", "byte order mark", "both"],
)
def test_line_endings_and_marks_are_nobodys_work(tmp_path: Path, touched: bytes) -> None:
    """What git or an editor changes by itself neither needs a new file nor stands in its way."""
    folder = _written(tmp_path)
    (folder / JOIN).write_bytes(touched)
    assert Keeper(folder).state(JOIN, OLD) == "current"
    assert Keeper(folder).state(JOIN, NEW) == "ours"


@pytest.mark.parametrize("data", [b"\0\r\n", b"\xff\r\n"])
def test_in_data_every_byte_counts(data: bytes) -> None:
    """A picture whose line endings were "mended" is another file."""
    assert digest(data) != digest(data.replace(b"\r\n", b"\n"))


def test_links_lead_nowhere(tmp_path: Path) -> None:
    """A file that is a link is somebody's and is replaced itself; a folder may not lead out."""
    folder, outside = _written(tmp_path / "in"), tmp_path / "out"
    outside.mkdir()
    (outside / "join.py").write_bytes(OLD)
    (folder / JOIN).unlink()
    (folder / JOIN).symlink_to(outside / "join.py")
    assert Keeper(folder).write({JOIN: NEW}).kept == (JOIN,)
    assert Keeper(folder).write({JOIN: NEW}, lambda _: True).overwrote == (JOIN,)
    assert not (folder / JOIN).is_symlink() and (outside / "join.py").read_bytes() == OLD
    (folder / "02").symlink_to(outside)
    with pytest.raises(DojoError, match="leads out of"):
        Keeper(folder).write({"02/join.py": NEW}, lambda _: True)
    with pytest.raises(DojoError, match="leads out of"):
        Keeper(folder).write({"../out/join.py": NEW}, lambda _: True)


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    """Folders, pipes and dangling links are neither read nor replaced."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("folder", "pipe", "dangling"):
        with pytest.raises(DojoError, match="no regular file"):
            Keeper(tmp_path).write({name: NEW}, lambda _: True)


def test_a_failure_is_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    """A file stands where a folder is needed."""
    (tmp_path / "01_tensors").write_bytes(MINE)
    with pytest.raises(DojoError, match="could not be written"):
        Keeper(tmp_path).write({JOIN: NEW})
    assert (tmp_path / "01_tensors").read_bytes() == MINE


@pytest.mark.parametrize("text", ["[]", '{"written": {}}', "\0" * 99, f"{'a' * 64} join.py"])
def test_a_damaged_manifest_is_told(tmp_path: Path, text: str) -> None:
    """One sentence, and nothing is written."""
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(DojoError, match="is damaged"):
        Keeper(tmp_path)


def test_both_sides_of_a_merge_were_written_here(tmp_path: Path) -> None:
    """Git's marks, or both lines by ``merge=union``: either digest serves, then one is left."""
    folder = _written(tmp_path)
    theirs = f"{digest(NEW)}  {JOIN}"
    ours = f"{digest(OLD)}  {JOIN}"
    text = (folder / MANIFEST).read_text()
    marked = f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> other"
    (folder / MANIFEST).write_text(text.replace(ours, marked))
    for found in (OLD, NEW):
        (folder / JOIN).write_bytes(found)
        assert Keeper(folder).state(JOIN, b"newest\n") == "ours"
    keeper = Keeper(folder)
    assert not keeper.is_recorded()
    keeper.write({JOIN: OLD})
    keeper.save()
    assert (folder / MANIFEST).read_text() == text


_KILLED = """
import os, sys
from pathlib import Path
from torchdojo.keeping import Keeper, atomic

moment, folder = sys.argv[1], Path(sys.argv[2])
if moment == "while it writes":
    atomic.os.fsync = lambda handle: os.fstat(handle).st_size == 10 and os._exit(9)
    atomic.settle = lambda folders: None
keeper = Keeper(folder)
keeper.write({"01_tensors/11_join.py": b"stub = 22\\n"})
os._exit(9)
"""


@pytest.mark.parametrize("moment", ["while it writes", "before it saves"])
def test_a_killed_build_leaves_whole_files_that_are_known(tmp_path: Path, moment: str) -> None:
    """Whenever it is killed: the file is the old or the new one, and the next build goes on."""
    folder = _written(tmp_path)
    done = subprocess.run([sys.executable, "-c", _KILLED, moment, str(folder)], check=False)
    assert done.returncode == 9
    whole = OLD if moment == "while it writes" else b"stub = 22\n"
    assert (folder / JOIN).read_bytes() == whole
    for left in (folder / "01_tensors").glob(".*"):
        os.utime(left, (0, 0))
    keeper = Keeper(folder)
    assert keeper.write({JOIN: NEW}).updated == (JOIN,)
    keeper.save()
    assert _names(folder) == ["01_tensors", SPLIT, JOIN, MANIFEST]


def test_every_name_of_a_file_can_be_recorded(tmp_path: Path) -> None:
    """Spaces, bytes that are not UTF-8 and odd line separators; only a line break is refused."""
    for n, name in enumerate(("# a  b.html", "=======.html", "b\udcff.html", "\u2028\x0b.html")):
        folder = tmp_path / str(n)
        keeper = Keeper(folder, LOCAL)
        keeper.write({name: OLD})
        keeper.save()
        assert Keeper(folder, LOCAL).written == {name: digest(OLD)}
    with pytest.raises(DojoError, match="line break"):
        Keeper(tmp_path).write({"a\nb": OLD})


def test_what_one_run_noted_the_next_one_records(tmp_path: Path) -> None:
    """A run that writes one file and is killed, then one that writes another and saves."""
    Keeper(tmp_path, LOCAL).write({JOIN: OLD})
    keeper = Keeper(tmp_path, LOCAL)
    keeper.write({SPLIT: OLD})
    keeper.save()
    assert Keeper(tmp_path, LOCAL).written == {JOIN: digest(OLD), SPLIT: digest(OLD)}


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    """New files are as the umask has it, replaced ones as they were."""
    place = tmp_path / "run.sh"
    write_whole(place, OLD)
    mask = os.umask(0)
    os.umask(mask)
    assert place.stat().st_mode & 0o777 == 0o666 & ~mask
    place.chmod(0o750)
    write_whole(place, NEW)
    assert place.stat().st_mode & 0o777 == 0o750 and place.read_bytes() == NEW


def test_the_refusal_is_one_sentence() -> None:
    """It names the files, what they would need and where copies go; long lists are cut."""
    assert refusal([JOIN]) == (
        f"{JOIN} differs from what torchdojo last wrote there, so it was kept: `--overwrite` "
        "replaces such files, after a copy of each went to `.torchdojo/backups/`."
    )
    assert "and 3 more differ from" in refusal([f"{n}.py" for n in range(13)])
