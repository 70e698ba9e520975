"""Ranks without GPUs: the same `torch.distributed` code on simulated ranks or real processes.

`simulate` lets ranks take turns in one process: it needs milliseconds, repeats exactly, and says
who waits for whom when they wait for ever. `spawn` runs real processes that talk by gloo.
"""

from torchdojo.ranks.processes import spawn
from torchdojo.ranks.simulated import Unwaited, simulate
from torchdojo.ranks.standing_in import Unsimulated
from torchdojo.ranks.turns import Call, Disagreement, Ranks, Stuck

__all__ = [
    "Call",
    "Disagreement",
    "Ranks",
    "Stuck",
    "Unsimulated",
    "Unwaited",
    "simulate",
    "spawn",
]
