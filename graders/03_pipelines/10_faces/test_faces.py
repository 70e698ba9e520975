"""Checks of `read_attribute`, `split_names`, `Smiling` and `faces_dataset`."""

import io
import os
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets import CelebA

from torchdojo import probing

COLUMNS = ["Bald", "Bangs", "Eyeglasses", "Male", "Smiling", "Wearing_Hat", "Young"]


def asked_for(module, tables, name):
    """Calls `read_attribute` on several tables and notes the labels, or the error, of each"""
    found = {}
    for kind, lines in tables.items():
        path = Path(tempfile.mkdtemp()) / "list_attr_celeba.txt"
        path.write_text("".join(f"{line}\n" for line in lines))
        found[kind] = probing.outcome(module.read_attribute, path, name)
    return found


def splits_of(module, lines, splits):
    """Calls `split_names` for several splits and notes the names, or the error, of each"""
    path = Path(tempfile.mkdtemp()) / "list_eval_partition.txt"
    path.write_text("".join(f"{line}\n" for line in lines))
    found = {}
    for split in splits:
        found[split] = probing.outcome(module.split_names, path, split)
    return found


def looped(module, tables, pictures, splits):
    """Makes a `Smiling` of tables alone, then writes the pictures and loops over it"""
    os.chdir(tempfile.mkdtemp())
    root = Path("faces")
    folder = root / "celeba" / "img_align_celeba"
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (root / "celeba" / name).write_text("".join(f"{line}\n" for line in lines))

    def corner(image):
        return image.mode, image.size, image.getpixel((1, 2))

    made = [(s, module.Smiling(root, s), module.Smiling(root, s, corner)) for s in splits]
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    found = {}
    for split, plain, changed in made:
        found[split, "length"] = isinstance(plain, Dataset), len(plain)
        found[split, "labels"] = [label for _, label in islice(changed, 99)]
        found[split, "pictures"] = [np.array(picture) for picture, _ in islice(plain, 99)]
        found[split, "transformed"] = [picture for picture, _ in islice(changed, 99)]
    return found


def by_torchvision(module, tables, pictures, splits):
    """Writes the files of CelebA, asks `faces_dataset` for several splits, and looks at each"""
    os.chdir(tempfile.mkdtemp())
    root = Path("faces")
    folder = root / "celeba" / "img_align_celeba"
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (root / "celeba" / name).write_text("".join(f"{line}\n" for line in lines))
    for name, content in pictures.items():
        (folder / name).write_bytes(content)

    def corner(image):
        return image.mode, image.size, image.getpixel((1, 2))

    found = {}
    for split in splits:
        plain = module.faces_dataset(root, split, None)
        changed = module.faces_dataset(root, split, corner)
        found[split, "is CelebA"] = isinstance(plain, CelebA), isinstance(changed, CelebA)
        found[split, "plain"] = [(np.array(x), y) for x, y in map(plain.__getitem__, range(4))]
        found[split, "transformed"] = [changed[i] for i in range(len(changed))]
    return found


def attributes(draw, names, columns=COLUMNS, most=3):
    """The lines of a table of random attributes, with up to `most` spaces between two fields."""
    lines = [str(len(names)), "".join(f"{' ' * draw.int(1, most)}{c}" for c in columns) + " "]
    for name in names:
        values = draw.integers(0, 2, len(columns)).mul(2).sub(1).tolist()
        lines.append(name + "".join(f"{' ' * draw.int(1, most)}{value:2}" for value in values))
    return lines


def celeba(draw, columns=COLUMNS):
    """The tables and pictures of CelebA, with four to six pictures in each split."""
    parts = draw.shuffled([part for part in range(3) for _ in range(draw.int(4, 6))])
    names = [f"{number:06}.jpg" for number in draw.shuffled(range(1, len(parts) + 1))]
    people = [draw.int(1, 9000) for _ in names]
    zeros = [f"{name} 0 0 0 0" for name in names]
    tables = {
        "list_attr_celeba.txt": attributes(draw, names, columns),
        "list_eval_partition.txt": [f"{n} {part}" for n, part in zip(names, parts, strict=True)],
        "identity_CelebA.txt": [f"{n} {person}" for n, person in zip(names, people, strict=True)],
        "list_bbox_celeba.txt": [str(len(names)), "image_id x_1 y_1 width height", *zeros],
        "list_landmarks_align_celeba.txt": [str(len(names)), "x_1 y_1 x_2 y_2", *zeros],
    }
    return tables, {name: jpeg(draw) for name in names}


