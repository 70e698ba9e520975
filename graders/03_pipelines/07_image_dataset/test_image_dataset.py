"""Checks of `ImageDataset` and `make_transform`."""

import io

import numpy as np
import pytest
from PIL import Image

from . import probes


def pixels(draw, height, width, channels=3):
    """Random colours, as an array of shape (height, width, channels)."""
    return draw.integers(0, 256, height, width, channels).numpy().astype(np.uint8)


def encoded(draw, mode, kind="PNG", height=7, width=5):
    """The bytes of a file that holds a random picture in `mode`."""
    image = Image.fromarray(pixels(draw, height, width, 4), "RGBA")
    image = image if mode in ("RGBA", "LA") else image.convert("RGB")
    image = image.convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.points(2)
def test_gives_rgb_pairs(agree, draw):
    """A pair is an RGB picture, or its transform, and the label; past the end, an IndexError."""
    modes = {"RGB": "a.png", "L": "b.png", "RGBA": "c.png", "P": "d.png", "1": "e.png"}
    files = {name: encoded(draw, mode, height=draw.int(3, 9)) for mode, name in modes.items()}
    files |= {"f.png": encoded(draw, "LA"), "g.jpg": encoded(draw, "CMYK", "JPEG")}
    agree.run(probes.pairs, files, draw.shuffled([3, 5, 8, 9, 2, 7, 4]))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_only_when_asked(agree, draw):
    """A file is opened when its picture is asked for, each time anew, and closed at once."""
    agree.run(probes.later, [encoded(draw, "RGB"), encoded(draw, "RGB")], 4, draw.int(0, 3))
    agree.run(probes.left_open, [encoded(draw, mode) for mode in ("RGB", "L", "RGB")])


@pytest.mark.hidden
def test_passes_errors_on(agree, draw):
    """A broken or missing file is an OSError for whoever asks for it, and for nobody else."""
    whole = encoded(draw, "RGB", "JPEG", 60, 80)
    files = {"cat-1.png": encoded(draw, "RGB"), "dog-2.jpg": whole[: len(whole) * 2 // 3]}
    agree.run(probes.asked_for, files | {"dog-3.png": b"", "cat-4.png": encoded(draw, "RGB")})


@pytest.mark.points(2)
def test_resizes_then_scales(agree, draw):
    """`make_transform` is a `Compose` that resizes, then makes a float32 tensor from 0 to 1."""
    sizes = [(40, 30), (24, 60)]
    pictures = [pixels(draw, *size) for size in sizes]
    agree.run(probes.resized, draw.int(6, 9), draw.int(12, 20), pictures)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_feeds_a_loader(agree, draw):
    """Two workers of a `DataLoader` make batches of pictures that differ in size and mode."""
    modes = {"RGB": "a.png", "L": "b.png", "RGBA": "c.png"}
    files = {name: encoded(draw, mode, height=draw.int(3, 9)) for mode, name in modes.items()}
    agree.run(probes.batches, files, draw.shuffled([3, 5, 8]), draw.int(4, 6), draw.int(7, 9))


def test_refuses_unequal_lengths(agree, draw):
    """`ImageDataset` raises ValueError if there are fewer labels than files, or more."""
    agree.run(probes.pairs, {"a.png": encoded(draw, "RGB")}, [draw.int(2, 9)])
    agree.run(probes.made_of, [(2, 0), (2, 1), (2, 3), (0, 1), (0, 0)])
