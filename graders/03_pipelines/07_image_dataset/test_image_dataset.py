"""Checks of `ImageDataset` and `make_transform`."""

import io
import os
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


def pairs(module, files, labels):
    """Writes image files, loops over an `ImageDataset` of them, and once more with a transform"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(name) for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    data = module.ImageDataset(paths, labels)
    plain = [
        (isinstance(pair, tuple), getattr(pair[0], "mode", "none"), np.array(pair[0]), pair[1])
        for pair in islice(data, len(paths) + 2)
    ]

    def corner(image):
        return image.mode, image.size, image.getpixel((1, 2))

    again = module.ImageDataset(paths, labels, corner)
    kind = isinstance(data, Dataset)
    changed = list(islice(again, len(paths) + 2))
    return {"is Dataset": kind, "length": len(data), "pairs": plain, "transformed": changed}


def later(module, contents, count, index):
    """Makes an `ImageDataset` of missing files, then writes one, asks for it, and once more anew"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(f"dog-{number}.png") for number in range(count)]
    data = module.ImageDataset(paths, list(range(count)))
    seen = []
    for content in contents:
        paths[index].write_bytes(content)
        picture, label = data[index]
        seen.append((np.array(picture), label))
    return seen


def left_open(module, contents):
    """Asks an `ImageDataset` for several pictures and counts the files that are open afterwards"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(f"cat-{number}.png") for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)

    def lowest_free_number():
        number = os.open(paths[0], os.O_RDONLY)
        os.close(number)
        return number

    data = module.ImageDataset(paths, [0] * len(paths))
    before = lowest_free_number()
    held = [data[i] for i in range(len(paths))]
    return {"left open": lowest_free_number() - before, "pictures": len(held)}


def asked_for(module, files):
    """Asks an `ImageDataset` for good, broken and missing files, and notes what becomes of each"""
    os.chdir(tempfile.mkdtemp())
    for name, content in files.items():
        if content:
            Path(name).write_bytes(content)
    data = module.ImageDataset([Path(name) for name in files], [1] * len(files))
    found = []
    for i in range(len(files)):
        try:
            picture, _ = data[i]
        except NotImplementedError:
            raise
        except Exception as error:
            found.append("OSError" if isinstance(error, OSError) else type(error).__name__)
            continue
        try:
            found.append(("a picture", np.array(picture)))
        except Exception as error:
            found.append(f"{type(error).__name__} only when the pixels are used")
    return found


def batches(module, files, labels, height, width):
    """Writes image files, and loops over batches of an `ImageDataset` with two workers"""
    os.chdir(tempfile.mkdtemp())
    for name, content in files.items():
        Path(name).write_bytes(content)
    transform = module.make_transform(height, width)
    data = module.ImageDataset([Path(name) for name in files], labels, transform)
    return [tuple(batch) for batch in DataLoader(data, batch_size=2, num_workers=2)]


def resized(module, height, width, pictures):
    """Calls `make_transform` and applies what it returns to RGB pictures of several sizes"""
    transform = module.make_transform(height, width)
    kind = isinstance(transform, transforms.Compose)
    return {"is Compose": kind, "results": [transform(Image.fromarray(p)) for p in pictures]}


def pixels(draw, height, width, channels=3):
    """Random colours, as an array of shape (height, width, channels)."""
    return draw.integers(0, 256, height, width, channels).numpy().astype(np.uint8)


def encoded(draw, mode, kind="PNG", height=7, width=5):
    """The bytes of a file that holds a random picture in `mode`."""
    image = Image.fromarray(pixels(draw, height, width, 4), "RGBA")
    image = image if mode == "RGBA" else image.convert("RGB").convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.points(2)
def test_gives_rgb_pairs(agree, draw):
    """Every pair is a tuple of an RGB picture, or what the transform makes of it, and its label."""
    modes = {"RGB": "a.png", "L": "b.png", "RGBA": "c.png", "P": "d.png"}
    files = {name: encoded(draw, mode, height=draw.int(3, 9)) for mode, name in modes.items()}
    agree.run(pairs, files, draw.shuffled([3, 5, 8, 9]))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_only_when_asked(agree, draw):
    """A file is opened when its picture is asked for, each time anew, and closed at once."""
    agree.run(later, [encoded(draw, "RGB"), encoded(draw, "RGB")], 4, draw.int(0, 3))
    agree.run(left_open, [encoded(draw, mode) for mode in ("RGB", "L", "RGB")])


@pytest.mark.hidden
def test_passes_errors_on(agree, draw):
    """A broken or missing file is an OSError for whoever asks for it, and for nobody else."""
    whole = encoded(draw, "RGB", "JPEG", 60, 80)
    files = {"cat-1.png": encoded(draw, "RGB"), "dog-2.jpg": whole[: len(whole) * 2 // 3]}
    agree.run(asked_for, files | {"dog-3.png": b"", "cat-4.png": encoded(draw, "RGB")})


@pytest.mark.points(2)
def test_resizes_then_scales(agree, draw):
    """`make_transform` is a `Compose` that resizes, then makes a float32 tensor from 0 to 1."""
    sizes = [(40, 30), (24, 60)]
    pictures = [pixels(draw, *size) for size in sizes]
    agree.run(resized, draw.int(6, 9), draw.int(12, 20), pictures)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_feeds_a_loader(agree, draw):
    """Two workers of a `DataLoader` make batches of pictures that differ in size and mode."""
    modes = {"RGB": "a.png", "L": "b.png", "RGBA": "c.png"}
    files = {name: encoded(draw, mode, height=draw.int(3, 9)) for mode, name in modes.items()}
    agree.run(batches, files, draw.shuffled([3, 5, 8]), draw.int(4, 6), draw.int(7, 9))


def test_refuses_unequal_lengths(agree, draw):
    """`ImageDataset` raises ValueError if there are not as many labels as files."""
    agree.run(pairs, {"a.png": encoded(draw, "RGB")}, [draw.int(2, 9)])
    for labels in ([], [1], [1, 0, 1]):
        agree.error("ImageDataset", [Path("cat.png"), Path("dog.png")], labels)
