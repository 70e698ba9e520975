"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets import CelebA

from torchdojo.grading import wrong

SPLITS = {"train": 0, "valid": 1, "test": 2}


@wrong(
    "A row with too many values is as damaged as one with too few, and a value that is neither 1 nor -1 must be refused instead of read as no.",
    seen="caught",
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names:
        raise ValueError(f"no attribute is called {name}")
    if int(count) != len(rows):
        raise ValueError(f"the first line says {count} rows, but there are {len(rows)}")
    place = names.index(name) + 1
    labels = {}
    for row in rows:
        fields = row.split()
        if len(fields) < len(names) + 1:
            raise ValueError(f"a row is too short: {row!r}")
        labels[fields[0]] = int(fields[place] == "1")
    return labels


@wrong(
    "Only the values in the column that is asked for are checked; you turn all of them into numbers, so a stray `?` under another attribute stops the reading of this one.",
    seen="full marks",
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    lines = path.read_text().splitlines()
    names = lines[1].split()
    rows = lines[2:]
    if name not in names:
        raise ValueError(f"there is no attribute {name!r}")
    if len(rows) != int(lines[0]):
        raise ValueError(f"{lines[0]} rows were promised, {len(rows)} found")
    labels = {}
    for row in rows:
        picture, *fields = row.split()
        if len(fields) != len(names):
            raise ValueError(f"{picture} has {len(fields)} values for {len(names)} attributes")
        values = dict(zip(names, map(int, fields), strict=True))
        if values[name] not in (1, -1):
            raise ValueError(f"{picture}: {values[name]} is neither 1 nor -1")
        labels[picture] = (values[name] + 1) // 2
    return labels


@wrong(
    "You pair the two tables row by row, but only the name says which label belongs to which picture: with tables in different orders the labels are wrong.",
    seen="caught",
)
class Smiling(Dataset):
    def __init__(
        self, root: Path, split: str, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        folder = root / "celeba"
        chosen = set(split_names(folder / "list_eval_partition.txt", split))
        smiles = read_attribute(folder / "list_attr_celeba.txt", "Smiling")
        self.names = split_names(folder / "list_eval_partition.txt", split)
        self.labels = [label for name, label in smiles.items() if name in chosen]
        self.pictures = folder / "img_align_celeba"
        self.transform = transform

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.pictures / self.names[index]) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Column 31 is *Smiling* in CelebA's own table only; the attributes may come in any number and order, so look the name up in attr_names.",
    seen="named",
)
def faces_dataset(root: Path, split: str, transform: Callable[[Image.Image], Any] | None) -> CelebA:
    return Faces(
        root,
        split=split,
        target_type=["attr", "identity"],
        transform=transform,
        target_transform=lambda target: (int(target[0][31]), int(target[1])),
    )


@wrong(
    "Between two fields may stand several spaces, and you leave all but one of them at the end of the picture's name.",
    seen="full marks",
)
def split_names(path: Path, split: str) -> list[str]:
    if split not in SPLITS:
        raise ValueError(f"split must be one of {list(SPLITS)}, not {split!r}")
    wanted = str(SPLITS[split])
    names = []
    for line in path.read_text().splitlines():
        name, number = line.strip().rsplit(" ", 1)
        if number == wanted:
            names.append(name)
    return names
