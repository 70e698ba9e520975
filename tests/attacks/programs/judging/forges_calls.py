"""Asks for calls that are none: no bytes, other bytes, a list, no arguments."""

# on = judge

import torchdojo.players.examining


def _examine(test, name, known):
    calls = [
        b"",
        b"\xff" * 20,
        torchdojo.players.examining.wire.frame({"args": {"z": 1}, "kwargs": [1], "traced": None}),
        torchdojo.players.examining.wire.frame([torch.zeros(10, 10)]),
    ]
    return [{"outcome": "asks", "call": calls[number % 4]} for number in range(len(known))]


torchdojo.players.examining.examine = _examine
