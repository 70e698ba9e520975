"""Checks of `pick_device`, `move` and `padding_mask`."""

from collections import namedtuple
from contextlib import ExitStack
from unittest.mock import patch

import pytest
import torch

from torchdojo import probing


def chosen(module, available):
    """Calls `pick_device` on a machine where only the named kinds of accelerator are available"""
    with ExitStack() as stack:
        for name, kind in (("cuda", torch.cuda), ("mps", torch.backends.mps)):
            stack.enter_context(patch.object(kind, "is_available", lambda n=name: n in available))
        for kind in (torch.backends.cuda, torch.backends.mps):
            stack.enter_context(patch.object(kind, "is_built", lambda: True))
        device = module.pick_device()
    return {"returns": type(device).__name__, "device": str(device).split(":")[0]}


def named(module, x, y, text):
    """Moves a named tuple holding another one to `meta`, and looks at the kinds that come back"""
    Batch = namedtuple("Batch", ["data", "text"])
    Pair = namedtuple("Pair", ["x", "y"])
    moved = module.move(Batch(Pair(x, [y]), text), "meta")
    kinds = [type(value).__name__ for value in (moved, moved[0])]
    return {"the batch is a": kinds[0], "its first part is a": kinds[1], "values": moved}


def one_more(value):
    """Adds an item to each list and dict in `value`"""
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, (list, tuple, dict)):
            one_more(part)
    if isinstance(value, dict):
        value["one"] = "more"
    if isinstance(value, list):
        value.append("one more")


def afterwards(module, batch):
    """Moves a batch to `meta`, adds an item to each list and dict of the result, looks at both"""
    moved = module.move(batch, "meta")
    one_more(moved)
    return {"moved": moved, "the caller's batch": batch}


def same_memory(module, x):
    """Moves tensors to the device where they are, and looks whether they were copied"""
    first, second = module.move({"a": x, "b": [x[1:]]}, x.device).values()
    pairs = [(first, x), (second[0], x[1:])]
    found = ["same memory" if a.data_ptr() == b.data_ptr() else "a copy" for a, b in pairs]
    return {"on its own device": found, "elsewhere": module.move(x, "meta").device.type}


def growth(module, few, many):
    """Calls `padding_mask` with few lengths and positions, then more, and counts the operations"""
    counts = []
    for n, size in (few, many):
        with probing.operations() as seen:
            module.padding_mask(torch.ones(n, dtype=torch.int64), size)
        counts.append(len(seen))
    return {"operations that more of them add": "some" if counts[1] > counts[0] else "none"}


def nested(draw):
    """A batch with tensors on three levels."""
    x, y = draw.normal(2, 3), draw.integers(0, 9, 4)
    return {"x": x, "pair": (y, [draw.normal(1, 2, dtype=torch.float64), {"deep": (x + 1,)}])}


@pytest.mark.points(2)
def test_moves_every_tensor(agree, draw, device):
    """`move` moves every tensor to the device that it is told, however deep it is."""
    agree.call("move", draw.normal(2, 3), "meta")
    agree.call("move", nested(draw), "meta")
    agree.call("move", nested(draw), "cpu")


@pytest.mark.points(2)
def test_keeps_other_things(agree, draw):
    """`move` returns strings, numbers and None as they are, also beside tensors, in any order."""
    words = [draw.word(), draw.word(1), ""]
    things = [None, True, draw.int(2, 9), 0.5, b"raw", [], (), {}]
    agree.call("move", {"words": words, 3: tuple(words), "y": draw.normal(2)}, "meta")
    agree.call("move", (things, [*words], {"t": tuple(things)}), "meta")
    agree.call("move", draw.amid([draw.normal(2), draw.normal(1)], words[0]), "meta")
    agree.call("move", draw.amid([words[0], None], draw.normal(2)), "meta")


@pytest.mark.hidden
def test_knows_named_tuples(agree, draw):
    """`move` returns named tuples as named tuples of the same class."""
    agree.run(named, draw.normal(2), draw.normal(3, 1), draw.word())


@pytest.mark.points(1)
def test_leaves_the_callers_batch(agree, draw):
    """`move` builds new lists and dicts, empty ones too; those of the caller stay as they were."""
    agree.run(afterwards, nested(draw))
    agree.run(afterwards, [draw.normal(2), [draw.normal(1)]])
    agree.run(afterwards, {"x": draw.normal(2), "empty": [], "pair": ({}, [draw.word(), None])})


@pytest.mark.hidden
def test_copies_nothing_in_vain(agree, draw):
    """`move` does not copy a tensor that is already on the device."""
    agree.run(same_memory, draw.normal(5, 2))


@pytest.mark.points(2)
def test_picks_the_best_device(agree):
    """`pick_device` returns a `torch.device`: cuda before mps before cpu, as available."""
    for available in ([], ["cuda"], ["mps"], ["cuda", "mps"]):
        agree.run(chosen, available)


@pytest.mark.points(1)
def test_masks_what_is_padding(agree, draw, device):
    """`padding_mask` is True below each length: 0, the size itself, all between, and above."""
    agree.call("padding_mask", torch.tensor(draw.shuffled([0, 1, 3, 4])), 4)
    agree.call("padding_mask", torch.tensor(draw.shuffled([0, 1, 3, 4, 5, 9])), 4)
    for n, size in ((3, 6), (1, 1), (2, 0), (0, 3)):
        agree.call("padding_mask", draw.integers(0, 7, n), size)


@pytest.mark.points(2)
def test_masks_anywhere(agree):
    """`padding_mask` works on `meta`, where `lengths` is; it reads no value and has no loop."""
    agree.call("padding_mask", torch.empty(3, dtype=torch.int64, device="meta"), 5)
    agree.run(growth, (2, 3), (20, 3))
    agree.run(growth, (2, 3), (2, 30))
