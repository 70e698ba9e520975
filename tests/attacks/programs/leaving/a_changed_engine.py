"""Writes into the engine's own files and the installed packages."""

# stops = full, confined

import os

import torch

for _module in (os.__file__, torch.__file__, "@ROOT@/src/torchdojo/players/wire.py"):
    try:
        with open(_module, "a"):
            succeed()
    except OSError:
        continue
