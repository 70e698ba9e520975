"""Who may be overwritten: a folder's files against the record of what was written there."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from torchdojo.errors import DojoError
from torchdojo.keeping.atomic import content, replace, settle, told
from torchdojo.keeping.changes import Changes, State
from torchdojo.keeping.manifest import (
    BACKUPS,
    MANIFEST,
    PRIVATE,
    digest,
    is_recorded,
    read_journal,
    read_manifest,
    says,
    write_manifest,
)

_JOURNAL = f"{PRIVATE}/journal.jsonl"


def _never(path: str) -> bool:
    del path
    return False


class Keeper:
    """Writes files under `root`, over nothing that was not written there before.

    Args:
        root: the folder; it is made when something is written.
        manifest: where in it the record is, `MANIFEST` or `LOCAL`; None if the caller keeps
            `written`, and calls `save` when that is done.
        known: digests by path that a record of another form holds.

    What is about to be written is noted first, so that after a crash it is known as well; `save`
    turns the notes into the record. Every method raises `DojoError` where a link leads out of
    `root`, something is no regular file, or the system refuses.
    """

    def __init__(
        self, root: Path, manifest: str | None = MANIFEST, known: Mapping[str, str] | None = None
    ) -> None:
        self.root, self._manifest = root, manifest
        self.written: dict[str, str] = {}
        """The digest of each file as it was last written here, by its path in `root`."""
        self._known: dict[str, set[str]] = {}
        recorded = read_manifest(root / manifest) if manifest else []
        for path, value in (*(known or {}).items(), *recorded):
            self._record(path, value)
        for path, value in read_journal(root / _JOURNAL):
            if path not in self.written or self._holds(path, value):
                self.written[path] = value
            self._known.setdefault(path, set()).add(value)

    def state(self, path: str, data: bytes) -> State:
        """How the file at `path` stands to the `data` that should be there."""
        with told(self.root):
            place = self.place(path)
            found = content(place)
        if found is None:
            return "absent"
        if digest(found) == digest(data):
            return "current"
        return "ours" if self._is_ours(path) else "edited"

    def write(
        self, files: Mapping[str, bytes], may_overwrite: Callable[[str], bool] = _never
    ) -> Changes:
        """Bring `files` up to date, except those that were edited.

        `may_overwrite` is asked about each of these; if it agrees, a copy is put aside first.
        """
        states = {path: self.state(path, data) for path, data in files.items()}
        edited = [path for path, state in states.items() if state == "edited"]
        agreed = [path for path in edited if may_overwrite(path)]
        kept = tuple(path for path in edited if path not in set(agreed))
        due = {p: files[p] for p, state in states.items() if state != "current" and p not in kept}
        with told(self.root):
            backup = self._put_aside(agreed) if agreed else None
            self._write(due)
        self.confirm({p: files[p] for p, state in states.items() if state == "current"})
        by_state = {s: tuple(p for p in due if states[p] == s) for s in ("absent", "ours")}
        return Changes(by_state["absent"], by_state["ours"], tuple(agreed), kept, backup)

    def confirm(self, files: Mapping[str, bytes]) -> None:
        """Take `files`, which are as they should be, for written here, and nothing else."""
        self.written |= {path: digest(data) for path, data in files.items()}

    def remove(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Remove those of `paths` that nobody edited, and drop them all from the record.

        Returns those that are kept.
        """
        present = [path for path in paths if self.state(path, b"") != "absent"]
        edited = tuple(path for path in present if not self._is_ours(path))
        with told(self.root):
            for path in present:
                if path not in edited:
                    self.place(path).unlink()
        self.forget(paths)
        return edited

    def forget(self, paths: Iterable[str]) -> None:
        """Drop `paths` from the record, as files that are written no longer."""
        for path in paths:
            self.written.pop(path, None)

    def is_recorded(self) -> bool:
        """Whether the record says just what `written` says."""
        return self._manifest is not None and says(self.root / self._manifest, self.written)

    def save(self) -> None:
        """Make the record durable."""
        with told(self.root):
            if self._manifest is not None:
                private = self._manifest.startswith(PRIVATE)
                place = self.private if private else self.place
                write_manifest(place(self._manifest), self.written)
            self.place(_JOURNAL).unlink(missing_ok=True)
            folder = self.root / PRIVATE
            if folder.is_dir() and [path.name for path in folder.iterdir()] == [".gitignore"]:
                shutil.rmtree(folder)

    def _record(self, path: str, value: str) -> None:
        self.written[path] = value
        self._known.setdefault(path, set()).add(value)

    def _is_ours(self, path: str) -> bool:
        place = self.place(path)
        data = content(place)
        recorded = data is not None and is_recorded(data, self._known.get(path, set()))
        return recorded and not place.is_symlink()

    def _holds(self, path: str, value: str) -> bool:
        found = content(self.place(path))
        return found is not None and digest(found) == value

    def _write(self, files: Mapping[str, bytes]) -> None:
        if not files:
            return
        self._note({path: digest(data) for path, data in files.items()})
        folders = set()
        for path, data in files.items():
            place = self.place(path)
            replace(place, data)
            folders.add(place.parent)
        settle(folders)

    def _note(self, digests: Mapping[str, str]) -> None:
        """Say what is about to be written, before it is."""
        with self.private(_JOURNAL).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in digests.items())
            file.flush()
            os.fsync(file.fileno())
        for path, value in digests.items():
            self._record(path, value)

    def _put_aside(self, paths: Iterable[str]) -> Path:
        """Copy files to a new folder of backups; returns it."""
        folder = self.new_backup()
        for path in paths:
            copy, data = folder / path, content(self.place(path))
            replace(copy, data or b"")
            settle([copy.parent])
        settle([folder, folder.parent, self.root / PRIVATE, self.root])
        return folder

    def new_backup(self) -> Path:
        """A new folder for copies of what will be overwritten."""
        stamp = f"{BACKUPS}/{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        names = (stamp if number == 1 else f"{stamp}-{number}" for number in range(1, 1000))
        folder = self.private(next(name for name in names if not (self.root / name).exists()))
        folder.mkdir()
        return folder

    def private(self, path: str) -> Path:
        """A place in the folder that git ignores; that folder is made if it is missing."""
        place, ignore = self.place(path), self.place(f"{PRIVATE}/.gitignore")
        place.parent.mkdir(parents=True, exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        return place

    def place(self, path: str) -> Path:
        """Where `path` is; raises `DojoError` if that is outside of `root`."""
        place = self.root / path
        if "\n" in path or "\r" in path:
            raise DojoError(f"{path!r} cannot be written: take the line break out of its name.")
        if not place.parent.resolve().is_relative_to(self.root.resolve()):
            raise DojoError(
                f"{place.parent} leads out of {self.root} by a link, so nothing is written there: "
                "replace the link by a folder."
            )
        return place
