"""From an untrusted header and body back to values: what is not exactly as `encoding` makes it is
refused, in bounded time and memory.
"""

import base64
import json
import math
from pathlib import Path
from typing import Any, NoReturn

import torch
from safetensors.torch import load

from torchdojo.players.data import (
    DTYPES,
    MAX_BITS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_HEADER,
    MAX_KEYS,
    MAX_NODES,
    MAX_PATH,
    MAX_SIZE,
    MAX_TENSORS,
    WireError,
    name_of,
)

_MAX_LISTS = 2 * MAX_NODES
_MAX_COMMAS = 8 * MAX_NODES
"""In the header's text, where those inside of texts are counted too."""
_MAX_DIGITS = 310
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def decode(header: bytes, body: bytes) -> Any:
    """Rebuild a value from an untrusted header and body; raises `WireError` if it is malformed."""
    try:
        rebuild = _Rebuild(_tensors(body))
        value = rebuild.value(_tree(header), 0)
        if rebuild.tensors:
            _refuse("holds tensors that belong nowhere")
        return value
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"the message is malformed ({type(error).__name__})") from error


def _refuse(why: str) -> NoReturn:
    raise WireError(f"the message {why}")


def _tree(header: bytes) -> Any:
    if header.count(b"[") > _MAX_LISTS or header.count(b",") > _MAX_COMMAS:
        _refuse("holds too many values")
    return json.loads(
        header.decode("ascii"),
        object_pairs_hook=lambda _: _refuse("holds a JSON object"),
        parse_constant=lambda _: _refuse("holds a number that is none"),
        parse_int=_integer,
        parse_float=_float,
    )


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS or (value := int(text)).bit_length() > MAX_BITS:
        _refuse("holds an integer that is too large")
    return value


def _float(text: str) -> float:
    value = float(text) if len(text) <= _MAX_DIGITS else math.inf
    return value if math.isfinite(value) else _refuse("holds a number that is too large")


def _tensors(body: bytes) -> dict[str, torch.Tensor]:
    if not body:
        return {}
    if int.from_bytes(body[:8], "little") > MAX_HEADER:
        _refuse("describes too many tensors")
    tensors: dict[str, torch.Tensor] = load(body)
    if len(tensors) > MAX_TENSORS:
        _refuse("holds too many tensors")
    return tensors


class _Rebuild:
    """Turns a decoded JSON tree into values, counting them so that no message is a bomb."""

    def __init__(self, tensors: dict[str, torch.Tensor]) -> None:
        self.tensors = tensors
        """Those that have not been used yet: each belongs to one place."""
        self.nodes = self.keys = 0

    def value(self, tree: Any, depth: int) -> Any:
        self._count(depth)
        if isinstance(tree, str):
            return _text(tree)
        if not isinstance(tree, list):
            return tree
        kind, *parts = tree
        if kind == "list":
            return [self.value(part, depth + 1) for part in parts]
        if kind == "tuple":
            return tuple(self.value(part, depth + 1) for part in parts)
        if kind == "dict":
            return self._dict(parts, depth)
        if kind in ("tensor", "array"):
            tensor = self._tensor(*parts)
            return tensor if kind == "tensor" else tensor.numpy()
        return _meta(*parts) if kind == "meta" else _rare(kind, *parts)

    def _count(self, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            _refuse("holds too many or too deeply nested values")

    def _dict(self, parts: list[Any], depth: int) -> dict[Any, Any]:
        if len(parts) % 2:
            _refuse("holds a key without a value")
        keys = [self._key(part, depth + 1) for part in parts[::2]]
        made = dict(zip(keys, (self.value(part, depth + 1) for part in parts[1::2]), strict=True))
        if len(made) < len(keys):
            _refuse("holds a key twice")
        return made

    def _key(self, tree: Any, depth: int) -> Any:
        self._count(depth)
        if isinstance(tree, str):
            return _text(tree)
        self.keys += 1
        if self.keys > MAX_KEYS:
            _refuse("holds too many keys that are not text")
        if not isinstance(tree, list):
            return tree
        kind, *parts = tree
        if kind == "tuple":
            return tuple(self._key(part, depth + 1) for part in parts)
        return _rare(kind, *parts)

    def _tensor(self, place: str, dtype: str) -> torch.Tensor:
        tensor = self.tensors.pop(place)
        if dtype == "complex128":
            tensor = torch.view_as_complex(tensor)
        if name_of(tensor.dtype) != dtype or dtype not in DTYPES:
            _refuse("holds a tensor of another dtype than it says")
        _need_a_shape(tensor.shape)
        return tensor


def _text(tree: str) -> str:
    tree.encode("utf-8")  # fails for half of a surrogate pair, which is no character
    return tree


def _need_a_shape(sizes: Any) -> None:
    fits = all(type(size) is int and 0 <= size <= MAX_SIZE for size in sizes)
    if len(sizes) > MAX_DIMENSIONS or not fits:
        _refuse("holds a tensor of an impossible shape")


def _meta(dtype: str, *sizes: int) -> torch.Tensor:
    _need_a_shape(sizes)
    return torch.empty(sizes, dtype=DTYPES[dtype], device="meta")


def _rare(kind: Any, text: str) -> Any:
    if not isinstance(text, str):
        _refuse("holds a value without its text")
    if kind == "float":
        return _FLOATS[text]
    if kind == "bytes":
        return base64.b64decode(text, validate=True)
    if kind == "path" and len(text) <= MAX_PATH and "\0" not in text:
        return Path(_text(text))
    return _refuse("holds an unknown kind of value")
