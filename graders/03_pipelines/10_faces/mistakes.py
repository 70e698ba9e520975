"""What goes wrong between a table of attributes and the labels of pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets import CelebA

from torchdojo.grading import mistake, slip

SPLITS = {"train": 0, "valid": 1, "test": 2}  # as in the solution, over which these are laid


class Faces(CelebA):
    def _check_integrity(self) -> bool:
        return True


@mistake(
    "The labels are 1 and -1 still: a loss wants classes 1 and 0.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column])
    return found


@mistake(
    "Everybody has the attribute: -1 is true in Python, so compare with 1.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(bool(int(values[column])))
    return found


@mistake(
    "Yes and no have changed places: 1 is yes, -1 is no.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "-1")
    return found


@mistake(
    "The attribute to the left is read: a row begins with the name of the picture, which the header does not have.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = fields = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(fields[column] == "1")
    return found


@mistake(
    "`split(' ')` makes an empty field of every further space, so names and values are no longer where they seem: use `split()`.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split(" ")
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split(" ")
        if len(values) != len(names):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "The column has a fixed number, 31; another table has other columns in another order: find it by its name.",
    loses=[
        "reads_attributes_by_name",
        "refuses_what_is_not_there",
        "checks_the_count",
        "refuses_damaged_rows",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = 31, {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "Nobody compares the first line with the number of rows, so a table cut short is taken for a whole one.",
    loses=["checks_the_count"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "A row with a value too few or too many passes, and all that follows the gap is shifted: count the fields.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "Whatever is not 1 counts as no, a 0 or a 2 as well: refuse values that are neither 1 nor -1.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "Damaged rows are left out in silence; the contract asks for ValueError.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            continue
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "An unknown attribute is a KeyError; the contract asks for ValueError and a sentence that helps.",
    loses=["refuses_what_is_not_there"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    column, found = {other: i for i, other in enumerate(names)}[name], {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "A row that is too short is an IndexError; the contract asks for ValueError, so count the fields first.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if (
            values[len(names) - 1] == ""
            or len(values) > len(names)
            or values[column] not in ("1", "-1")
        ):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


slip(
    "Validation and test have changed places: 1 is `valid`, 2 is `test`.",
    loses=[
        "finds_the_pictures_of_a_split",
        "refuses_what_is_not_there",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
    edits=[
        (
            "if split not in SPLITS:",
            'splits = {"train": 0, "test": 1, "valid": 2}\nif split not in splits:',
        ),
        ("f\"there is no split {split}, only {', '.join(SPLITS)}\"", '"no such split"'),
        ("SPLITS[split]", "splits[split]"),
    ],
)

slip(
    "`train` and `valid` hold other pictures as well: a picture belongs to the split with exactly its number.",
    loses=[
        "finds_the_pictures_of_a_split",
        "refuses_what_is_not_there",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
    edits=[
        ("f\"there is no split {split}, only {', '.join(SPLITS)}\"", '"no such split"'),
        ("int(number) == SPLITS[split]", "int(number) >= SPLITS[split]"),
    ],
)

slip(
    "An unknown split is a KeyError; the contract asks for ValueError.",
    loses=["refuses_what_is_not_there"],
    edits=[
        (
            "if split not in SPLITS:\n"
            "    raise ValueError(f\"there is no split {split}, only {', '.join(SPLITS)}\")",
            "",
        )
    ],
)

slip(
    "An unknown split gives all pictures, or none; the contract asks for ValueError.",
    loses=["refuses_what_is_not_there"],
    edits=[
        (
            "if split not in SPLITS:\n"
            "    raise ValueError(f\"there is no split {split}, only {', '.join(SPLITS)}\")",
            "",
        ),
        ("SPLITS[split]", "SPLITS.get(split)"),
    ],
)

slip(
    "The names are sorted; keep the order of the file.",
    loses=[
        "finds_the_pictures_of_a_split",
        "refuses_what_is_not_there",
        "pairs_pictures_with_smiles",
        "joins_tables_by_name",
    ],
    edits=[
        ("f\"there is no split {split}, only {', '.join(SPLITS)}\"", '"no such split"'),
        (
            "[name for name, number in rows if int(number) == SPLITS[split]]",
            "sorted(name for name, number in rows if int(number) == SPLITS[split])",
        ),
    ],
)

slip(
    "Every split holds all pictures, so a network is tested on faces that it has learned: keep those of `split`.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        ('self.names = split_names(self.folder / "list_eval_partition.txt", split)', ""),
        (
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")\n'
            "self.names = list(self.smiles)",
        ),
    ],
    id="Smiling-23093d40",
)


@mistake(
    "Training also sees the pictures for validation: `train` is 0 alone, not all that is no test.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
)
class Smiling(Dataset):
    def __init__(
        self, root: Path, split: str, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        self.folder, self.transform = root / "celeba", transform
        self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")
        partition = self.folder / "list_eval_partition.txt"
        self.names = split_names(partition, split)
        if split == "train":
            self.names += split_names(partition, "valid")

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        name = self.names[index]
        with Image.open(self.folder / "img_align_celeba" / name) as image:
            picture = image.convert("RGB")
        return self.transform(picture) if self.transform else picture, self.smiles[name]


slip(
    "The i-th picture of a split gets the i-th label of the whole table: look the label up by the picture's name.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")\n'
            "self.labels = list(self.smiles.values())",
        ),
        ("self.smiles[name]", "self.labels[index]"),
    ],
    id="Smiling-3bbe1a78",
)


@mistake(
    "The rows of the two tables are paired by their order; only the picture's name tells which belong together.",
    loses=["joins_tables_by_name"],
)
class Smiling(Dataset):
    def __init__(
        self, root: Path, split: str, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        self.folder, self.transform = root / "celeba", transform
        partition = self.folder / "list_eval_partition.txt"
        everyone = [line.split()[0] for line in partition.read_text().splitlines()]
        self.names = split_names(self.folder / "list_eval_partition.txt", split)
        self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")
        self.smiles = dict(zip(everyone, self.smiles.values()))

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        name = self.names[index]
        with Image.open(self.folder / "img_align_celeba" / name) as image:
            picture = image.convert("RGB")
        return self.transform(picture) if self.transform else picture, self.smiles[name]


slip(
    "`__init__` opens every picture; keep the names, and open one picture when it is asked for.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")\n'
            'folder = self.folder / "img_align_celeba"\n'
            'self.pictures = [Image.open(folder / name).convert("RGB") for name in self.names]',
        ),
        (
            'with Image.open(self.folder / "img_align_celeba" / name) as image:\n'
            '    picture = image.convert("RGB")',
            "picture = self.pictures[index]",
        ),
    ],
    id="Smiling-35221b69",
)

slip(
    "The label is that of another column: it must be `Smiling`.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            'read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'read_attribute(self.folder / "list_attr_celeba.txt", "Male")',
        )
    ],
    id="Smiling-e22e74eb",
)

slip(
    "The transform is kept but never applied.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[("self.transform(picture) if self.transform else picture", "picture")],
    id="Smiling-c0d81b85",
)

slip(
    "Without a transform `self.transform` is None, which cannot be called: return the picture as it is.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[("self.transform(picture) if self.transform else picture", "self.transform(picture)")],
    id="Smiling-a1c524d1",
)

slip(
    "`CelebA` is the training split unless `split` is passed on.",
    loses=["uses_torchvision"],
    edits=[
        (
            'Faces(root, split=split, target_type=["attr", "identity"], transform=transform)',
            'Faces(root, target_type=["attr", "identity"], transform=transform)',
        )
    ],
)

slip(
    "`split='all'` mixes training and test pictures: pass `split` on.",
    loses=["uses_torchvision"],
    edits=[("split=split", 'split="all"')],
)

slip(
    "`transform` is not passed on, so the pictures stay as they are.",
    loses=["uses_torchvision"],
    edits=[
        (
            'Faces(root, split=split, target_type=["attr", "identity"], transform=transform)',
            'Faces(root, split=split, target_type=["attr", "identity"])',
        )
    ],
)

slip(
    "Column 31 is `Smiling` in CelebA's own table alone: look it up in `attr_names`.",
    loses=["uses_torchvision"],
    edits=[
        ('column = faces.attr_names.index("Smiling")', ""),
        ("target[0][column]", "target[0][31]"),
    ],
)

slip(
    "Without `target_type` a target is the attributes alone; the person needs `['attr', 'identity']`.",
    loses=["uses_torchvision"],
    edits=[
        (
            'Faces(root, split=split, target_type=["attr", "identity"], transform=transform)',
            "Faces(root, split=split, transform=transform)",
        )
    ],
)

slip(
    "The parts of a target come in the order of `target_type`, and here they were taken in another.",
    loses=["uses_torchvision"],
    edits=[('["attr", "identity"]', '["identity", "attr"]')],
)

slip(
    "The target is all the attributes still: `target_transform` picks the one that is asked for.",
    loses=["uses_torchvision"],
    edits=[
        (
            'column = faces.attr_names.index("Smiling")\n'
            "faces.target_transform = lambda target: (int(target[0][column]), int(target[1]))",
            "",
        )
    ],
)

slip(
    "The parts of the target are tensors; the contract asks for ints: `int(...)` or `.item()`.",
    loses=["uses_torchvision"],
    edits=[("(int(target[0][column]), int(target[1]))", "(target[0][column], target[1])")],
)

slip(
    "Everybody who does not smile is lost in a second mapping: torchvision has made 0 of -1 already.",
    loses=["uses_torchvision"],
    edits=[("target[0][column]", "target[0][column] != -1")],
)

slip(
    "`CelebA` itself compares checksums and refuses other faces than its own: use `Faces`.",
    loses=["uses_torchvision"],
    edits=[
        (
            'Faces(root, split=split, target_type=["attr", "identity"], transform=transform)',
            'CelebA(root, split=split, target_type=["attr", "identity"], transform=transform)',
        )
    ],
)


@mistake(
    "A dataset of your own is not torchvision's `CelebA`, and it knows no persons.",
    loses=["uses_torchvision"],
)
def faces_dataset(root: Path, split: str, transform: Callable[[Image.Image], Any] | None) -> CelebA:
    return Smiling(root, split, transform)


slip(
    "`CelebA` wants the folder above `celeba`, and adds this name itself.",
    loses=["uses_torchvision"],
    edits=[
        (
            'Faces(root, split=split, target_type=["attr", "identity"], transform=transform)',
            "Faces(\n"
            '    root / "celeba", split=split, target_type=["attr", "identity"], transform=transform\n'
            ")",
        )
    ],
)


@mistake(
    "Only the fields of all rows together are counted: a row too short and one too long cancel. Count each row's.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, width = names.index(name) + 1, len(names) + 1
    fields, found = " ".join(rows).split(), {}
    if len(fields) != len(rows) * width:
        raise ValueError("a damaged row")
    for start in range(0, len(fields), width):
        if fields[start + column] not in ("1", "-1"):
            raise ValueError("a damaged row")
        found[fields[start]] = int(fields[start + column] == "1")
    return found


@mistake(
    "Only the first row is checked: any row may be damaged.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for number, row in enumerate(rows):
        picture, *values = row.split()
        if number == 0 and (len(values) != len(names) or values[column] not in ("1", "-1")):
            raise ValueError("a damaged row")
        found[picture] = int(values[column] == "1")
    return found


@mistake(
    "A 0 becomes 0 and a 2 becomes 1, since `(value + 1) // 2` is checked: check the value itself.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    column, found = names.index(name), {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names):
            raise ValueError("a damaged row")
        found[picture] = (int(values[column]) + 1) // 2
        if found[picture] not in (0, 1):
            raise ValueError("a damaged row")
    return found


@mistake(
    "A table of no rows is refused, but with a count of 0 it is a good one: return an empty dictionary.",
    loses=["checks_the_count"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError("another number of rows")
    if name not in names:
        raise ValueError("no such attribute")
    table = [row.split() for row in rows]
    if {len(fields) for fields in table} != {len(names) + 1}:
        raise ValueError("a damaged row")
    column = names.index(name) + 1
    if not {fields[column] for fields in table} <= {"1", "-1"}:
        raise ValueError("a damaged row")
    return {fields[0]: int(fields[column] == "1") for fields in table}


slip(
    "The pictures come in the order of the table of attributes: keep the order of the partition.",
    loses=["joins_tables_by_name"],
    edits=[
        (
            'self.names = split_names(self.folder / "list_eval_partition.txt", split)',
            'wanted = set(split_names(self.folder / "list_eval_partition.txt", split))',
        ),
        (
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")\n'
            "self.names = [name for name in self.smiles if name in wanted]",
        ),
    ],
    id="Smiling-0f397f76",
)

slip(
    "Past the end a dictionary raises KeyError: a `for` loop needs the IndexError of a list.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            'split_names(self.folder / "list_eval_partition.txt", split)',
            'dict(enumerate(split_names(self.folder / "list_eval_partition.txt", split)))',
        )
    ],
    id="Smiling-30cd11dc",
)

slip(
    "A grey picture stays grey, with one channel: `convert('RGB')`, whatever the file holds.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            'with Image.open(self.folder / "img_align_celeba" / name) as image:',
            'with Image.open(self.folder / "img_align_celeba" / name) as picture:',
        ),
        ('picture = image.convert("RGB")', "picture.load()"),
    ],
    id="Smiling-5ec62f97",
)

slip(
    "Past the end `__getitem__` raises StopIteration, which belongs to iterators; an index that is too large is an IndexError.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            "name = self.names[index]",
            "if index >= len(self):\n    raise StopIteration\nname = self.names[index]",
        )
    ],
    id="Smiling-f6ec0005",
)


@mistake(
    "A row with a value too many passes: it is as damaged as one with a value too few.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names or count.strip() != str(len(rows)):
        raise ValueError("no such attribute, or a wrong count")
    place, labels = names.index(name) + 1, {}
    for row in rows:
        fields = row.split()
        if len(fields) <= len(names) or fields[place] not in ("1", "-1"):
            raise ValueError("a damaged row")
        labels[fields[0]] = int(fields[place] == "1")
    return labels


@mistake(
    "A row with a value too many passes, and whatever is not 1 counts as no: count the values exactly, "
    "and refuse what is neither 1 nor -1.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names or count.strip() != str(len(rows)):
        raise ValueError("no such attribute, or a wrong count")
    place, labels = names.index(name) + 1, {}
    for row in rows:
        fields = row.split()
        if len(fields) <= len(names):
            raise ValueError("a row is too short")
        labels[fields[0]] = int(fields[place] == "1")
    return labels


@mistake(
    "The values of all columns are made numbers, so a `?` under another attribute stops the reading: look "
    "at the column that is asked for alone.",
    loses=["refuses_damaged_rows"],
)
def read_attribute(path: Path, name: str) -> dict[str, int]:
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names or count.strip() != str(len(rows)):
        raise ValueError("no such attribute, or a wrong count")
    place, labels = names.index(name) + 1, {}
    for row in rows:
        picture, *values = row.split()
        numbers = [int(value) for value in values]
        if len(numbers) != len(names) or numbers[place - 1] not in (1, -1):
            raise ValueError("a damaged row")
        labels[picture] = (numbers[place - 1] + 1) // 2
    return labels


@mistake(
    "A line is cut at a single space, so of several some stay at the end of the name: `split()` takes "
    "them all.",
    loses=["finds_the_pictures_of_a_split"],
)
def split_names(path: Path, split: str) -> list[str]:
    if split not in SPLITS:
        raise ValueError("no such split")
    wanted, names = str(SPLITS[split]), []
    for line in path.read_text().splitlines():
        name, number = line.strip().rsplit(" ", 1)
        if number == wanted:
            names.append(name)
    return names


slip(
    "The labels of a split stand in the order of the table of attributes, its pictures in that of the "
    "partition: look each label up by the picture's name.",
    loses=["joins_tables_by_name"],
    edits=[
        (
            'self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")',
            'smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")\n'
            "chosen = set(self.names)\n"
            "self.labels = [label for name, label in smiles.items() if name in chosen]",
        ),
        ("self.smiles[name]", "self.labels[index]"),
    ],
    id="Smiling-fcd056e9",
)

slip(
    "`[picture, label]` is a list; a pair is a tuple.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[
        (
            "self.transform(picture) if self.transform else picture, self.smiles[name]",
            "[self.transform(picture) if self.transform else picture, self.smiles[name]]",
        )
    ],
    id="Smiling-d41b99fa",
)

slip(
    "The class does not say that it is a `Dataset`: write `class Smiling(Dataset)`.",
    loses=["pairs_pictures_with_smiles", "joins_tables_by_name"],
    edits=[("class Smiling(Dataset):", "class Smiling:")],
    id="Smiling-dbb223ec",
)


@mistake(
    "Grey pictures are made RGB; `faces_dataset` leaves them as torchvision opens them.",
    loses=["uses_torchvision"],
)
def faces_dataset(root: Path, split: str, transform: Callable[[Image.Image], Any] | None) -> Faces:
    def colour(picture: Image.Image) -> Any:
        picture = picture.convert("RGB")
        return transform(picture) if transform else picture

    faces = Faces(root, split=split, target_type=["attr", "identity"], transform=colour)
    column = faces.attr_names.index("Smiling")
    faces.target_transform = lambda target: (int(target[0][column]), int(target[1]))
    return faces
