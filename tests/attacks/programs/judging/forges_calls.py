"""Asks for calls that are none: no bytes, other bytes, a list, no arguments."""

# on = judge

import torchdojo.players.examining
from torchdojo.players import wire

_round = 0


def _examine(test, name, known, times):
    global _round
    calls = [
        b"",
        b"\xff" * 20,
        wire.frame({"args": {"z": 1}, "kwargs": [1], "traced": None}),
        wire.frame([torch.zeros(10, 10)]),
        7,
    ]
    _round += 1
    return [{"outcome": "asks", "call": calls[_round % 5]}] * (1 + _round % 3)


torchdojo.players.examining.examine = _examine
