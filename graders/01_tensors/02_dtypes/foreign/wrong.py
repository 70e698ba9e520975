"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Adding 0.5 and cutting off rounds only positive numbers: `long()` goes towards zero, so the mark -1 becomes 0.",
    seen="named",
)
def cast_labels(labels):
    distance = (labels - labels.round()).abs()
    if not bool((distance <= 0.1).all()):
        raise ValueError("labels must be close to whole numbers")
    return (labels + 0.5).long()


@wrong(
    "NaN > 0.1 is False, and so is inf - inf > 0.1: missing and infinite labels pass the check as some huge class.",
    seen="named",
)
def cast_labels(labels):
    nearest = labels.round()
    if ((labels - nearest).abs() > 0.1).any():
        raise ValueError("labels must be close to whole numbers")
    return nearest.long()


@wrong(
    "`allclose` adds a relative tolerance to `atol`: 20000.25 passes as close enough, and an infinite label equals its own rounding.",
    seen="caught",
)
def cast_labels(labels):
    nearest = labels.round()
    if not torch.allclose(labels, nearest, atol=0.1):
        raise ValueError("labels must be close to whole numbers")
    return nearest.long()


@wrong(
    "float32 holds whole numbers up to 2**24 only: label 16777217, given as int64 or float64, comes out as its neighbour.",
    seen="full marks",
)
def cast_labels(labels):
    values = labels.to(torch.float32)
    nearest = values.round()
    if not bool(values.isfinite().all()) or bool(((values - nearest).abs() > 0.1).any()):
        raise ValueError("labels must be close to whole numbers")
    return nearest.to(torch.int64)


@wrong(
    "uint8 divided by a number is float32, and the digits lost there don't come back when the result is cast to float64.",
    seen="named",
)
def cast_features(pixels, like):
    if not like.is_floating_point():
        raise ValueError("`like` must have a floating dtype")
    return (pixels / 255).to(like.dtype)


@wrong(
    "float16 and bfloat16 are floating dtypes too, and this list of allowed ones refuses them.",
    seen="caught",
)
def cast_features(pixels, like):
    if like.dtype not in (torch.float32, torch.float64):
        raise ValueError("`like` must have a floating dtype")
    return pixels.to(like.dtype) / 255


@wrong(
    "int16 ends at 32767: from 129 bright images on, the sum overflows and the mean is wrong, even negative.",
    seen="caught",
)
def mean_of_uint8(images):
    return images.sum(dim=0, dtype=torch.int16).float() / len(images)


@wrong(
    "Averaging the running mean with the next image gives the last image half of all the weight: right only for one or two images.",
    seen="caught",
)
def mean_of_uint8(images):
    mean = images[0].float()
    for image in images[1:]:
        mean = (mean + image.float()) / 2
    return mean
