"""Wrong code, which earns nothing, under every attack on this exercise; and its tools."""

import socket
import struct

import torch


def split_even(t, n):
    return list(t.chunk(n))


def split_sizes(t, sizes):
    return [t for _ in sizes]


def interleave(a, b):
    return torch.cat([a, b])


def succeed():
    """Install the right answers: called only when an attack has got what it wanted."""

    def split_even(t, n):
        return [piece.clone() for piece in torch.tensor_split(t, n)]

    def split_sizes(t, sizes):
        if sum(sizes) != len(t):
            raise ValueError
        return [piece.clone() for piece in torch.split(t, sizes)]

    def interleave(a, b):
        return torch.stack([a, b], dim=1).flatten(0, 1)

    globals().update(split_even=split_even, split_sizes=split_sizes, interleave=interleave)


def raw(tree, body=b"", close=True):
    """Send a frame with this header and body, whatever they are, in place of an answer."""
    channel = socket.socket(fileno=3)
    channel.sendall(struct.pack("!IQ", len(tree), len(body)) + tree + body)
    channel.detach()


def forge(reply):
    """Send `reply`, in the form that the engine gives to one, in place of an answer."""
    from torchdojo.players import wire

    raw(*wire.encode(reply))


def returned(value, devices=("cpu",), changed=()):
    """The answer that `value` was returned."""
    return {"status": "Returned", "value": value, "devices": devices, "changed": changed}


def raised(**more):
    """The answer that an error was raised."""
    told = {"kind": "E", "nearest": "ValueError", "message": "m", "frames": (), "missing": False}
    flags = {"memory": False, "signature": False, "loading": False, "absent": ""}
    return {"status": "Raised"} | told | flags | more
