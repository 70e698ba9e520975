"""Wrong answers by people who had seen the exercise alone."""

import numpy as np
import torch
from PIL import Image
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "Keeps the iterable itself: a generator of steps is used up by the first call, and the second does nothing.",
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
    "A step that returns None is taken for one that worked in place: run has to pass on whatever comes back, None too.",
    seen="full marks",
)
class Compose:
    def __init__(self, steps):
        self.steps = list(steps)

    def __call__(self, x):
        for step in self.steps:
            result = step(x)
            if result is not None:
                x = result
        return x


@wrong(
    "Looks at the array's shape, not at the mode: P has the shape of L and HSV that of RGB, but both must be refused.",
    seen="caught",
)
def to_tensor(image):
    pixels = np.array(image, dtype=np.float32)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 3):
        raise ValueError(f"no RGB or grey picture: {image.mode}")
    return torch.from_numpy(pixels).permute(2, 0, 1).contiguous() / 255


@wrong(
    "Pillow's resize without `resample` is bicubic; bilinear interpolation is promised.",
    seen="named",
)
def resize(height, width):
    def step(image):
        return image.resize((width, height))

    return step


@wrong(
    "A picture that has the size already is handed back itself; a new picture is promised, whoever draws on it changes both.",
    seen="full marks",
)
def resize(height, width):
    def step(image):
        if image.size == (width, height):
            return image
        return image.resize((width, height), Image.Resampling.BILINEAR)

    return step


@wrong(
    "squeeze() removes every dimension of size 1: a picture of one row or one column loses that as well.",
    seen="named",
)
def for_imshow(tensor):
    if tensor.dim() != 3 or tensor.shape[0] not in (1, 3):
        raise ValueError(f"expected (3, H, W) or (1, H, W), got {tuple(tensor.shape)}")
    return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze().numpy()


@wrong(
    "clamp_ on detach() writes into the caller's tensor, since detach shares its memory; no step may change what it is given.",
    seen="named",
)
def for_imshow(tensor):
    if tensor.dim() != 3 or tensor.shape[0] not in (1, 3):
        raise ValueError(f"expected (3, H, W) or (1, H, W), got {tuple(tensor.shape)}")
    values = tensor.detach().clamp_(0, 1).cpu()
    return values[0].numpy() if len(values) == 1 else values.permute(1, 2, 0).numpy()


@wrong(
    "The tensor comes first and is resized then: Pillow must resize the picture, whose rounding gives other numbers.",
    seen="named",
)
def make_transform(height, width, mean, std):
    return transforms.Compose(
        [
            transforms.ToTensor(),
            transforms.Resize((height, width)),
            transforms.Normalize(mean, std),
        ]
    )
