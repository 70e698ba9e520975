"""Checks of `read_attribute`, `split_names`, `Smiling` and `faces_dataset`."""

import io

import numpy as np
import pytest
from PIL import Image

from . import probes

COLUMNS = ["Bald", "Bangs", "Eyeglasses", "Male", "Smiling", "Wearing_Hat", "Young"]


def attributes(draw, names, columns=COLUMNS, most=3):
    """The lines of a table of random attributes, with up to `most` spaces between two fields."""
    lines = [str(len(names)), "".join(f"{' ' * draw.int(1, most)}{c}" for c in columns) + " "]
    for name in names:
        values = draw.integers(0, 2, len(columns)).mul(2).sub(1).tolist()
        lines.append(name + "".join(f"{' ' * draw.int(1, most)}{value:2}" for value in values))
    return lines


def celeba(draw, columns=COLUMNS):
    """The tables and pictures of CelebA: four to six pictures in each split, one of them grey."""
    parts = draw.shuffled([part for part in range(3) for _ in range(draw.int(4, 6))])
    names = [f"{number:06}.jpg" for number in draw.shuffled(range(1, len(parts) + 1))]
    people = [draw.int(1, 9000) for _ in names]
    grey = [parts.index(part) for part in range(3)]
    zeros = [f"{name} 0 0 0 0" for name in names]
    tables = {
        "list_attr_celeba.txt": attributes(draw, names, columns),
        "list_eval_partition.txt": [f"{n} {part}" for n, part in zip(names, parts, strict=True)],
        "identity_CelebA.txt": [f"{n} {person}" for n, person in zip(names, people, strict=True)],
        "list_bbox_celeba.txt": [str(len(names)), "image_id x_1 y_1 width height", *zeros],
        "list_landmarks_align_celeba.txt": [str(len(names)), "x_1 y_1 x_2 y_2", *zeros],
    }
    return tables, {name: jpeg(draw, "L" if i in grey else "RGB") for i, name in enumerate(names)}


def jpeg(draw, mode):
    """The bytes of a random picture."""
    pixels = draw.integers(0, 256, 6, 5, 3).numpy().astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.points(2)
def test_reads_attributes_by_name(agree, draw):
    """`read_attribute` finds a column by its name and gives 1 for yes and 0 for no."""
    names = [f"{number:06}.jpg" for number in draw.shuffled(range(1, 20))]
    columns = draw.shuffled(COLUMNS)
    agree.run(probes.asked_for, {"table": attributes(draw, names, columns, most=1)}, columns[2])
    table = attributes(draw, names, columns)
    agree.run(probes.asked_for, {"table with more spaces": table}, columns[0])
    agree.run(probes.asked_for, {"table with more spaces": table}, columns[-1])


@pytest.mark.points(2)
def test_finds_the_pictures_of_a_split(agree, draw):
    """`split_names` lists the pictures of a split, and no others, in the order of the file."""
    tables, _ = celeba(draw)
    agree.run(probes.splits_of, tables["list_eval_partition.txt"], ["train", "valid", "test"])
    agree.run(probes.splits_of, ["000001.jpg 1"], ["train", "valid", "test"])
    agree.run(probes.splits_of, ["2.jpg  1", " 1.jpg 1 ", "03.jpg   0"], ["train", "valid"])


@pytest.mark.points(1)
def test_refuses_what_is_not_there(agree, draw):
    """An attribute or a split that does not exist raises ValueError."""
    tables, _ = celeba(draw)
    table = {"table": tables["list_attr_celeba.txt"]}
    agree.run(probes.asked_for, table, "Smiling")
    agree.run(probes.asked_for, table, "Smile")
    agree.run(probes.splits_of, tables["list_eval_partition.txt"], ["valid", "val", "all", ""])


@pytest.mark.points(1)
def test_checks_the_count(agree, draw):
    """`read_attribute` raises ValueError if the first line is not the number of rows, be it 0."""
    count, header, *rows = attributes(draw, [f"{number:06}.jpg" for number in range(1, 10)])
    more = {"count too large": [str(len(rows) + 1), header, *rows]}
    more |= {"rows lost": [count, header, *rows[:-2]], "rows left over": [count, header, *rows * 2]}
    more |= {"no count": [header, *rows], "no number": ["nine", header, *rows]}
    more |= {"good": [count, header, *rows], "one row": ["1", header, rows[0]]}
    more |= {"no rows": ["0", header], "count of 0": ["0", header, *rows]}
    agree.run(probes.asked_for, more, "Eyeglasses")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_damaged_rows(agree, draw):
    """`read_attribute` refuses a row with a value too few, too many, or unknown in its column."""
    names = [f"{number:06}.jpg" for number in range(1, 8)]
    good = attributes(draw, names)
    damaged = {"good": good, "a name too few": [good[0], " ".join(COLUMNS[:-1]), *good[2:]]}
    for at in (2, draw.int(3, 7), 8):
        rows = {"too few": good[at][:-2], "too many": f"{good[at]} -1"}
        rows |= {value: f"{names[at - 2]} {value}" + 6 * " -1" for value in ("0", "2", "-2", "no")}
        for kind, row in rows.items():
            damaged[f"{kind}, row {at - 1}"] = [*good[:at], row, *good[at + 1 :]]
    start, one, two, rest = good[:4], good[4], good[5], good[6:]
    damaged["too few, then too many"] = [*start, one[:-2], f"{two} -1", *rest]
    damaged["too many, then too few"] = [*start, f"{one} -1", two[:-2], *rest]
    other = [*good[:4], f"{good[4][:-2]} ?", *good[5:]]
    agree.run(probes.asked_for, damaged | {"unknown in the last column": other}, "Bald")


@pytest.mark.points(2)
def test_pairs_pictures_with_smiles(agree, draw):
    """`Smiling` gives pictures in RGB, read when asked for, and who smiles; then IndexError."""
    agree.run(probes.looped, *celeba(draw, draw.shuffled(COLUMNS)), ["train", "valid", "test"])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_joins_tables_by_name(agree, draw):
    """The rows of the two tables may come in different orders, and each face keeps its label."""
    tables, pictures = celeba(draw, draw.shuffled(COLUMNS))
    count, header, *rows = tables["list_attr_celeba.txt"]
    tables["list_attr_celeba.txt"] = [count, header, *draw.shuffled(rows)]
    agree.run(probes.looped, tables, pictures, ["valid", "train"])


@pytest.mark.points(3)
def test_uses_torchvision(agree, draw):
    """`faces_dataset` is a `CelebA`: right split, picture transformed, target (smiles, person)."""
    columns = draw.shuffled(COLUMNS)
    agree.run(probes.by_torchvision, *celeba(draw, columns), ["train", "valid", "test"])
