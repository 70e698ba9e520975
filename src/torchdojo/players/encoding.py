"""From values to a frame's header and body: JSON beside safetensors, never pickle.

In the JSON a number, a text, a boolean or ``null`` stands for itself, and a list for everything
else: its first item says for what. There are no JSON objects.
"""

import base64
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save

from torchdojo.players.data import (
    DTYPES,
    MAX_BITS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_PATH,
    NotData,
    name_of,
)

Tensors = dict[str, torch.Tensor]
_TORCHVISIONS = ("Image", "Mask", "Video", "BoundingBoxes", "KeyPoints")
"""Kinds of tensors in ``torchvision.tv_tensors``."""
_PLAIN_ARRAYS = "biufc"
"""The kinds of NumPy dtypes that are numbers."""


def encode(value: object) -> tuple[bytes, bytes]:
    """Return the header and the body of `value`.

    Tensors of any shape are copied to the CPU; tensors on ``meta`` keep shape and dtype alone.
    Raises `NotData` where `value` holds anything that is not plain data.
    """
    tensors: Tensors = {}
    with torch._C.DisableTorchFunctionSubclass():
        tree = _flatten(value, tensors, 0)
        body = save(tensors) if tensors else b""
    return json.dumps(tree, allow_nan=False, separators=(",", ":")).encode("ascii"), body


def _flatten(value: object, tensors: Tensors, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise NotData(f"it is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, torch.Tensor):
        return _tensor(value, tensors)
    if isinstance(value, np.ndarray) or (
        isinstance(value, np.generic) and not isinstance(value, int | float | str | bytes)
    ):
        return _array(np.array(value), tensors)
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return [kind, *(_flatten(item, tensors, depth + 1) for item in value)]
    if isinstance(value, dict):
        pairs = ((_key(k, depth + 1), _flatten(v, tensors, depth + 1)) for k, v in value.items())
        return ["dict", *(part for pair in pairs for part in pair)]
    return _leaf(value)


def _key(value: object, depth: int) -> object:
    if isinstance(value, tuple) and depth <= MAX_DEPTH:
        return ["tuple", *(_key(part, depth + 1) for part in value)]
    if isinstance(value, torch.Tensor | np.ndarray | list | dict | tuple):
        raise NotData(f"a key of a dictionary is or holds a {type(value).__name__}")
    return _leaf(value)


def _leaf(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, bytes | bytearray):
        return ["bytes", base64.b64encode(value).decode()]
    if isinstance(value, Path):
        return ["path", _path(value)]
    if isinstance(value, torch.dtype | torch.device):
        return str(value)
    kind = type(value)
    raise NotData(f"it holds a `{kind.__module__}.{kind.__qualname__}`, which is not plain data")


def _text(value: str) -> str:
    """The text itself, with halves of surrogate pairs, which are no characters, written out."""
    return str.encode(value, "utf-8", "backslashreplace").decode("utf-8")


def _number(value: int | float) -> object:
    if isinstance(value, float):
        value = float(value)
        return value if math.isfinite(value) else ["float", str(value)]
    value = int(value)
    if (bits := value.bit_length()) > MAX_BITS:
        raise NotData(f"it holds an integer of {bits} bits; at most {MAX_BITS} are taken")
    return value


def _path(value: Path) -> str:
    text = _text(str(value))
    if len(text) > MAX_PATH or "\0" in text:
        raise NotData("it holds a path that no file can have")
    return text


def _array(value: "np.ndarray", tensors: Tensors) -> object:
    if value.dtype.kind not in _PLAIN_ARRAYS:
        raise NotData(f"it holds a NumPy array of dtype {value.dtype}, which is not plain data")
    plain = value.astype(value.dtype.newbyteorder("="), copy=False)
    return ["array", *_placed(torch.from_numpy(plain), tensors)]


def _is_torchvisions(value: torch.Tensor) -> bool:
    """Whether it is one of torchvision's own kinds of tensor, such as an image, and no other."""
    module: Any = sys.modules.get("torchvision.tv_tensors")
    return any(type(value) is getattr(module, name, None) for name in _TORCHVISIONS)


def _tensor(value: torch.Tensor, tensors: Tensors) -> object:
    if type(value) not in (torch.Tensor, torch.nn.Parameter) and not _is_torchvisions(value):
        name = type(value).__qualname__
        raise NotData(f"it holds a `{name}`, a subclass of torch.Tensor, not a plain tensor")
    if value.device.type == "meta":
        _need_taken(value)
        return ["meta", name_of(value.dtype), *value.shape]
    return ["tensor", *_placed(value, tensors)]


def _placed(value: torch.Tensor, tensors: Tensors) -> list[object]:
    """Put `value` among the `tensors`; returns where it is found and its dtype."""
    _need_taken(value)
    plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous().clone()
    wide = plain.dtype == torch.complex128  # safetensors has none
    place = str(len(tensors))
    tensors[place] = torch.view_as_real(plain) if wide else plain
    return [place, name_of(plain.dtype)]


def _need_taken(value: torch.Tensor) -> None:
    if value.dim() > MAX_DIMENSIONS:
        most = f"at most {MAX_DIMENSIONS} are taken"
        raise NotData(f"it holds a tensor of {value.dim()} dimensions; {most}")
    if name_of(value.dtype) not in DTYPES or value.layout is not torch.strided:
        kind = f"{name_of(value.dtype)} tensor with the layout {value.layout}"
        raise NotData(f"it holds a {kind}, which is not plain data")
