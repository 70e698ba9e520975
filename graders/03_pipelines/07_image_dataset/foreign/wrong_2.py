"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "A picture that is RGB already leaves the `with` block unread and its file is closed: its pixels can never be loaded; convert or load it in any case.",
    seen="caught",
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image if image.mode == "RGB" else image.convert("RGB")
            if self.transform is not None:
                picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Nothing is to be kept: your cache fills the memory with every picture of the first epoch, and a file that changes is not read anew.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files but {len(labels)} labels")
        self.files = list(files)
        self.labels = list(labels)
        self.transform = transform
        self.cache: dict[int, Image.Image] = {}

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if index not in self.cache:
            with Image.open(self.files[index]) as image:
                self.cache[index] = image.convert("RGB")
        picture = self.cache[index].copy()
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "First resize, then make the tensor: a resized tensor is not rounded to 256 steps as Pillow's picture is, so the numbers differ a little.",
    seen="named",
)
def make_transform(height: int, width: int) -> transforms.Compose:
    return transforms.Compose([transforms.ToTensor(), transforms.Resize((height, width))])


@wrong(
    "A broken or missing file must stop the one who asks for it, but you quietly give another picture, which then counts twice.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        try:
            with Image.open(self.files[index]) as image:
                picture = image.convert("RGB")
        except OSError:
            return self[(index + 1) % len(self)]
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Making the dataset must open no file, so that one broken file does not stop all the others, and lists of different lengths must raise a ValueError instead of being cut.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.samples = []
        for file, label in zip(files, labels, strict=False):
            with Image.open(file) as image:
                image.verify()
            self.samples.append((file, label))
        self.transform = transform

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.samples[index]
        with Image.open(file) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, label
