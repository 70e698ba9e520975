"""Checks of `Compose`, `to_tensor`, `resize`, `for_imshow` and `make_transform`."""

import numpy as np
import pytest

from . import probes


def pixels(draw, *shape):
    """Random colours, as an array of `shape`."""
    return draw.integers(0, 256, *shape).numpy().astype(np.uint8)


@pytest.mark.points(2)
def test_runs_steps_in_order(agree, draw):
    """`Compose` gives each step what the one before returned, be it 0 or None, every time."""
    agree.run(probes.composed, draw.int(3, 7), draw.int(11, 19), draw.int(2, 9))


@pytest.mark.points(2)
def test_makes_tensors(agree, draw):
    """`to_tensor` gives float32 from 0 to 1, (3, height, width), or (1, height, width) for grey."""
    dark = pixels(draw, 3, 4, 3) // 3
    agree.run(probes.converted, [pixels(draw, 2, draw.int(4, 6), 3), dark, pixels(draw, 5, 3)])


@pytest.mark.hidden
def test_refuses_other_modes(agree, draw):
    """`to_tensor` raises ValueError for pictures that are neither RGB nor L."""
    modes = draw.shuffled(["P", "RGBA", "CMYK", "1", "I", "F", "LA", "YCbCr", "HSV"])
    agree.run(probes.refused, pixels(draw, 4, 5, 3), ["RGB", "L", *modes])


@pytest.mark.points(2)
def test_resizes_to_height_and_width(agree, draw):
    """`resize` makes pictures bilinearly, in their own mode: new ones, even of the same size."""
    height, width = draw.int(6, 9), draw.int(12, 20)
    pictures = [pixels(draw, 30, 40, 3), pixels(draw, 24, 20), pixels(draw, 5, 4, 3)]
    pictures += [pixels(draw, 8, 31, 4), pixels(draw, height, width, 3)]
    agree.run(probes.resized, height, width, pictures)


@pytest.mark.points(2)
def test_lays_out_for_imshow(agree, draw, device):
    """`for_imshow` gives an array (H, W, 3), or (H, W) for a single channel."""
    agree.run(probes.laid_out, draw.uniform(3, 4, draw.int(5, 7)), False)
    agree.run(probes.laid_out, draw.uniform(1, 6, 2), False)
    agree.run(probes.laid_out, draw.uniform(3, 1, 2), False)
    agree.run(probes.laid_out, draw.uniform(1, 1, 3).double(), False)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_shows_any_values(agree, draw, device):
    """`for_imshow` clips, takes tensors that need a gradient, and refuses other shapes."""
    agree.run(probes.laid_out, draw.normal(3, 5, 4, mean=0.5), False)
    agree.run(probes.laid_out, draw.uniform(3, 2, 4), True)
    for shape in [(1, 3, 4, 5), (4, 5, 3), (2, 4, 5), (3, 4), (4, 3, 2)]:
        agree.error("for_imshow", draw.uniform(*shape))


@pytest.mark.points(1)
def test_works_without_torchvision(agree, draw):
    """Your first four parts work together, and call nothing of torchvision."""
    agree.run(probes.on_their_own, [pixels(draw, 9, 14, 3), pixels(draw, 12, 8)], 5, draw.int(6, 8))


@pytest.mark.points(2)
def test_builds_torchvisions_own(agree, draw):
    """`make_transform` is torchvision's `Compose` of its own steps: resize, tensor, normalise."""
    mean, std = draw.shuffled([0.3, 0.45, 0.6]), draw.shuffled([0.2, 0.25, 0.35])
    pictures = [pixels(draw, 30, 24, 3), pixels(draw, 16, 40, 3)]
    agree.run(probes.built, draw.int(6, 9), draw.int(12, 20), mean, std, pictures)
