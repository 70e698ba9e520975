"""The wire between referee and player: frames of JSON beside safetensors, never pickle.

A frame is a header (JSON text) and a body (safetensors bytes). Only data passes: ``None``,
booleans, numbers, strings, bytes, paths, lists, tuples, dictionaries, tensors, arrays.
"""

import base64
import json
import socket
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save

MAX_FRAME = 64 * 2**20
MAX_HEADER = 8 * 2**20
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_KEYS = 5_000
_LENGTHS = struct.Struct("!IQ")


class WireError(Exception):
    """What was sent is not data, is too large, or is damaged."""


class ChannelClosed(WireError):
    """The other side closed the channel before its message was complete."""


class Unsendable(WireError):
    """A value that is not plain data; the message names its type."""


def encode(value: object) -> tuple[bytes, bytes]:
    """Return the header and the body of `value`.

    Tensors of any shape and dtype are copied to the CPU; tensors on ``meta`` keep shape and dtype
    alone. Raises `Unsendable` where `value` holds anything that is not plain data.
    """
    tensors: dict[str, torch.Tensor] = {}
    with torch._C.DisableTorchFunctionSubclass():
        tree = _flatten(value, tensors, 0)
        body = save(tensors) if tensors else b""
    return json.dumps(tree).encode(), body


def _flatten(value: object, tensors: dict[str, torch.Tensor], depth: int) -> object:
    if depth > MAX_DEPTH:
        raise Unsendable(f"it is nested more than {MAX_DEPTH} levels deep")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return value if type(value) in (int, float) else {"plain": _plain_number(value)}
    if isinstance(value, torch.Tensor):
        return _flatten_tensor(value, tensors)
    if isinstance(value, np.ndarray | np.generic):
        return {"array": _flatten_tensor(torch.from_numpy(np.array(value)), tensors)}
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return {kind: [_flatten(item, tensors, depth + 1) for item in value]}
    if isinstance(value, dict):
        pairs = value.items()
        return {"dict": [[_flatten(part, tensors, depth + 1) for part in pair] for pair in pairs]}
    return _flatten_rare(value)


def _plain_number(value: int | float) -> int | float:
    return int(value) if isinstance(value, int) else float(value)


def _flatten_rare(value: object) -> object:
    if isinstance(value, bytes | bytearray):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, Path):
        return {"path": str(value)}
    if isinstance(value, torch.dtype | torch.device):
        return str(value)
    kind = type(value)
    raise Unsendable(f"it holds a `{kind.__module__}.{kind.__qualname__}`, which is not plain data")


def _flatten_tensor(value: torch.Tensor, tensors: dict[str, torch.Tensor]) -> object:
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        name = type(value).__qualname__
        raise Unsendable(f"it holds a `{name}`, a subclass of torch.Tensor, not a plain tensor")
    if value.device.type == "meta":
        return {"meta": list(value.shape), "dtype": str(value.dtype)[6:]}
    key = str(len(tensors))
    tensors[key] = value.detach().cpu().contiguous().clone()
    return {"tensor": key}


def decode(header: bytes, body: bytes) -> Any:
    """Rebuild a value from an untrusted header and body; raises `WireError` if it is malformed."""
    try:
        tree = json.loads(header)
        if int.from_bytes(body[:8], "little") > MAX_HEADER:
            raise WireError("the message describes too many tensors")
        tensors = load(body) if body else {}
        return _Rebuild(tensors).value(tree, 0)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"the message is malformed ({type(error).__name__})") from error


class _Rebuild:
    """Turns a decoded JSON tree into values, counting nodes so that no message is a bomb."""

    def __init__(self, tensors: dict[str, torch.Tensor]) -> None:
        self.tensors = tensors
        self.nodes = self.keys = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("the message holds too many or too deeply nested values")
        if isinstance(tree, str):
            return tree.encode("utf-8", "backslashreplace").decode()
        if not isinstance(tree, dict):
            return tree
        kind = next(iter(tree))
        if kind in ("list", "tuple"):
            items = [self.value(item, depth + 1) for item in tree[kind]]
            return items if kind == "list" else tuple(items)
        if kind == "dict":
            return {self._key(k, depth + 1): self.value(v, depth + 1) for k, v in tree[kind]}
        return self._leaf(kind, tree)

    def _key(self, tree: Any, depth: int) -> Any:
        """A key; only hashes of text are secret, so other keys can be made to collide."""
        self.keys += not isinstance(tree, str)
        if self.keys > MAX_KEYS:
            raise WireError("the message holds too many keys that are not text")
        return self.value(tree, depth)

    def _leaf(self, kind: str, tree: dict[str, Any]) -> Any:
        if kind == "tensor":
            return self.tensors[tree["tensor"]]
        if kind == "meta":
            return torch.empty(tree["meta"], dtype=getattr(torch, tree["dtype"]), device="meta")
        if kind == "array":
            return self._leaf("tensor", tree["array"]).numpy()
        if kind == "plain":
            return _plain_number(tree["plain"])
        if kind == "path":
            return Path(tree["path"])
        if kind == "bytes":
            return base64.b64decode(tree["bytes"])
        raise WireError(f"the message holds an unknown kind of value, {kind!r:.20}")


def devices(value: object) -> list[str]:
    """The kinds of device that the tensors in `value` live on, sorted."""
    if isinstance(value, torch.Tensor):
        return [value.device.type]
    parts = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(parts, list | tuple):
        return []
    return sorted({kind for part in parts for kind in devices(part)})


def frame(value: object) -> bytes:
    """Encode `value` as one frame; raises `Unsendable`."""
    header, body = encode(value)
    size = len(header) + len(body)
    if len(header) > MAX_HEADER:
        raise Unsendable(f"it is {size / 2**20:.0f} MiB of text and numbers, which is too much")
    if size > MAX_FRAME:
        raise Unsendable(f"it is {size / 2**20:.0f} MiB; at most {MAX_FRAME // 2**20} are taken")
    return _LENGTHS.pack(len(header), len(body)) + header + body


class Frames:
    """Collects bytes as they arrive and gives back whole values."""

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

    def take(self) -> Any:
        """Remove the first whole frame and return its value; raises `WireError`."""
        head, body = self._lengths()
        start, middle = _LENGTHS.size, _LENGTHS.size + head
        header, tensors = self._data[start:middle], self._data[middle : middle + body]
        del self._data[: middle + body]
        return decode(bytes(header), bytes(tensors))


def receive(channel: socket.socket, frames: Frames) -> Any:
    """Wait for one value, without a time limit; raises `ChannelClosed` at the end of the stream."""
    while not frames.complete:
        data = channel.recv(2**20)
        if not data:
            raise ChannelClosed("the channel was closed")
        frames.feed(data)
    return frames.take()
