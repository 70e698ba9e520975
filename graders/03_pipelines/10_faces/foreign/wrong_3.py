"""Wrong answers by people who had seen the exercise alone, of a third round."""

from pathlib import Path

from PIL import Image
from torch.utils.data import Dataset

from torchdojo.grading import wrong


@wrong(
    "Column 31 is `Smiling` in CelebA's own table, but the attributes may come in any order and number, and then you "
    "silently read another one: look its place up by name.",
    seen="named",
)
def faces_dataset(root, split, transform):
    return Faces(  # noqa: F821
        root,
        split=split,
        target_type=["attr", "identity"],
        transform=transform,
        target_transform=lambda target: (int(target[0][31]), int(target[1])),
    )


@wrong(
    "Labels are joined to pictures by their place in the two tables instead of by name, so where the rows of one are in "
    "another order, faces get each other's smiles.",
    seen="named",
)
class Smiling(Dataset):
    def __init__(self, root, split, transform=None):
        folder = Path(root) / "celeba"
        wanted = str(SPLITS[split])  # noqa: F821
        smiles = list(read_attribute(folder / "list_attr_celeba.txt", "Smiling").values())  # noqa: F821
        lines = (folder / "list_eval_partition.txt").read_text().splitlines()
        self.examples = []
        for line, smile in zip(lines, smiles):
            name, part = line.split()
            if part == wanted:
                self.examples.append((folder / "img_align_celeba" / name, smile))
        self.transform = transform

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, index):
        path, label = self.examples[index]
        with Image.open(path) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, label


@wrong(
    "You check every value of a row, but what stands in other columns does not matter: a question mark beside the "
    "attribute that was asked for must not make the table unreadable.",
    seen="named",
)
def read_attribute(path, name):
    lines = path.read_text().splitlines()
    count, names, rows = int(lines[0]), lines[1].split(), lines[2:]
    if name not in names:
        raise ValueError(f"no attribute {name}")
    if count != len(rows):
        raise ValueError(f"{count} rows announced, {len(rows)} found")
    column = names.index(name)
    labels = {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names):
            raise ValueError(f"{picture} has {len(values)} values, expected {len(names)}")
        values = [int(value) for value in values]
        if any(value not in (1, -1) for value in values):
            raise ValueError(f"{picture}: values must be 1 or -1")
        labels[picture] = (values[column] + 1) // 2
    return labels


@wrong(
    "An unknown split raises KeyError from the dictionary instead of ValueError, and the names are sorted although the "
    "order of the file was asked for.",
    seen="named",
)
def split_names(path, split):
    code = str(SPLITS[split])  # noqa: F821
    names = []
    for line in path.read_text().splitlines():
        name, part = line.split()
        if part == code:
            names.append(name)
    return sorted(names)
