"""Checks of `read_idx`, `read_digits` and `digits_dataset`."""

import pytest
import torch

from . import probes


def idx(values):
    """The bytes of an IDX file that holds `values`, uint8."""
    header = [2048 + values.dim(), *values.shape]
    return b"".join(number.to_bytes(4, "big") for number in header) + values.numpy().tobytes()


def pixels(draw, *shape, shades=256):
    """Random pixels of any darkness."""
    return draw.integers(0, shades, *shape, dtype=torch.uint8)


def four_files(draw, height=5, width=3, more=0, train=12, shades=256):
    """The files of MNIST, with `more` labels than images, by their names."""
    files = {}
    for name, count in (("train", train), ("t10k", draw.int(4, 7))):
        labels = draw.integers(0, 10, count + more, dtype=torch.uint8)
        files[f"{name}-images-idx3-ubyte"] = idx(pixels(draw, count, height, width, shades=shades))
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
    """`read_idx` raises ValueError if a byte of the magic number, whichever, is another."""
    images, labels = idx(pixels(draw, 3, 4, 5)), idx(pixels(draw, 8))
    bytes_of = [draw.int(1, 255), draw.int(1, 255), draw.choice([7, 9, 13]), 2]
    for good, other, dimensions in ((images, labels, 3), (labels, images, 1)):
        files = {"good": good, "labels for images, or images for labels": other}
        for at, byte in enumerate(bytes_of):
            files[f"byte {at + 1} is {byte}"] = good[:at] + bytes([byte]) + good[at + 1 :]
        agree.run(probes.asked_for, files, dimensions)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_another_length(agree, draw):
    """`read_idx` raises ValueError if bytes are missing, in the header too, or left over."""
    images, labels = idx(pixels(draw, 3, 4, 5)), idx(pixels(draw, 8))
    for whole, dimensions in ((images, 3), (labels, 1)):
        files = {"good": whole, "short": whole[: -draw.int(2, 7)], "shorter": whole[:-1]}
        files |= {"header": whole[:6], "start": whole[:2], "no size": whole[:4], "empty": b""}
        files |= {"no values": whole[: 4 + 4 * dimensions], "long": whole + b"\0"}
        agree.run(probes.asked_for, files, dimensions)
    vast = images[:4] + b"".join(size.to_bytes(4, "big") for size in (2**22, 2**21, 2**21))
    agree.run(probes.asked_for, {"longer": images + images[-20:], "vast": vast}, 3)


@pytest.mark.hidden
def test_owns_its_memory(agree, draw):
    """The tensor can be written to without a warning, and the file stays as it is."""
    agree.run(probes.written, idx(pixels(draw, 3, 2, 5)), 3)


@pytest.mark.points(3)
def test_gives_what_a_network_wants(agree, draw):
    """`read_digits` gives float32 images, 255 as 1, with a channel, and int64 labels."""
    files = four_files(draw, train=draw.int(300, 320))
    agree.run(probes.split, files, True)
    agree.run(probes.split, files, False)
    agree.run(probes.split, four_files(draw, shades=draw.int(50, 90)), True)


@pytest.mark.hidden
def test_refuses_unpaired_files(agree, draw):
    """`read_digits` raises ValueError if there are more images than labels, or fewer."""
    kinds = {"pairs": 0, "one label more": 1, "one image more": -1}
    for train in (True, False):
        files = {kind: four_files(draw, more=more) for kind, more in kinds.items()}
        agree.run(probes.unpaired, files, train)


@pytest.mark.points(2)
def test_uses_torchvision(agree, draw):
    """`digits_dataset` is torchvision's `MNIST`: right split, transform applied, no download."""
    agree.run(probes.datasets, four_files(draw, height=4, width=6))
