"""Right answers by people who had seen the exercise alone, of a second round."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import right


@right(
    "Reads all bytes of the file first, then lets Pillow decode them from memory.",
    seen="full marks",
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        try:
            self.samples = list(zip(files, labels, strict=True))
        except ValueError as error:
            raise ValueError("there must be as many labels as files") from error
        self.transform = transform if transform is not None else (lambda picture: picture)

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.samples[index]
        content = Path(file).read_bytes()
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        return self.transform(picture), label


@right(
    "PILToTensor and ConvertImageDtype instead of ToTensor, and the interpolation said aloud.",
    seen="full marks",
)
def make_transform(height: int, width: int) -> transforms.Compose:
    shrink = transforms.Resize(
        size=[height, width], interpolation=transforms.InterpolationMode.BILINEAR
    )
    steps = [shrink, transforms.PILToTensor(), transforms.ConvertImageDtype(torch.float32)]
    return transforms.Compose(steps)
