"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from PIL import Image
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "Steps may come from a generator, which can be looped over once: your second call finds none left and returns x as it was.",
    seen="named",
)
class Compose:
    def __init__(self, steps: Iterable[Callable[[Any], Any]]) -> None:
        self.steps = steps

    def __call__(self, x: Any) -> Any:
        for step in self.steps:
            x = step(x)
        return x


@wrong(
    "Divide by 255, not by the brightest pixel of this picture: a dark picture becomes bright, and a black one NaN.",
    seen="named",
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError(f"cannot make a tensor of a picture in mode {image.mode}")
    array = np.asarray(image, dtype=np.float32)
    if array.ndim == 2:
        array = array[:, :, None]
    tensor = torch.from_numpy(array.transpose(2, 0, 1).copy())
    return tensor / tensor.max()


@wrong("Pillow's own choice for `resize` is bicubic; bilinear has to be asked for.", seen="named")
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    def step(image: Image.Image) -> Image.Image:
        return image.resize((width, height))

    return step


@wrong(
    "detach() shares the numbers with the tensor that you were given, so clamp_ in place clips the caller's tensor too.",
    seen="named",
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.ndim != 3 or tensor.shape[0] not in (1, 3):
        raise ValueError(f"expected (3, H, W) or (1, H, W), got {tuple(tensor.shape)}")
    picture = tensor.detach().clamp_(0, 1).cpu()
    if picture.shape[0] == 1:
        return picture[0].numpy()
    return picture.permute(1, 2, 0).numpy()


@wrong(
    "squeeze() removes every dimension of size 1, also the height of a picture that is one row high, and shapes such as (4, H, W) must raise a ValueError.",
    seen="named",
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3:
        raise ValueError("expected a tensor of three dimensions")
    array = tensor.detach().cpu().permute(1, 2, 0).numpy().squeeze()
    return np.clip(array, 0.0, 1.0)
