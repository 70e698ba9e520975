"""What goes wrong when labels are read from paths."""

import re
from collections.abc import Sequence
from pathlib import Path

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The folder's name is searched as well, and `cat_dog_images` holds a dog: look at `path.name`.",
    loses=["labels_by_name", "bears_no_paths", "makes_a_tensor", "refuses_other_names"],
)
def label_of(path: Path) -> int:
    if "dog" in str(path).lower():
        return 1
    if "cat" in str(path).lower():
        return 0
    raise ValueError(path.name)


@mistake(
    "Names in capital letters are not known: compare `path.name.lower()`.",
    loses=["labels_by_name", "makes_a_tensor"],
)
def label_of(path: Path) -> int:
    if path.name.startswith("dog"):
        return 1
    if path.name.startswith("cat"):
        return 0
    raise ValueError(path.name)


@mistake(
    "`hotdog.jpg` is taken for a dog: the name must begin with the animal, not hold it somewhere.",
    loses=["refuses_other_names"],
)
def label_of(path: Path) -> int:
    if "dog" in path.name.lower():
        return 1
    if "cat" in path.name.lower():
        return 0
    raise ValueError(path.name)


@mistake(
    "Only the whole word is known; names that begin with it, as `dogs_7.png` and `Catnap.jpg`, count as well.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    word = re.sub("[^a-z].*", "", path.name.lower())
    if word not in ("cat", "dog"):
        raise ValueError(path.name)
    return int(word == "dog")


@mistake(
    "Other names raise the KeyError of a dict: the contract asks for ValueError.",
    loses=["refuses_other_names"],
)
def label_of(path: Path) -> int:
    return {"cat": 0, "dog": 1}[path.name[:3].lower()]


@mistake(
    "`labels_of` takes or skips what is neither a cat nor a dog: it must raise ValueError for other names, as `label_of` does.",
    loses=["refuses_other_names"],
)
def labels_of(paths: Sequence[Path]) -> torch.Tensor:
    dogs = [path.name.lower().startswith("dog") for path in paths]
    return torch.tensor(dogs, dtype=torch.int64)


@mistake(
    "Whatever is no dog is called a cat: other names must raise ValueError.",
    loses=["refuses_other_names"],
)
def label_of(path: Path) -> int:
    return int(path.name.lower().startswith("dog"))


slip(
    "The labels are swapped: a cat is 0, a dog is 1.",
    loses=["labels_by_name", "bears_no_paths", "makes_a_tensor", "refuses_other_names"],
    edits=[
        ('["cat", "dog"]', '["dog", "cat"]'),
        ('f"{path.name} is the name of neither a cat nor a dog"', "path.name"),
    ],
)

slip(
    "An empty list becomes a float32 tensor: say `dtype=torch.int64`.",
    loses=["bears_no_paths"],
    edits=[
        (
            "torch.tensor([label_of(path) for path in paths], dtype=torch.int64)",
            "torch.tensor([label_of(path) for path in paths])",
        )
    ],
)

slip(
    "The labels are float32; `nn.CrossEntropyLoss` takes class labels as int64.",
    loses=["bears_no_paths", "makes_a_tensor"],
    edits=[
        (
            "torch.tensor([label_of(path) for path in paths], dtype=torch.int64)",
            "torch.tensor([float(label_of(path)) for path in paths])",
        )
    ],
)

slip(
    "The labels are sorted, so they no longer belong to their paths.",
    loses=["makes_a_tensor"],
    edits=[("[label_of(path) for path in paths]", "sorted(label_of(path) for path in paths)")],
)

slip(
    "The labels form a column, shape (N, 1); a loss on classes takes shape (N,).",
    loses=["bears_no_paths", "makes_a_tensor"],
    edits=[
        (
            "torch.tensor([label_of(path) for path in paths], dtype=torch.int64)",
            "torch.tensor([[label_of(path)] for path in paths], dtype=torch.int64).reshape(-1, 1)",
        )
    ],
)

slip(
    "Classes are numbered as they come, so the numbers depend on the order of the files: sort the names.",
    loses=["labels_by_folder", "sorts_the_classes"],
    edits=[("sorted(set(names))", "list(dict.fromkeys(names))")],
)

slip(
    "The whole path of the folder is the class, so one class in two places becomes two: take `path.parent.name`.",
    loses=["labels_by_folder", "sorts_the_classes"],
    edits=[("path.parent.name", "str(path.parent)")],
)


@mistake(
    "Folders are told apart by their whole paths, so one class in two places becomes two: take `path.parent.name`.",
    loses=["labels_by_folder"],
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    folders = sorted({path.parent for path in paths})
    found = [folders.index(path.parent) for path in paths]
    return torch.tensor(found, dtype=torch.int64), [folder.name for folder in folders]


slip(
    "The labels are in the order of the sorted names: label i must belong to `paths[i]`.",
    loses=["labels_by_folder", "sorts_the_classes"],
    edits=[("[path.parent.name for path in paths]", "sorted(path.parent.name for path in paths)")],
)


@mistake(
    "The class is searched anywhere in the path: the folder that holds the file decides, `path.parent.name`.",
    loses=["labels_by_folder"],
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes = sorted({path.parent.name for path in paths})
    found = [next(k for k, c in enumerate(classes) if c in path.parts) for path in paths]
    return torch.tensor(found, dtype=torch.int64), classes


slip(
    "Capital letters are lost in the class names, and `b` and `B` become one class; names of folders are taken as they are.",
    loses=["labels_by_folder", "sorts_the_classes"],
    edits=[("path.parent.name", "path.parent.name.lower()")],
)


@mistake(
    "The classes are listed once for each picture: `set` keeps each name once.",
    loses=["labels_by_folder", "sorts_the_classes"],
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes = sorted(path.parent.name for path in paths)
    found = [classes.index(path.parent.name) for path in paths]
    return torch.tensor(found, dtype=torch.int64), classes


@mistake(
    "Three spellings are not all: `dOG_8.jpg` and `cAt-9.png` begin with an animal too, so compare "
    "`path.name.lower()`.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    if path.name.startswith(("dog", "Dog", "DOG")):
        return 1
    if path.name.startswith(("cat", "Cat", "CAT")):
        return 0
    raise ValueError(f"{path.name} is neither a cat nor a dog")


slip(
    "The file is asked for, but the name alone decides: paths need not exist.",
    loses=["labels_by_name", "bears_no_paths", "makes_a_tensor", "refuses_other_names"],
    edits=[
        (
            'for label, animal in enumerate(["cat", "dog"]):',
            "if not path.is_file():\n"
            '    raise FileNotFoundError(f"no file {path}")\n'
            'for label, animal in enumerate(["cat", "dog"]):',
        ),
        (
            'f"{path.name} is the name of neither a cat nor a dog"',
            'f"{path.name} is neither a cat nor a dog"',
        ),
    ],
)


@mistake(
    "The classes are sorted without regard to capital letters; `sorted` puts `Yak` before `ant`.",
    loses=["labels_by_folder", "sorts_the_classes"],
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes = sorted({path.parent.name for path in paths}, key=str.lower)
    labels = [classes.index(path.parent.name) for path in paths]
    return torch.tensor(labels, dtype=torch.int64), classes


slip(
    "No paths give a float32 tensor of labels: say `dtype=torch.int64` in `folder_labels`, too.",
    loses=["bears_no_paths"],
    edits=[
        (
            "torch.tensor([classes.index(name) for name in names], dtype=torch.int64)",
            "torch.tensor([classes.index(name) for name in names])",
        )
    ],
)

slip(
    "The class names come first and the labels second: it is the other way round.",
    loses=["labels_by_folder", "sorts_the_classes", "bears_no_paths"],
    edits=[
        (
            "torch.tensor([classes.index(name) for name in names], dtype=torch.int64), classes",
            "classes, torch.tensor([classes.index(name) for name in names], dtype=torch.int64)",
        )
    ],
)
