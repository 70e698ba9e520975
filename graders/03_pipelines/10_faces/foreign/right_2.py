"""Right answers by people who had seen the exercise alone, of a second round."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset

from torchdojo.grading import right


@right(
    "Joins the tables once into a list of files and labels; decodes bytes that were read whole.",
    seen="full marks",
)
class Smiling(Dataset):
    def __init__(
        self, root: Path, split: str, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        celeba = Path(root) / "celeba"
        smiles = read_attribute(celeba / "list_attr_celeba.txt", "Smiling")
        self.examples = []
        for name in split_names(celeba / "list_eval_partition.txt", split):
            self.examples.append((celeba / "img_align_celeba" / name, smiles[name]))
        self.transform = transform

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.examples[index]
        picture = Image.open(io.BytesIO(file.read_bytes())).convert("RGB")
        return (picture if self.transform is None else self.transform(picture)), label


@right(
    "Reads line by line and collects every complaint about a row before it raises.",
    seen="full marks",
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    def fail(sentence: str) -> None:
        raise ValueError(f"{path.name}: {sentence}")

    with open(path, encoding="utf-8") as file:
        first = file.readline().strip()
        attributes = file.readline().split()
        body = [line.split() for line in file]

    if name not in attributes:
        fail(f"no column is called {name!r}; there are {', '.join(attributes)}")
    if not first.isdecimal() or int(first) != len(body):
        fail(f"the first line is {first!r}, but {len(body)} rows follow the header")
    column = attributes.index(name)
    translation = {"1": 1, "-1": 0}
    labels, complaints = {}, []
    for number, fields in enumerate(body, start=3):
        values = fields[1:]
        if len(fields) != 1 + len(attributes):
            complaints.append(f"line {number} has {len(values)} values, not {len(attributes)}")
        elif values[column] not in translation:
            complaints.append(f"line {number} has {values[column]!r}, neither 1 nor -1")
        else:
            labels[fields[0]] = translation[values[column]]
    if complaints:
        fail("; ".join(complaints))
    return labels
