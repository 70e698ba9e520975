"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Every comparison with NaN is False, and inf minus inf is NaN: both slip through `> 0.1` and become huge numbers.",
    seen="named",
)
def cast_labels(labels):
    nearest = labels.double().round()
    if ((labels.double() - nearest).abs() > 0.1).any():
        raise ValueError("a label is not a whole number")
    return nearest.long()


@wrong(
    "Adding 0.5 and cutting off rounds to the nearest for positive numbers only: the label -1 becomes 0.",
    seen="named",
)
def cast_labels(labels):
    values = labels.double()
    if not torch.isfinite(values).all() or ((values - values.round()).abs() > 0.1).any():
        raise ValueError("labels must be close to whole numbers")
    return (values + 0.5).long()


@wrong(
    "`pixels / 255` is float32 at once; casting the quotient to float64 afterwards cannot bring the lost digits back.",
    seen="named",
)
def cast_features(pixels, like):
    if not like.is_floating_point():
        raise ValueError("like must be floating")
    return (pixels / 255).to(like.dtype)


@wrong(
    "float16 and bfloat16 are floating dtypes too; your list of allowed dtypes turns such models away.",
    seen="caught",
)
def cast_features(pixels, like):
    if like.dtype not in (torch.float32, torch.float64):
        raise ValueError("like must be a float tensor")
    return pixels.to(like.dtype) / 255


@wrong(
    "Two mistakes: int16 overflows with more than 128 bright images, and // throws the fraction of the mean away.",
    seen="named",
)
def mean_of_uint8(images):
    total = torch.zeros(images.shape[1:], dtype=torch.int16, device=images.device)
    for image in images:
        total += image
    return (total // len(images)).to(torch.float32)
