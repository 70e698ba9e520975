"""Right answers by people who had seen the exercise alone."""

from torchdojo.grading import right


@right(
    "Reads line by line from the open file, and looks values up in a table of two.",
    seen="full marks",
)
def read_attribute(path, name):
    meaning = {"1": 1, "-1": 0}
    labels, rows = {}, 0
    with path.open() as file:
        count = file.readline().strip()
        names = file.readline().split()
        if name not in names:
            raise ValueError(f"{path.name} has no column {name!r}")
        column = names.index(name)
        for line in file:
            rows += 1
            picture, *values = line.split() or [""]
            if len(values) != len(names):
                raise ValueError(f"row {rows} has {len(values)} values for {len(names)} names")
            if values[column] not in meaning:
                raise ValueError(f"row {rows}: {name} is {values[column]}, neither 1 nor -1")
            labels[picture] = meaning[values[column]]
    if not count.isdecimal() or int(count) != rows:
        raise ValueError(f"the first line says {count!r}, but {rows} rows follow the header")
    return labels


@right(
    "Cuts the whole file into fields at once: names are at even places, splits at odd ones.",
    seen="full marks",
)
def split_names(path, split):
    if split not in SPLITS:
        raise ValueError(f"split must be one of {list(SPLITS)}, not {split!r}")
    fields = path.read_text().split()
    wanted = str(SPLITS[split])
    return [
        name for name, number in zip(fields[::2], fields[1::2], strict=True) if number == wanted
    ]


@right(
    "Finds the column in the file's header first, and gives target_transform to the constructor.",
    seen="full marks",
)
def faces_dataset(root, split, transform):
    with (root / "celeba" / "list_attr_celeba.txt").open() as table:
        next(table)
        column = next(table).split().index("Smiling")

    def smiles_and_person(target):
        attributes, person = target
        return attributes[column].item(), person.item()

    return Faces(
        root,
        split=split,
        target_type=["attr", "identity"],
        transform=transform,
        target_transform=smiles_and_person,
    )
