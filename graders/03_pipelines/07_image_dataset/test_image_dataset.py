"""Checks of `list_images`, `label_of`, `ImageDataset`, `make_transform` and `take`."""

import io
import os
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms


def listed(module, files, folders):
    """Calls `list_images` on a fresh folder that holds files and folders of several names"""
    os.chdir(tempfile.mkdtemp())
    folder = Path("cat_dog_images")
    for name in ["", *folders]:
        (folder / name).mkdir()
    for name in files:
        (folder / name).write_bytes(b"x")
    found = module.list_images(folder)
    kinds = {"is list": isinstance(found, list), "are Paths": [isinstance(p, Path) for p in found]}
    return {"found": [os.path.relpath(p, folder) for p in found]} | kinds


def labelled(module, paths):
    """Calls `label_of` for several paths and notes the label, or the kind of error, of each"""
    found = {}
    for path in paths:
        try:
            found[str(path)] = module.label_of(path)
        except NotImplementedError:
            raise
        except Exception as error:
            found[str(path)] = type(error).__name__
    return found


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


def resized(module, height, width, pictures):
    """Calls `make_transform` and applies what it returns to RGB pictures of several sizes"""
    transform = module.make_transform(height, width)
    kind = isinstance(transform, transforms.Compose)
    return {"is Compose": kind, "results": [transform(Image.fromarray(p)) for p in pictures]}


def taken(module, length, k):
    """Calls `take` on a dataset that notes each reading, and on an iterator, then takes its next"""

    read = []

    class Noted(Dataset):
        def __len__(self):
            return length

        def __getitem__(self, i):
            if i >= length:
                raise IndexError(i)
            read.append(i)
            return 10 * i

    stream = iter(range(length))
    first = {"taken": module.take(Noted(), k), "read": list(read)}
    return first | {"of an iterator": module.take(stream, k), "its next": next(stream, "none")}


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
def test_finds_images(agree, draw):
    """`list_images` returns the paths of all pictures in the folder, sorted, `.JPG` included."""
    suffixes = [".jpg", ".JPG", ".jpeg", ".JPEG", ".png", ".PNG", ".Jpg", ".jpg", ".png"]
    animals = ["cat", "Cat", "CAT", "dog", "Dog", "DOG", "cat", "dog", "fox"]
    numbers = draw.shuffled(range(10, 99))
    names = zip(draw.shuffled(animals), numbers, draw.shuffled(suffixes), strict=False)
    agree.run(listed, [f"{animal}-{number}{suffix}" for animal, number, suffix in names], [])


@pytest.mark.hidden
def test_leaves_out_the_rest(agree, draw):
    """`list_images` leaves out folders, what lies in them, and files of other kinds."""
    others = ["hotdog.txt", "dog.jpg.txt", "dog_jpg", "cat.jpgx", "drafts.jpg/cat-01.jpg"]
    agree.run(listed, draw.shuffled(["cat-02.png", *others]), ["drafts.jpg", "more"])


@pytest.mark.points(2)
def test_labels_by_name(agree, draw):
    """`label_of` looks at the beginning of the file's name alone; other names are a ValueError."""
    names = ["cat-1.jpg", "Dog-2.JPG", "CAT_3.png", "dog4.jpeg", "hotdog.jpg", "bobcat.png"]
    names = [*names, f"{draw.choice(['fox', 'cow', 'emu'])}.jpg", "dog-and-cat.jpg"]
    folders = ["cat_dog_images", "dogs", "cats", "Dog-9"]
    paths = [Path(draw.choice(folders)) / name for name in draw.shuffled(names)]
    agree.run(labelled, [Path("cat_dog_images/cat-5.jpg"), Path("cats/dog-6.jpg"), *paths])


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


@pytest.mark.points(2)
def test_takes_only_k(agree, draw):
    """`take` gives the first k items, or all if there are fewer, and asks for no other item."""
    length = draw.int(6, 9)
    agree.run(taken, length, draw.int(2, 4))
    agree.run(taken, length, length + 2)
    agree.run(taken, length, 0)
