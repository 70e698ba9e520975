"""Writing into people's folders, over nothing but what was written here before.

Every command that writes into a student's or an instructor's folder does it through a `Keeper`.
A file that somebody edited is kept, unless the caller agrees to overwrite it; then a copy goes to
``.torchdojo/backups/`` first. Each file is replaced whole, or not at all::

    keeper = Keeper(folder)
    changes = keeper.write({"01_tensors/11_join.py": text.encode()})
    keeper.save()
    if changes.kept:
        raise DojoError(refusal(changes.kept))
"""

from torchdojo.keeping.atomic import write_whole
from torchdojo.keeping.changes import Changes, State, refusal
from torchdojo.keeping.keeper import Keeper
from torchdojo.keeping.manifest import LOCAL, MANIFEST, PRIVATE, digest, record_of
from torchdojo.keeping.moving import move_in
from torchdojo.keeping.renewing import renew

__all__ = [
    "LOCAL",
    "MANIFEST",
    "PRIVATE",
    "Changes",
    "Keeper",
    "State",
    "digest",
    "move_in",
    "record_of",
    "refusal",
    "renew",
    "write_whole",
]
