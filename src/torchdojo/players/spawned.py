"""A player in a process of its own: ``python -m torchdojo.players.spawned CHANNEL OUTPUT``.

Its settings come as JSON on standard input.
"""

import json
import sys
from pathlib import Path

from torchdojo.players import kernel
from torchdojo.players.birth import become_player
from torchdojo.players.isolation import Level, enclosure

if __name__ == "__main__":
    if sys.platform == "linux":
        kernel.forget_first_environment()
    told = json.loads(sys.stdin.readline())
    folder = Path(told["folder"])
    made = enclosure(Level(told["level"]), folder, told["readable"], told["secrets"])
    become_player(int(sys.argv[1]), int(sys.argv[2]), made)
