"""Checks of `collate`, `masked_mean` and `make_loader`."""

import math

import pytest
import torch

from torchdojo import probing


def batched(module, examples, settings, show):
    """Makes a batch with `collate`, and looks at a part of it"""
    batch = module.collate(list(examples), **settings)
    padded, mask, lengths, labels = batch
    if show != "the rest":
        return padded if show == "padded" else mask
    return {"is tuple": isinstance(batch, tuple), "lengths": lengths, "labels": labels}


def averaged(module, padded, mask):
    """Takes the mean over what is real, and its gradient"""
    upstream = torch.linspace(-1, 2, padded[:, 0].numel()).view_as(padded[:, 0]).to(padded)
    mean = module.masked_mean(padded.clone(), mask)
    gradient = probing.gradient(module.masked_mean, padded, mask, upstream=upstream)
    return {"mean": mean, "gradient": gradient}


def round_trip(module, examples, fill):
    """Makes a batch padded with FILL, then takes the mean over what is real"""
    padded, mask, _, _ = module.collate(list(examples), fill)
    return {"mask": mask, "mean": module.masked_mean(padded, mask)}


def loaded(module, examples, batch_size, settings):
    """Makes a loader over ragged examples, and loops over it"""
    loader = module.make_loader(list(examples), batch_size, **settings)
    return {"kind": probing.kind(loader), "batches": [tuple(batch) for batch in loader]}


def tokens(draw, *lengths):
    """Sequences of whole numbers, with zeros among them, each with a label."""
    return [
        (draw.integers(1, 50, n) * (torch.arange(n) % 2 == draw.int(0, 1)), draw.int(0, 9))
        for n in lengths
    ]


def features(draw, *lengths, dtype=torch.float64):
    """Sequences of rows of three features, each with a label."""
    return [(draw.normal(n, 3, dtype=dtype), draw.int(0, 9)) for n in lengths]


@pytest.mark.points(3)
def test_pads_to_the_longest(agree, draw):
    """`padded` has the batch's own longest length, the sequences' dtype, and `fill` at the end."""
    for examples in (tokens(draw, 3, 1, 5, 2), features(draw, 2, 4, 1)):
        for settings in ({}, {"fill": draw.int(2, 9)}):
            agree.run(batched, examples, settings, "padded")
    agree.run(batched, features(draw, 4), {"fill": 7}, "padded")


@pytest.mark.points(2)
def test_masks_what_is_real(agree, draw):
    """`mask` is True exactly where a sequence is, whatever its numbers are."""
    agree.run(batched, tokens(draw, 3, 1, 5, 2), {}, "mask")
    agree.run(batched, features(draw, 2, 4, 1), {"fill": 1}, "mask")


@pytest.mark.points(2)
def test_keeps_lengths_and_labels(agree, draw):
    """`lengths` are those before padding, `labels` come in the order of the examples."""
    agree.run(batched, tokens(draw, 3, 1, 5, 2), {}, "the rest")
    agree.run(batched, features(draw, 6, 7, 1, 2, 4), {}, "the rest")


@pytest.mark.points(3)
def test_averages_what_is_real(agree, draw, device):
    """`masked_mean` averages what is real, NaN too, and nothing else, for any mask and shape."""
    for shape in ((3, 4), (2, 5, 3), (3, 4, 2, 2)):
        mask = torch.arange(shape[1]) < torch.tensor([2, shape[1], 1][: shape[0]])[:, None]
        for real in (mask, mask.flip(1), mask | mask.flip(1)):
            agree.run(averaged, draw.normal(*shape, dtype=torch.float64), real)
    agree.run(averaged, draw.normal(2, 3), torch.arange(3) < torch.tensor([[3], [2]]))
    for value in (math.nan, math.inf):
        padded = draw.normal(2, 3, 2, dtype=torch.float64)
        padded[0, 1, 0] = padded[1, 0, 1] = value
        agree.run(averaged, padded, torch.arange(3) < torch.tensor([[3], [2]]))


@pytest.mark.points(2)
def test_loads_in_batches(agree, draw):
    """`make_loader` returns a real `DataLoader`; each batch is padded to its own longest."""
    examples = tokens(draw, 2, 3, 1, 7, 4)
    agree.run(loaded, examples, 2, {})
    agree.run(loaded, examples, 3, {"fill": draw.int(2, 9)})


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_empty_sequences(agree, draw):
    """A sequence of length 0 has a row of padding, and a mean of 0."""
    for examples in (tokens(draw, 2, 0, 3), features(draw, 0, 0)):
        for show in ("padded", "mask", "the rest"):
            agree.run(batched, examples, {}, show)
    for lengths in ((2, 0, 3), (0, 0)):
        agree.run(round_trip, features(draw, *lengths), 5)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_any_fill(agree, draw):
    """Padding with NaN or infinity reaches neither the mean nor its gradient."""
    for fill in (math.nan, math.inf):
        padded = draw.normal(2, 4, 3, dtype=torch.float64)
        padded[0, 2:] = fill
        agree.run(averaged, padded, torch.arange(4) < torch.tensor([[2], [4]]))
    for fill in (math.nan, math.inf):
        agree.run(round_trip, features(draw, 2, 4, 1), fill)


@pytest.mark.hidden
def test_refuses_what_does_not_fit(agree, draw):
    """No examples, or a sequence of other features or another dtype, raise ValueError."""
    agree.run(batched, features(draw, 2, 1), {}, "padded")
    agree.error("collate", [])
    wide = {"dtype": torch.float64}
    for odd in (draw.normal(2, 1, **wide), draw.normal(3, **wide), draw.normal(2, 3)):
        first, between, last = draw.amid(features(draw, 2, 4, 1), (odd, 1))
        for examples in (between, last, first):
            agree.error("collate", examples)
