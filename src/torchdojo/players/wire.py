"""The wire between referee and player: frames, each of which holds one value.

A frame is a header (JSON text) and a body (safetensors bytes), with their lengths before them. Only
plain data passes, see `torchdojo.players.data`.
"""

import socket
import struct
from typing import Any, NamedTuple

from torchdojo.players.data import MAX_FRAME, MAX_HEADER, ChannelClosed, NotData, WireError, devices
from torchdojo.players.decoding import decode
from torchdojo.players.encoding import encode

__all__ = [
    "ChannelClosed", "Frame", "Frames", "NotData", "WireError",
    "decode", "devices", "encode", "frame", "receive", "unframe",
]  # fmt: skip
_LENGTHS = struct.Struct("!IQ")


class Frame(NamedTuple):
    """One frame as it came: nothing in it has been looked at."""

    header: bytes
    body: bytes


def frame(value: object) -> bytes:
    """Encode `value` as one frame; raises `NotData`."""
    header, body = encode(value)
    size = len(header) + len(body)
    if len(header) > MAX_HEADER:
        raise NotData(f"it is {size / 2**20:.0f} MiB of text and numbers, which is too much")
    if size > MAX_FRAME:
        raise NotData(f"it is {size / 2**20:.0f} MiB; at most {MAX_FRAME // 2**20} are taken")
    return _LENGTHS.pack(len(header), len(body)) + header + body


def unframe(data: bytes) -> Any:
    """The value that `frame` made `data` of; raises `WireError` if it is anything else."""
    frames = Frames()
    frames.feed(data)
    if not frames.complete:
        raise WireError("the message is cut off")
    value = decode(*frames.take())
    if frames.begun:
        raise WireError("the message has something behind it")
    return value


class Frames:
    """Collects bytes as they arrive and gives back whole frames."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes; raises `WireError` as soon as they announce a frame that is too large."""
        self._data += data
        if len(self._data) < _LENGTHS.size:
            return
        head, body = self._lengths()
        if head > MAX_HEADER or head + body > MAX_FRAME:
            raise WireError("the message is too large")

    def _lengths(self) -> tuple[int, int]:
        head, body = _LENGTHS.unpack_from(self._data)
        return head, body

    @property
    def complete(self) -> bool:
        """Whether a whole frame has arrived."""
        size = _LENGTHS.size
        return len(self._data) >= size and len(self._data) >= size + sum(self._lengths())

    @property
    def begun(self) -> bool:
        """Whether anything has arrived that was not taken yet."""
        return bool(self._data)

    def take(self) -> Frame:
        """Remove the first whole frame."""
        head, body = self._lengths()
        start, middle = _LENGTHS.size, _LENGTHS.size + head
        found = Frame(bytes(self._data[start:middle]), bytes(self._data[middle : middle + body]))
        del self._data[: middle + body]
        return found


def receive(channel: socket.socket, frames: Frames) -> Any:
    """Wait for one value, without a time limit; raises `ChannelClosed` at the end of the stream."""
    while not frames.complete:
        data = channel.recv(2**20)
        if not data:
            raise ChannelClosed("the channel was closed")
        frames.feed(data)
    return decode(*frames.take())
