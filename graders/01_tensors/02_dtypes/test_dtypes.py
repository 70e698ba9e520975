"""Checks of `cast_labels`, `cast_features` and `mean_of_uint8`."""

import pytest
import torch


def noisy(draw, classes, dtype, size=0.02):
    """Class numbers that are off by up to `size`, above and below."""
    classes = torch.tensor(classes, dtype=torch.float64)
    return (classes + draw.uniform(len(classes), low=-size, high=size)).to(dtype)


@pytest.mark.points(2)
def test_makes_int64_labels(agree, draw, device):
    """`cast_labels` returns int64, from floats and integers, huge ones and empty batches too."""
    for dtype in (torch.float32, torch.float64, torch.int32, torch.uint8, torch.int64):
        for n in (5, 1, 0):
            agree.call("cast_labels", draw.integers(0, 10, n).to(dtype))
    agree.call("cast_labels", draw.integers(-100, 0, 3, dtype=torch.int32))
    huge = draw.integers(2**30, 2**40, 4) * 2 + 1
    agree.call("cast_labels", huge)
    agree.call("cast_labels", huge.double())


@pytest.mark.points(2)
def test_rounds_labels(agree, draw):
    """`cast_labels` takes the nearest whole number, whether a label is a little above or below."""
    below = torch.tensor([3, 1, 7, 2], dtype=torch.float64) - draw.uniform(4, low=0.01, high=0.08)
    agree.call("cast_labels", below.float())
    agree.call("cast_labels", noisy(draw, draw.shuffled(range(9)), torch.float64))


@pytest.mark.hidden
def test_rounds_negative_labels(agree, draw):
    """`cast_labels` rounds the negative numbers of ignored examples as well."""
    off = draw.uniform(3, low=0.01, high=0.08)
    agree.call("cast_labels", torch.tensor([-1.0, 4.0, -100.0]) - off)
    agree.call("cast_labels", torch.tensor([-1.0, 4.0, -100.0]) + off)


def test_refuses_labels_between(agree, draw):
    """`cast_labels` raises ValueError for a label farther than 0.1 from a whole number."""
    agree.call("cast_labels", draw.integers(0, 5, 4).float())
    for off in (0.2, 0.5, 0.85, -0.4):
        labels = noisy(draw, draw.shuffled(range(5)), torch.float32)
        labels[draw.int(0, 4)] += off
        agree.error("cast_labels", labels)
    for labels in draw.amid([3.0, 1.0, 4.0, 2.0], 2.0 + draw.choice((0.3, 0.7))):
        agree.error("cast_labels", torch.tensor(labels))
    agree.error("cast_labels", torch.tensor([1.3, 4.0, 2.7]))
    for dtype in (torch.float32, torch.float64):
        agree.error("cast_labels", torch.tensor([1.0, 30_000.25], dtype=dtype))


@pytest.mark.hidden
def test_refuses_missing_labels(agree, draw):
    """`cast_labels` raises ValueError for NaN and infinite labels, wherever they stand."""
    agree.call("cast_labels", draw.integers(0, 5, 4).float())
    for missing in (torch.nan, torch.inf, -torch.inf):
        for labels in draw.amid(draw.integers(0, 5, 4).tolist(), missing):
            agree.error("cast_labels", torch.tensor(labels))
    agree.error("cast_labels", torch.tensor([torch.inf, -torch.inf], dtype=torch.float64))


@pytest.mark.points(2)
def test_scales_pixels_in_the_dtype_of_the_model(agree, draw, device):
    """`cast_features` returns numbers from 0 to 1 in the dtype of `like`, float64 to all digits."""
    for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.float16):
        for shape in ((2, 3, 4), (), (0, 3)):
            pixels = draw.integers(0, 256, *shape, dtype=torch.uint8)
            agree.call("cast_features", pixels, draw.normal(2, dtype=dtype))


@pytest.mark.hidden
def test_refuses_models_of_whole_numbers(agree, draw):
    """`cast_features` raises ValueError if `like` has no floating dtype."""
    pixels = draw.integers(0, 256, 3, 2, dtype=torch.uint8)
    agree.call("cast_features", pixels, draw.normal(2))
    for dtype in (torch.uint8, torch.int64, torch.int32, torch.int16, torch.int8, torch.bool):
        agree.error("cast_features", pixels, draw.integers(0, 9, 2).to(dtype))


@pytest.mark.points(3)
def test_averages_images(agree, draw, device):
    """`mean_of_uint8` is right, fractions included, for one image and for hundreds."""
    agree.call("mean_of_uint8", draw.integers(0, 80, 3, 5, 2, dtype=torch.uint8))
    agree.call("mean_of_uint8", draw.integers(0, 256, 3, 2, 4, dtype=torch.uint8))
    agree.call("mean_of_uint8", draw.integers(225, 256, 311, 2, 3, dtype=torch.uint8))
    agree.call("mean_of_uint8", draw.integers(0, 256, 1, 2, 3, dtype=torch.uint8))
    agree.call("mean_of_uint8", draw.integers(0, 256, 4, 1, 1, dtype=torch.uint8))
