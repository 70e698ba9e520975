"""Checks of `read_idx`, `read_digits` and `digits_dataset`."""

import pytest
import torch

from . import probes


def idx(values):
    """The bytes of an IDX file that holds `values`, uint8."""
    header = [2048 + values.dim(), *values.shape]
    return b"".join(number.to_bytes(4, "big") for number in header) + values.numpy().tobytes()


def pixels(draw, *shape):
    """Random pixels of any darkness."""
    return draw.integers(0, 256, *shape, dtype=torch.uint8)


def four_files(draw, height=5, width=3, more=0, train=12):
    """The files of MNIST, with `more` labels than images, by their names."""
    files = {}
    for name, count in (("train", train), ("t10k", draw.int(4, 7))):
        labels = draw.integers(0, 10, count + more, dtype=torch.uint8)
        files[f"{name}-images-idx3-ubyte"] = idx(pixels(draw, count, height, width))
        files[f"{name}-labels-idx1-ubyte"] = idx(labels)
    return files


@pytest.mark.points(2)
def test_reads_images(agree, draw):
    """`read_idx` reads images of any height and width: uint8, row by row."""
    agree.run(probes.read, idx(pixels(draw, 2, 4, 3)), 3)
    agree.run(probes.read, idx(pixels(draw, draw.int(3, 5), draw.int(6, 9), draw.int(10, 13))), 3)
    agree.run(probes.read, idx(pixels(draw, 300, 1, 2)), 3)


@pytest.mark.points(1)
def test_reads_labels(agree, draw):
    """`read_idx` reads labels, whose header has only one size: uint8, none lost."""
    agree.run(probes.read, idx(draw.integers(0, 10, draw.int(9, 15), dtype=torch.uint8)), 1)
    agree.run(probes.read, idx(draw.integers(0, 10, 259, dtype=torch.uint8)), 1)


@pytest.mark.points(2)
def test_refuses_another_magic_number(agree, draw):
    """`read_idx` raises ValueError if the file begins with another magic number."""
    images, labels = idx(pixels(draw, 3, 4, 5)), idx(pixels(draw, 8))
    floats = (0x0D03).to_bytes(4, "big") + images[4:]
    agree.run(probes.asked_for, {"good": images, "labels": labels, "floats": floats}, 3)
    floats = (0x0D01).to_bytes(4, "big") + labels[4:]
    signed = (0x0701).to_bytes(4, "big") + labels[4:]
    agree.run(probes.asked_for, {"good": labels, "images": images, "a": floats, "b": signed}, 1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_another_length(agree, draw):
    """`read_idx` raises ValueError if bytes are missing, in the header too, or left over."""
    whole = idx(pixels(draw, 3, 4, 5))
    shorter = {"short": whole[: -draw.int(2, 19)], "shorter": whole[:-1], "header": whole[:10]}
    agree.run(probes.asked_for, {"good": whole, **shorter, "start": whole[:2], "empty": b""}, 3)
    agree.run(
        probes.asked_for, {"good": whole, "long": whole + b"\0", "longer": whole + whole[-20:]}, 3
    )


@pytest.mark.hidden
def test_owns_its_memory(agree, draw):
    """The tensor can be written to without a warning, and the file stays as it is."""
    agree.run(probes.written, idx(pixels(draw, 3, 2, 5)), 3)


@pytest.mark.points(3)
def test_gives_what_a_network_wants(agree, draw):
    """`read_digits` gives float32 images from 0 to 1 with a channel, and int64 labels."""
    files = four_files(draw, train=draw.int(300, 320))
    agree.run(probes.split, files, True)
    agree.run(probes.split, files, False)


@pytest.mark.hidden
def test_refuses_unpaired_files(agree, draw):
    """`read_digits` raises ValueError if there are more images than labels, or fewer."""
    agree.run(probes.unpaired, four_files(draw), True)
    agree.run(probes.unpaired, four_files(draw, more=1), True)
    agree.run(probes.unpaired, four_files(draw, more=-1), False)


@pytest.mark.points(2)
def test_uses_torchvision(agree, draw):
    """`digits_dataset` is torchvision's `MNIST`: right split, transform applied, no download."""
    agree.run(probes.datasets, four_files(draw, height=4, width=6))
