"""Wrong answers by people who had seen the exercise alone."""

from torchdojo.grading import wrong


@wrong(
    "`reshape(-1, 1)` makes a column of anything: a table (N, 3) silently becomes (3N, 1) instead of a ValueError.",
    seen="named",
)
def column(t):
    return t.reshape(-1, 1)


@wrong(
    "A vector with one target, shape (1,), also ends with a 1, is taken for a column, and comes back without its second dimension.",
    seen="caught",
)
def column(t):
    if t.ndim in (1, 2) and t.shape[-1] == 1:
        return t
    if t.ndim == 1:
        return t.unsqueeze(1)
    raise ValueError("targets must have the shape (N,) or (N, 1)")


@wrong(
    "Counting elements is not a check of the shape: (N, 1, 1) has N elements too and must be refused; and `len` fails for shape ().",
    seen="caught",
)
def column(t):
    if t.numel() != len(t):
        raise ValueError("targets must have the shape (N,) or (N, 1)")
    return t.reshape(len(t), 1)


@wrong("`squeeze()` without a dimension also eats a batch, height or width of one.", seen="named")
def drop_channel(images):
    if images.ndim != 4 or images.shape[1] != 1:
        raise ValueError("images must have the shape (N, 1, H, W)")
    return images.squeeze()


@wrong(
    "The check comes after the squeeze: images (N, H, W) without a channel pass, where `squeeze(1)` did nothing.",
    seen="full marks",
)
def drop_channel(images):
    result = images.squeeze(1) if images.ndim > 1 else images
    if result.ndim != 3:
        raise ValueError("images must have the shape (N, 1, H, W)")
    return result


@wrong(
    "Summing one channel leaves the values, but not the dtype: uint8 images come out as int64.",
    seen="caught",
)
def drop_channel(images):
    if images.ndim != 4 or images.shape[1] != 1:
        raise ValueError("images must have the shape (N, 1, H, W)")
    return images.sum(dim=1)


@wrong(
    "`squeeze()` also removes the classes if there is only one: the shape is () instead of (1,).",
    seen="named",
)
def score_one(model, image):
    return model(image.unsqueeze(0)).squeeze()


@wrong(
    "The batch belongs in front: `unsqueeze(1)` turns each channel into an image of its own, right for grey images only.",
    seen="named",
)
def score_one(model, image):
    return model(image.unsqueeze(1))[0]
