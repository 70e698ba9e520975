"""Other right ways to read pictures from a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms
from torchvision.datasets.folder import default_loader

from torchdojo.grading import alternative


@alternative("torchvision's own loader of a file, with pairs kept together")
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.samples = list(zip(files, labels, strict=True))
        self.transform = transform or (lambda image: image)

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.samples[index]
        return self.transform(default_loader(str(file))), label


@alternative("a file that is opened by hand, and an image that is converted only if need be")
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        if len(files) != len(labels):
            raise ValueError("as many labels as files, please")
        self.files, self.labels, self.transform = list(files), list(labels), transform

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with self.files[index].open("rb") as file:
            image = Image.open(file)
            image.load()
        if image.mode != "RGB":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index]


@alternative("Pillow's own resize, and the two halves of ToTensor")
def make_transform(height: int, width: int) -> transforms.Compose:
    def resize(image: Image.Image) -> Image.Image:
        return image.resize((width, height), Image.Resampling.BILINEAR)

    steps = [resize, transforms.PILToTensor(), transforms.ConvertImageDtype(torch.float32)]
    return transforms.Compose(steps)
