"""Other right ways to change a dtype."""

import torch

from torchdojo.grading import alternative


@alternative("the remainder tells the distance; NaN and infinity are looked for")
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    labels = labels.double()
    remainder = labels - labels.floor()
    between = (remainder > 0.1) & (remainder < 0.9)
    if not labels.isfinite().all() or between.any():
        raise ValueError("labels must be whole numbers")
    return (labels + 0.5).floor().long()


@alternative("isclose, which never holds for NaN")
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.double().round()
    if (
        not nearest.isfinite().all()
        or not torch.isclose(labels.double(), nearest, rtol=0.0, atol=0.1).all()
    ):
        raise ValueError("labels must be whole numbers")
    return nearest.type(torch.long)


@alternative("type_as, and a true division by a tensor of that dtype")
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not like.dtype.is_floating_point:
        raise ValueError("a floating dtype is needed")
    return torch.true_divide(pixels.type_as(like), 255)


@alternative("a new tensor, filled and divided in place")
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not torch.is_floating_point(like):
        raise ValueError("a floating dtype is needed")
    result = torch.empty(pixels.shape, dtype=like.dtype, device=pixels.device)
    result.copy_(pixels)
    result /= 255
    return result


@alternative("mean with a dtype to add up in")
def mean_of_uint8(images: torch.Tensor) -> torch.Tensor:
    return torch.mean(images, 0, dtype=torch.float32)


@alternative("torch's sum, which adds uint8 up in int64")
def mean_of_uint8(images: torch.Tensor) -> torch.Tensor:
    return images.sum(0) / images.shape[0]


@alternative("a loop over images with a total in float64")
def mean_of_uint8(images: torch.Tensor) -> torch.Tensor:
    total = torch.zeros(images.shape[1:], dtype=torch.float64, device=images.device)
    for image in images:
        total += image
    return (total / len(images)).float()
