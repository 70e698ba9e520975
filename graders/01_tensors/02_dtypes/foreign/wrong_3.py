"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Every comparison with NaN is False, and inf minus inf is NaN: missing and infinite labels pass the test `> 0.1` and become nonsense numbers.",
    seen="named",
)
def cast_labels(labels):
    if not labels.is_floating_point():
        return labels.long()
    rounded = labels.round()
    if ((labels - rounded).abs() > 0.1).any():
        raise ValueError("a label is too far from a whole number")
    return rounded.long()


@wrong(
    "Two slips: long() cuts towards zero, so adding 0.5 turns -1 into 0, and float32 cannot hold whole numbers above 2**24.",
    seen="named",
)
def cast_labels(labels):
    values = labels.to(torch.float32)
    if not torch.isfinite(values).all():
        raise ValueError("a label is infinite or missing")
    if ((values - values.round()).abs() > 0.1).any():
        raise ValueError("a label is too far from a whole number")
    return (values + 0.5).long()


@wrong(
    "uint8 / 255 is float32 already: casting it to float64 afterwards gives the dtype of `like`, but not the digits that it can hold.",
    seen="named",
)
def cast_features(pixels, like):
    if not like.dtype.is_floating_point:
        raise ValueError(f"{like.dtype} is not a floating dtype")
    return (pixels / 255).to(like.dtype)


@wrong(
    "float16 can hold each pixel, but not their mean: from 128 to 255 it only knows eighths, so a mean of 150.33 comes out as 150.375.",
    seen="caught",
)
def mean_of_uint8(images):
    return images.to(torch.float16).mean(dim=0).to(torch.float32)
