"""What goes wrong when a dtype changes."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`long()` cuts the fraction off: 2.9999 becomes 2. Round before you change the dtype.",
    loses=["rounds_labels", "rounds_negative_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    if not ((labels - labels.round()).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number")
    return labels.long()


@mistake(
    "Adding 0.5 before cutting off rounds positive numbers only: -0.98 becomes 0. Use `round()`.",
    loses=["makes_int64_labels", "rounds_negative_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    if not ((labels - labels.round()).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number")
    return (labels + 0.5).long()


@mistake(
    "`round()` keeps the dtype: the labels are whole but not int64, and the loss refuses them.",
    loses=[
        "makes_int64_labels",
        "rounds_labels",
        "rounds_negative_labels",
        "refuses_labels_between",
        "refuses_missing_labels",
    ],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    if not ((labels - labels.round()).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number")
    labels = labels.round()
    labels.to(torch.int64)
    return labels


@mistake(
    "Labels become int32; PyTorch's losses take int64 (`torch.long`), so call `long()`, not `int()`.",
    loses=[
        "makes_int64_labels",
        "rounds_labels",
        "rounds_negative_labels",
        "refuses_labels_between",
        "refuses_missing_labels",
    ],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    if not ((labels - labels.round()).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number")
    return labels.round().int()


@mistake(
    "NaN slips through: every comparison with NaN is False. Require what is right of all labels.",
    loses=["refuses_missing_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if ((labels - nearest).abs() > 0.1).any():
        raise ValueError("every label must be a whole number")
    return nearest.long()


@mistake(
    "Some labels pass unchecked: `round().long()` makes a class of 2.5, and a huge number of NaN.",
    loses=["refuses_labels_between", "refuses_missing_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    return labels.round().long()


@mistake(
    "By default `allclose` adds 1e-5 times the size to `atol`; and it takes infinity as close to itself.",
    loses=["refuses_labels_between", "refuses_missing_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if not torch.allclose(labels, nearest, atol=0.1):
        raise ValueError("every label must be a whole number")
    return nearest.long()


@mistake(
    "`allclose` and `isclose` take infinity as close to itself: ask `isfinite()` as well.",
    loses=["refuses_missing_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if not torch.allclose(labels, nearest, rtol=0, atol=0.1):
        raise ValueError("every label must be a whole number")
    return nearest.long()


@mistake(
    "The mean distance is compared with 0.1, so one label may be far off: ask it of each label.",
    loses=["refuses_labels_between"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if len(labels) and not (labels - nearest).abs().double().mean() <= 0.1:
        raise ValueError("every label must be a whole number")
    return nearest.long()


@mistake(
    "`float()` rounds integers above 2**24: keep the dtype of the labels, or use `double()`.",
    loses=["makes_int64_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    labels = labels.float()
    nearest = labels.round()
    if not ((labels - nearest).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number")
    return nearest.long()


@mistake(
    "The pixels are divided by their maximum, not by 255: a dark image comes out as a bright one.",
    loses=["scales_pixels_in_the_dtype_of_the_model", "refuses_models_of_whole_numbers"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not like.is_floating_point():
        raise ValueError("a floating dtype is needed")
    return pixels.to(like.dtype) / pixels.max()


slip(
    "The result of `to` is dropped. It returns a new tensor; uint8 divided by 255 is always float32.",
    loses=["scales_pixels_in_the_dtype_of_the_model"],
    edits=[
        (
            'f"pixels from 0 to 1 need a floating dtype, not {like.dtype}"',
            '"a floating dtype is needed"',
        ),
        ("return pixels.to(like.dtype) / 255", "pixels.to(like.dtype)\nreturn pixels / 255"),
    ],
)


@mistake(
    "The pixels are divided before the dtype changes: the digits beyond float32 are lost by then.",
    loses=["scales_pixels_in_the_dtype_of_the_model"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not like.is_floating_point():
        raise ValueError("a floating dtype is needed")
    return (pixels / 255).to(like.dtype)


@mistake(
    "The pixels still go from 0 to 255: changing the dtype scales nothing.",
    loses=["scales_pixels_in_the_dtype_of_the_model", "refuses_models_of_whole_numbers"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not like.is_floating_point():
        raise ValueError("a floating dtype is needed")
    return pixels.to(like.dtype)


@mistake(
    "Whole numbers are accepted for `like`: the quotient is float32 then, not the dtype of `like`.",
    loses=["refuses_models_of_whole_numbers"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    return pixels.to(like.dtype) / 255


slip(
    "uint8 overflows: Python's `sum` adds with `+`, which counts modulo 256. Change the dtype first.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32).mean(dim=0)", "sum(images) / len(images)")],
)

slip(
    "`mean` is not defined for whole numbers: change the dtype to float32 first.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32)", "images")],
)

slip(
    "float16 ends at 65504: the sum of some hundred bright pixels is `inf`. Add up in float32.",
    loses=["averages_images"],
    edits=[
        ("images.to(torch.float32).mean(dim=0)", "images.half().sum(dim=0).float() / len(images)")
    ],
)

slip(
    "`//` throws the fraction of the mean away; `/` keeps it.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32).mean(dim=0)", "(images.sum(dim=0) // len(images)).float()")],
)

slip(
    "int16 ends at 32767: the sum of 129 bright pixels overflows. Add up in int64 or float32.",
    loses=["averages_images"],
    edits=[
        (
            "images.to(torch.float32).mean(dim=0)",
            "images.sum(dim=0, dtype=torch.int16).float() / len(images)",
        )
    ],
)


@mistake(
    "Averaging the mean so far with the next image gives the last one half of the weight: divide by N.",
    loses=["averages_images"],
)
def mean_of_uint8(images: torch.Tensor) -> torch.Tensor:
    mean = images[0].float()
    for image in images[1:]:
        mean = (mean + image.float()) / 2
    return mean


@mistake(
    "float16 and bfloat16 are floating dtypes, too: ask `like.is_floating_point()`, not a list of dtypes.",
    loses=["scales_pixels_in_the_dtype_of_the_model"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if like.dtype not in (torch.float32, torch.float64):
        raise ValueError("no floating dtype")
    return pixels.to(like.dtype) / 255


@mistake(
    "Labels of an integer dtype are refused: they are right as they are, and become int64.",
    loses=["makes_int64_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if not labels.is_floating_point() or not ((labels - nearest).abs() <= 0.1).all():
        raise ValueError("no label")
    return nearest.long()


@mistake(
    "Negative labels are refused, but they mark examples to be ignored.",
    loses=["makes_int64_labels", "rounds_negative_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    nearest = labels.round()
    if not ((labels - nearest).abs() <= 0.1).all() or (nearest < 0).any():
        raise ValueError("no label")
    return nearest.long()


@mistake(
    "`round_()` works in place and changes the labels of the caller: `round()` returns a new tensor.",
    loses=["rounds_labels", "rounds_negative_labels"],
)
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    if not ((labels - labels.round()).abs() <= 0.1).all():
        raise ValueError("no label")
    return labels.round_().long()


slip(
    "A bare `squeeze()` makes a number of a batch with one label: the shape is to stay (N,).",
    loses=["makes_int64_labels"],
    edits=[
        (
            'ValueError("every label must be a whole number, give or take 0.1")',
            'ValueError("no label")',
        ),
        ("nearest.to(torch.int64)", "nearest.long().squeeze()"),
    ],
)


@mistake(
    "A loop over the first dimension has no answer for a single pixel or an empty batch: divide the whole tensor.",
    loses=["scales_pixels_in_the_dtype_of_the_model"],
)
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    if not like.is_floating_point():
        raise ValueError("no floating dtype")
    return torch.stack([part.to(like.dtype) / 255 for part in pixels])


slip(
    "Each image gets its own mean: average over the images, dimension 0.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32).mean(dim=0)", "images.float().mean(dim=(1, 2))")],
)

slip(
    "`keepdim` leaves a 1 in front: the mean image has the shape (H, W).",
    loses=["averages_images"],
    edits=[("images.to(torch.float32).mean(dim=0)", "images.float().mean(dim=0, keepdim=True)")],
)

slip(
    "The mean is float64: the contract asks for float32.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32)", "images.double()")],
)

slip(
    "The mean is scaled to 0 to 1: it is to stay from 0 to 255.",
    loses=["averages_images"],
    edits=[("images.to(torch.float32).mean(dim=0)", "images.float().mean(dim=0) / 255")],
)
