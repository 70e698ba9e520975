"""Several programs in one player, for a probe that has them work together."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from torchdojo.players.loading import Program


def together(first: str, module: ModuleType, others: Mapping[str, dict[str, Any]]) -> Any:
    """The modules by their names: `module`, which is loaded already, and others by their orders.

    What a program raises while it is loaded costs what it would have bound, as for one alone.
    """
    found = {first: module}
    place = Path(str(module.__file__)).parent
    for name, order in others.items():
        here = str(place / Path(order["filename"]).name)
        program = Program(
            order | {"filename": here}, lambda statement: None, Path(tempfile.mkdtemp())
        )
        program.load()
        if program.unreadable is not None:
            raise program.unreadable
        found[name] = program.module
    return SimpleNamespace(**found)
