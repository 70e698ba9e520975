"""Wrong answers by people who had seen the exercise alone."""

from PIL import Image
from torch.utils.data import Dataset

from torchdojo.grading import wrong


@wrong(
    "Only the total of all fields is checked: a row with one too few and another with one too many cancel, and values move.",
    seen="full marks",
)
def read_attribute(path, name):
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names:
        raise ValueError(f"no column is called {name}")
    if int(count) != len(rows):
        raise ValueError(f"the first line says {count}, but there are {len(rows)} rows")
    width = len(names) + 1
    fields = " ".join(rows).split()
    if len(fields) != len(rows) * width:
        raise ValueError("the rows do not have one value for each column")
    column = names.index(name) + 1
    labels = {}
    for start in range(0, len(fields), width):
        value = fields[start + column]
        if value not in ("1", "-1"):
            raise ValueError(f"{fields[start]}: {value} is neither 1 nor -1")
        labels[fields[start]] = int(value == "1")
    return labels


@wrong(
    "The set of widths is empty for a table of 0 rows, which is a good table, but refused: its first line is right.",
    seen="full marks",
)
def read_attribute(path, name):
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names:
        raise ValueError(f"no column is called {name}")
    if int(count) != len(rows):
        raise ValueError(f"the first line says {count}, but there are {len(rows)} rows")
    table = [row.split() for row in rows]
    if {len(fields) for fields in table} != {len(names) + 1}:
        raise ValueError("each row must have one value for each column")
    column = names.index(name) + 1
    if not {fields[column] for fields in table} <= {"1", "-1"}:
        raise ValueError(f"a value of {name} is neither 1 nor -1")
    return {fields[0]: int(fields[column] == "1") for fields in table}


@wrong(
    "(value + 1) // 2 is tested instead of the value: 0 becomes a 0 and 2 a 1, though only 1 and -1 may pass.",
    seen="named",
)
def read_attribute(path, name):
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if name not in names:
        raise ValueError(f"no column is called {name}")
    if int(count) != len(rows):
        raise ValueError(f"the first line says {count}, but there are {len(rows)} rows")
    labels = {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names):
            raise ValueError(f"{picture} has {len(values)} values for {len(names)} columns")
        label = (int(values[names.index(name)]) + 1) // 2
        if label not in (0, 1):
            raise ValueError(f"{picture}: the value is neither 1 nor -1")
        labels[picture] = label
    return labels


@wrong("An unknown split raises the dictionary's KeyError; ValueError is promised.", seen="named")
def split_names(path, split):
    wanted = str(SPLITS[split])
    pairs = [line.split() for line in path.read_text().splitlines()]
    return [name for name, number in pairs if number == wanted]


@wrong(
    "Joins the two tables by the number of the line: their rows may be in different orders, only the name counts.",
    seen="named",
)
class Smiling(Dataset):
    def __init__(self, root, split, transform=None):
        folder = root / "celeba"
        labels = read_attribute(folder / "list_attr_celeba.txt", "Smiling").values()
        wanted = set(split_names(folder / "list_eval_partition.txt", split))
        lines = (folder / "list_eval_partition.txt").read_text().splitlines()
        pairs = [(line.split()[0], label) for line, label in zip(lines, labels)]
        self.pairs = [(name, label) for name, label in pairs if name in wanted]
        self.folder = folder / "img_align_celeba"
        self.transform = transform

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        name, label = self.pairs[index]
        with Image.open(self.folder / name) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, label


@wrong(
    "Goes through the table of attributes and keeps its order; the pictures must come in the order of the partition.",
    seen="caught",
)
class Smiling(Dataset):
    def __init__(self, root, split, transform=None):
        folder = root / "celeba"
        wanted = set(split_names(folder / "list_eval_partition.txt", split))
        smiles = read_attribute(folder / "list_attr_celeba.txt", "Smiling")
        self.pairs = [(name, label) for name, label in smiles.items() if name in wanted]
        self.folder = folder / "img_align_celeba"
        self.transform = transform

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        name, label = self.pairs[index]
        with Image.open(self.folder / name) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, label


@wrong(
    "The names are in a dictionary by number: past the end comes a KeyError, not IndexError, and a for loop breaks down.",
    seen="caught",
)
class Smiling(Dataset):
    def __init__(self, root, split, transform=None):
        folder = root / "celeba"
        self.names = dict(enumerate(split_names(folder / "list_eval_partition.txt", split)))
        self.smiles = read_attribute(folder / "list_attr_celeba.txt", "Smiling")
        self.folder = folder / "img_align_celeba"
        self.transform = transform

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        with Image.open(self.folder / name) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.smiles[name]


@wrong(
    "Column 31 is Smiling only in the original: there may be any number of columns in any order, so ask attr_names.",
    seen="named",
)
def faces_dataset(root, split, transform):
    return Faces(
        root,
        split=split,
        target_type=["attr", "identity"],
        transform=transform,
        target_transform=lambda target: (int(target[0][31]), int(target[1])),
    )
