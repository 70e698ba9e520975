"""A player in a process of its own: ``python -m torchdojo.players.spawned FD FD LEVEL HOME``."""

import sys
from pathlib import Path

from torchdojo.players.host import become_player
from torchdojo.players.isolation import Level

if __name__ == "__main__":
    channel, output, level, home = sys.argv[1:]
    become_player([int(channel), int(output)], Level(level), Path(home))
