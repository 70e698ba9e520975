"""Other right ways to compose transforms."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import numpy as np
import torch
from PIL import Image
from torchvision import transforms
from torchvision.transforms import InterpolationMode

from torchdojo.grading import alternative


@alternative("reduce over a tuple of steps")
class Compose:
    def __init__(self, steps: Iterable[Callable[[Any], Any]]) -> None:
        self.steps = tuple(steps)

    def __call__(self, x: Any) -> Any:
        return reduce(lambda value, step: step(value), self.steps, x)


@alternative("recursion: the first step, then a chain of the others")
class Compose:
    def __init__(self, steps: Iterable[Callable[[Any], Any]]) -> None:
        self.first, *self.rest = *steps, None

    def __call__(self, x: Any) -> Any:
        return x if self.first is None else Compose(self.rest[:-1])(self.first(x))


@alternative("NumPy until the last line")
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in {"L", "RGB"}:
        raise ValueError(f"unexpected mode {image.mode}")
    pixels = np.asarray(image, dtype=np.float32) / 255
    pixels = pixels[None] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
    return torch.from_numpy(np.ascontiguousarray(pixels))


@alternative("one band after the other")
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode != "RGB" and image.mode != "L":
        raise ValueError("convert the picture first")
    bands = [torch.tensor(np.array(band), dtype=torch.float32) for band in image.split()]
    return torch.stack(bands).div(255)


@alternative("the bytes of the picture")
def to_tensor(image: Image.Image) -> torch.Tensor:
    channels = {"RGB": 3, "L": 1}.get(image.mode)
    if channels is None:
        raise ValueError(f"{image.mode} is no mode of this function")
    pixels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    width, height = image.size
    return pixels.view(height, width, channels).movedim(2, 0) / 255.0


@alternative("a named function, the whole picture as the box")
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    def step(image: Image.Image) -> Image.Image:
        box = (0, 0, *image.size)
        return image.resize(size=(width, height), resample=Image.Resampling.BILINEAR, box=box)

    return step


@alternative("transposed as an array, clipped by NumPy")
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.ndim != 3 or tensor.shape[0] not in (1, 3):
        raise ValueError("that is no picture")
    array = np.clip(tensor.detach().cpu().numpy(), 0, 1)
    return array[0] if array.shape[0] == 1 else array.transpose(1, 2, 0)


@alternative("the two kinds of picture as two cases")
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3:
        raise ValueError("that is no picture")
    with torch.no_grad():
        picture = tensor.clip(0.0, 1.0).cpu()
    if tensor.size(0) == 3:
        return np.stack([channel.numpy() for channel in picture], axis=-1)
    if tensor.size(0) == 1:
        return picture.squeeze(0).numpy()
    raise ValueError("a picture has one channel or three")


@alternative("ToTensor in its two halves, all by keyword")
def make_transform(
    height: int, width: int, mean: list[float], std: list[float]
) -> transforms.Compose:
    steps = [
        transforms.Resize(size=[height, width], interpolation=InterpolationMode.BILINEAR),
        transforms.PILToTensor(),
        transforms.ConvertImageDtype(torch.float32),
        transforms.Normalize(mean=mean, std=std),
    ]
    return transforms.Compose(transforms=steps)


@alternative("a chain in a chain")
def make_transform(
    height: int, width: int, mean: list[float], std: list[float]
) -> transforms.Compose:
    first = transforms.Compose([transforms.Resize((height, width)), transforms.ToTensor()])
    return transforms.Compose([first, transforms.Normalize(tuple(mean), tuple(std))])
