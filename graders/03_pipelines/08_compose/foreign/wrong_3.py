"""Wrong answers by people who had seen the exercise alone, of a third round."""

import numpy as np
import torch
from PIL import Image
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "You keep what was given instead of a list of it: steps from a generator are used up by the first call, and the "
    "second one returns x unchanged.",
    seen="named",
)
class Compose:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, x):
        for step in self.steps:
            x = step(x)
        return x


@wrong(
    "Pillow's `resize` interpolates bicubically unless told otherwise: the size is right, the numbers are not those of "
    "bilinear interpolation.",
    seen="named",
)
def resize(height, width):
    def step(image):
        return image.resize((width, height))

    return step


@wrong(
    "Any other mode is converted where ValueError was asked for, so a palette picture or a transparent one gets through "
    "without the caller's knowledge.",
    seen="named",
)
def to_tensor(image):
    if image.mode != "L":
        image = image.convert("RGB")
    array = np.array(image, dtype=np.float32) / 255
    if array.ndim == 2:
        array = array[:, :, None]
    return torch.from_numpy(array).permute(2, 0, 1).contiguous()


@wrong(
    "`numpy()` shares the tensor's memory, so clipping in place changes the caller's tensor, and `squeeze` takes away "
    "a height or a width of 1 as well as the channel.",
    seen="named",
)
def for_imshow(tensor):
    if tensor.dim() != 3 or tensor.shape[0] not in (1, 3):
        raise ValueError(f"expected (3, H, W) or (1, H, W), got {tuple(tensor.shape)}")
    array = tensor.detach().cpu().numpy()
    np.clip(array, 0, 1, out=array)
    return array.transpose(1, 2, 0).squeeze()
