"""Writes `datasets/iris`: Fisher's Iris measurements as a CSV file, and its checksum.

Run `python datasets/builders/iris.py` from anywhere; it needs scikit-learn, whose `load_iris`
holds the values as Fisher published them. Only builders import scikit-learn.
"""

import csv
import hashlib
from pathlib import Path

from sklearn.datasets import load_iris

FOLDER = Path(__file__).resolve().parents[1] / "iris"
COLUMNS = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]


def write_csv(path: Path) -> None:
    """Write a header and 150 rows: four lengths in centimetres, and the name of the species."""
    iris = load_iris()
    rows = zip(iris.data, iris.target, strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [*(f"{value:.1f}" for value in lengths), iris.target_names[species]]
            for lengths, species in rows
        )


def write_checksum(path: Path) -> None:
    """Write `SHA256SUMS` beside `path`, in the format that ``sha256sum --check`` reads."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name("SHA256SUMS").write_text(f"{digest}  {path.name}\n", encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_csv(FOLDER / "iris.csv")
    write_checksum(FOLDER / "iris.csv")