def jpeg(draw):
    """The bytes of a random picture."""
    pixels = draw.integers(0, 256, 6, 5, 3).numpy().astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.points(2)
def test_reads_attributes_by_name(agree, draw):
    """`read_attribute` finds a column by its name and gives 1 for yes and 0 for no."""
    names = [f"{number:06}.jpg" for number in draw.shuffled(range(1, 20))]
    columns = draw.shuffled(COLUMNS)
    agree.run(asked_for, {"table": attributes(draw, names, columns, most=1)}, columns[2])
    table = attributes(draw, names, columns)
    agree.run(asked_for, {"table with more spaces": table}, columns[0])
    agree.run(asked_for, {"table with more spaces": table}, columns[-1])


@pytest.mark.points(2)
def test_finds_the_pictures_of_a_split(agree, draw):
    """`split_names` lists the pictures of a split, and no others, in the order of the file."""
    tables, _ = celeba(draw)
    agree.run(splits_of, tables["list_eval_partition.txt"], ["train", "valid", "test"])


@pytest.mark.points(1)
def test_refuses_what_is_not_there(agree, draw):
    """An attribute or a split that does not exist raises ValueError."""
    tables, _ = celeba(draw)
    table = {"table": tables["list_attr_celeba.txt"]}
    agree.run(asked_for, table, "Smiling")
    agree.run(asked_for, table, "Smile")
    agree.run(splits_of, tables["list_eval_partition.txt"], ["valid", "val", "all", ""])


@pytest.mark.points(1)
def test_checks_the_count(agree, draw):
    """`read_attribute` raises ValueError if the first line is not the number of rows."""
    count, header, *rows = attributes(draw, [f"{number:06}.jpg" for number in range(1, 10)])
    more = {"count too large": [str(len(rows) + 1), header, *rows]}
    more |= {"rows lost": [count, header, *rows[:-2]], "rows left over": [count, header, *rows * 2]}
    more |= {"no count": [header, *rows], "no number": ["nine", header, *rows]}
    agree.run(asked_for, {"good": [count, header, *rows], **more}, "Eyeglasses")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_damaged_rows(agree, draw):
    """`read_attribute` raises ValueError for rows with a value too few, too many, or unknown."""
    names = [f"{number:06}.jpg" for number in range(1, 8)]
    good = attributes(draw, names)
    at, damaged = draw.int(3, 7), {}
    for kind, row in {
        "too few": good[at][:-2],
        "too many": f"{good[at]} -1",
        "unknown": f"{names[at - 2]} {draw.choice(['0', '2'])}" + 6 * " -1",
    }.items():
        damaged[kind] = [*good[:at], row, *good[at + 1 :]]
    damaged["a name too few"] = [good[0], " ".join(COLUMNS[:-1]), *good[2:]]
    agree.run(asked_for, {"good": good, **damaged}, "Bald")


@pytest.mark.points(2)
def test_pairs_pictures_with_smiles(agree, draw):
    """`Smiling` gives the pictures of its split alone, read when asked for, and who smiles."""
    agree.run(looped, *celeba(draw, draw.shuffled(COLUMNS)), ["train", "valid", "test"])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_joins_tables_by_name(agree, draw):
    """The rows of the two tables may come in different orders, and each face keeps its label."""
    tables, pictures = celeba(draw, draw.shuffled(COLUMNS))
    count, header, *rows = tables["list_attr_celeba.txt"]
    tables["list_attr_celeba.txt"] = [count, header, *draw.shuffled(rows)]
    agree.run(looped, tables, pictures, ["valid", "train"])


@pytest.mark.points(3)
def test_uses_torchvision(agree, draw):
    """`faces_dataset` is a `CelebA`: right split, picture transformed, target (smiles, person)."""
    columns = draw.shuffled(COLUMNS)
    agree.run(by_torchvision, *celeba(draw, columns), ["train", "valid", "test"])
