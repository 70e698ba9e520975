"""Writes `datasets/digits`: handwritten digits in the files of MNIST, and their checksums.

Run `python datasets/builders/digits.py` from anywhere; it needs scikit-learn, whose `load_digits`
holds 1797 digits of 8 by 8 pixels. All sums are of whole numbers, so every machine writes the same
bytes.
"""

import hashlib
import struct
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

FOLDER = Path(__file__).resolve().parents[1] / "digits"
RAW = FOLDER / "MNIST" / "raw"
INK, BORDER = 20, 4
"""As in MNIST, a digit fills the middle 20 by 20 of 28 by 28 pixels."""
TENTHS = 10
"""How fine the positions of the new pixels are between the old ones."""
EVERY, CHOSEN = 6, 4
"""Of every six digits of a class, in their order, number 4 goes into the test set."""


def weights() -> np.ndarray:
    """How much, in tenths, each of 20 new pixels takes of 8 old ones: linear interpolation."""
    new = 4 * np.arange(INK) - 3
    old = TENTHS * np.arange(8)
    return np.maximum(TENTHS - np.abs(new[:, None] - old), 0)


def enlarged(images: np.ndarray) -> np.ndarray:
    """Enlarge `images`, (N, 8, 8) from 0 to 16, to uint8 (N, 28, 28) from 0 to 255."""
    w, full = weights(), 16 * TENTHS**2
    sums = np.einsum("ri,nij,cj->nrc", w, images.astype(np.int64), w)
    grey = ((255 * sums + full // 2) // full).astype(np.uint8)
    return np.pad(grey, ((0, 0), (BORDER, BORDER), (BORDER, BORDER)))


def in_test(labels: np.ndarray) -> np.ndarray:
    """Which examples belong to the test set: the same share of each class."""
    rank = np.empty_like(labels)
    for digit in range(10):
        of_class = labels == digit
        rank[of_class] = np.arange(of_class.sum())
    return rank % EVERY == CHOSEN


def write_idx(path: Path, values: np.ndarray) -> None:
    """Write uint8 `values` as an IDX file: type and number of dimensions, the sizes, the bytes."""
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    path.write_bytes(header + values.astype(np.uint8).tobytes())


def write_digits() -> None:
    """Write images and labels of both splits, in the order of the source."""
    digits = load_digits()
    images, labels = enlarged(digits.images), digits.target
    test = in_test(labels)
    for split, chosen in (("train", ~test), ("t10k", test)):
        write_idx(RAW / f"{split}-images-idx3-ubyte", images[chosen])
        write_idx(RAW / f"{split}-labels-idx1-ubyte", labels[chosen])


def write_checksums() -> None:
    """Write `SHA256SUMS`, in the format that ``sha256sum --check`` reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(FOLDER).as_posix()}\n"
        for path in sorted(RAW.iterdir())
    ]
    (FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    RAW.mkdir(parents=True, exist_ok=True)
    write_digits()
    write_checksums()
