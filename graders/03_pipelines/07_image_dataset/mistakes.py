"""What goes wrong on the way from a folder of pictures to a dataset."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import mistake, slip


@mistake(
    "`__init__` opens every file; a lazy dataset keeps the paths and opens one file in `__getitem__`.",
    loses=["reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.images = [Image.open(file).convert("RGB") for file in files]
        self.labels, self.transform = labels, transform

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        image = self.images[index]
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Every picture that was read is kept, so memory fills up and changed files go unnoticed: "
    "read the file each time.",
    loses=["reads_only_when_asked"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform
        self.read: dict[int, Image.Image] = {}

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if index not in self.read:
            self.read[index] = Image.open(self.files[index]).convert("RGB")
        image = self.read[index]
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Grey and transparent pictures are handed on as they are, with one or four channels: `convert('RGB')` first.",
    loses=["gives_rgb_pairs", "feeds_a_loader"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            image.load()
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Only grey pictures are converted; those with an alpha channel or a palette need `convert('RGB')` too.",
    loses=["gives_rgb_pairs", "feeds_a_loader"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            image.load()
        if image.mode == "L":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "The file of an RGB picture stays open: `Image.open` reads only its beginning, and here nothing "
    "reads the rest; use `with`, and `convert` inside it.",
    loses=["reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        image = Image.open(self.files[index])
        if image.mode != "RGB":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index]


slip(
    "The file is closed before its pixels are read: `Image.open` reads only its beginning, so "
    "`convert` belongs inside the `with` block.",
    loses=[
        "gives_rgb_pairs",
        "reads_only_when_asked",
        "passes_errors_on",
        "feeds_a_loader",
        "refuses_unequal_lengths",
    ],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        ('picture = image.convert("RGB")', "label = self.labels[index]"),
        (
            "if self.transform is not None:\n    picture = self.transform(picture)",
            'image = image.convert("RGB")',
        ),
        (
            "picture, self.labels[index]",
            "(self.transform(image) if self.transform else image), label",
        ),
    ],
    id="ImageDataset-c0dc715c",
)

slip(
    "Without a transform `self.transform` is None, which cannot be called: return the picture as it is.",
    loses=[
        "gives_rgb_pairs",
        "reads_only_when_asked",
        "passes_errors_on",
        "refuses_unequal_lengths",
    ],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        (
            'picture = image.convert("RGB")',
            'return self.transform(image.convert("RGB")), self.labels[index]',
        ),
        (
            "if self.transform is not None:\n"
            "    picture = self.transform(picture)\n"
            "return picture, self.labels[index]",
            "",
        ),
    ],
    id="ImageDataset-8df7225d",
)

slip(
    "The transform is kept but never applied.",
    loses=["gives_rgb_pairs", "feeds_a_loader", "refuses_unequal_lengths"],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        ('picture = image.convert("RGB")', 'return image.convert("RGB"), self.labels[index]'),
        (
            "if self.transform is not None:\n"
            "    picture = self.transform(picture)\n"
            "return picture, self.labels[index]",
            "",
        ),
    ],
    id="ImageDataset-d16ca8cc",
)


@mistake(
    "A file that cannot be read becomes a black picture, and the network learns from it: let the error pass.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.files[index], self.labels[index]
        try:
            with Image.open(file) as image:
                picture = image.convert("RGB")
        except OSError:
            picture = Image.new("RGB", (64, 64))
        return (self.transform(picture) if self.transform else picture), label


@mistake(
    "`LOAD_TRUNCATED_IMAGES` lets half a picture pass as a whole one; the contract asks for the error.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


slip(
    "Height and width have changed places: `Resize` takes the height first, unlike Pillow's `size`.",
    loses=["resizes_then_scales", "feeds_a_loader"],
    edits=[("(height, width)", "(width, height)")],
)

slip(
    "`Resize` with a single number keeps the proportions, so pictures of different shapes stay different.",
    loses=["resizes_then_scales", "feeds_a_loader"],
    edits=[("(height, width)", "height")],
)

slip(
    "The order is wrong: resize the picture first, then make a tensor of it; the values differ.",
    loses=["resizes_then_scales", "feeds_a_loader"],
    edits=[
        (
            "[transforms.Resize((height, width)), transforms.ToTensor()]",
            "[transforms.ToTensor(), transforms.Resize((height, width))]",
        )
    ],
)

slip(
    "The values are whole numbers from 0 to 255: `PILToTensor` does not divide, `ToTensor` does.",
    loses=["resizes_then_scales", "feeds_a_loader"],
    edits=[("transforms.ToTensor()", "transforms.PILToTensor()")],
)

slip(
    "`make_transform` returns a function of its own; put the steps into a `transforms.Compose`.",
    loses=["resizes_then_scales"],
    edits=[
        (
            "return transforms.Compose([transforms.Resize((height, width)), transforms.ToTensor()])",
            "resize, convert = transforms.Resize((height, width)), transforms.ToTensor()\n"
            "return lambda image: convert(resize(image))",
        )
    ],
)


@mistake(
    "Files and labels of different lengths go unnoticed until some index fails, or pictures get others' labels: compare the lengths in `__init__`.",
    loses=["refuses_unequal_lengths"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


@mistake(
    "Only too few labels are refused; lists of different lengths are also more labels than files.",
    loses=["refuses_unequal_lengths"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(labels) < len(files):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


@mistake(
    "Only too many labels are refused; lists of different lengths are also fewer labels than files.",
    loses=["refuses_unequal_lengths"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(labels) > len(files):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


@mistake(
    "In place of a file that cannot be read comes the next good one: let the error pass, and read no other file.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        places = range(len(self.files))
        for place in [places[index], *places[index + 1 :], *places[:index]]:
            try:
                with Image.open(self.files[place]) as image:
                    picture = image.convert("RGB")
            except OSError:
                continue
            return (self.transform(picture) if self.transform else picture), self.labels[place]
        raise OSError("there is no good file")


@mistake(
    "For a file that cannot be read None comes back, and fails later and somewhere else: let the error pass.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        try:
            with Image.open(self.files[index]) as image:
                picture = image.convert("RGB")
        except OSError:
            return None
        return (self.transform(picture) if self.transform else picture), self.labels[index]


@mistake(
    "An array does not know the mode: numbers of a palette become grey values. Convert the picture that was opened.",
    loses=["gives_rgb_pairs"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            pixels = np.array(image)
        picture = Image.fromarray(pixels).convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


slip(
    "The transform gets the picture as the file has it: convert it to RGB first.",
    loses=["gives_rgb_pairs", "feeds_a_loader"],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        (
            "with Image.open(self.files[index]) as image:\n"
            '    picture = image.convert("RGB")\n'
            "if self.transform is not None:\n"
            "    picture = self.transform(picture)",
            "with Image.open(self.files[index]) as image:\n"
            '    picture = self.transform(image) if self.transform else image.convert("RGB")',
        ),
    ],
    id="ImageDataset-ffca91c7",
)


@mistake(
    "`CenterCrop` cuts the edges off: `Resize((height, width))` keeps the whole picture.",
    loses=["resizes_then_scales", "feeds_a_loader"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    size = transforms.Resize(max(height, width))
    crop = transforms.CenterCrop((height, width))
    return transforms.Compose([size, crop, transforms.ToTensor()])


@mistake(
    "Every picture is divided by its own largest value, so dark ones become bright: divide by 255.",
    loses=["resizes_then_scales", "feeds_a_loader"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    steps = [transforms.Resize((height, width)), transforms.PILToTensor()]
    return transforms.Compose([*steps, transforms.Lambda(lambda t: t.float() / t.max())])


slip(
    "Past the end `__getitem__` raises StopIteration, which belongs to iterators; an index that is too large is an IndexError.",
    loses=["gives_rgb_pairs", "refuses_unequal_lengths"],
    edits=[
        (
            'f"{len(files)} files but {len(labels)} labels"',
            '"files and labels do not fit together"',
        ),
        (
            'with Image.open(self.files[index]) as image:\n    picture = image.convert("RGB")',
            "if index >= len(self):\n    raise StopIteration",
        ),
        (
            "if self.transform is not None:\n    picture = self.transform(picture)",
            'with Image.open(self.files[index]) as file:\n    picture = file.convert("RGB")',
        ),
        (
            "picture, self.labels[index]",
            "self.transform(picture) if self.transform else picture, self.labels[index]",
        ),
    ],
    id="ImageDataset-20e1aad0",
)


@mistake(
    "A picture that is RGB already leaves the `with` block unread, and its file is closed: call "
    "`convert` or `load()` inside the block in any case.",
    loses=[
        "gives_rgb_pairs",
        "reads_only_when_asked",
        "passes_errors_on",
        "refuses_unequal_lengths",
    ],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image if image.mode == "RGB" else image.convert("RGB")
            if self.transform is not None:
                picture = self.transform(picture)
        return picture, self.labels[index]


@mistake(
    "`__init__` opens every file to look at it, and one that is missing stops all the others: keep "
    "the paths alone.",
    loses=["reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        for file in files:
            with Image.open(file) as image:
                image.verify()
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


slip(
    "The class does not say that it is a `Dataset`: write `class ImageDataset(Dataset)`.",
    loses=["gives_rgb_pairs", "refuses_unequal_lengths"],
    edits=[
        ("class ImageDataset(Dataset):", "class ImageDataset:"),
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
    ],
    id="ImageDataset-af40502b",
)

slip(
    "`len(dataset)` counts the files that are there, so it looks at all of them; a missing file counts, "
    "too.",
    loses=["passes_errors_on"],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        ("len(self.files)", "sum(file.is_file() for file in self.files)"),
    ],
    id="ImageDataset-1994f8b8",
)

slip(
    "`[picture, label]` is a list; a pair is a tuple.",
    loses=["gives_rgb_pairs", "refuses_unequal_lengths"],
    edits=[
        ('f"{len(files)} files but {len(labels)} labels"', '"lengths"'),
        ("picture, self.labels[index]", "[picture, self.labels[index]]"),
    ],
    id="ImageDataset-d98d8bc1",
)


@mistake(
    "The picture is a NumPy array: it is to be a `PIL.Image`, which is also what transforms take.",
    loses=["gives_rgb_pairs", "refuses_unequal_lengths", "feeds_a_loader"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = np.array(image.convert("RGB"))
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@mistake(
    "The interpolation is another than `Resize`'s own, which is bilinear: leave it out.",
    loses=["resizes_then_scales", "feeds_a_loader"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    bicubic = transforms.InterpolationMode.BICUBIC
    size = transforms.Resize((height, width), interpolation=bicubic)
    return transforms.Compose([size, transforms.ToTensor()])


@mistake(
    "Every error of a file becomes an `OSError` of yours, and whether it was missing or broken is lost: "
    "let Pillow's own error pass.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("lengths")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file = self.files[index]
        try:
            with Image.open(file) as image:
                picture = image.convert("RGB")
        except Exception:
            raise OSError(f"{file} is no picture") from None
        return (self.transform(picture) if self.transform else picture), self.labels[index]
