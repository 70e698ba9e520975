"""What goes wrong in the loss for classes."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "Softmax, then a logarithm: where the probability of the right class is rounded to 0, the loss is infinite. Keep both in one formula.",
    loses=["lets_gradients_through", "stays_finite"],
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("shapes")
    powers = (logits - logits.amax(1, keepdim=True)).exp()
    probabilities = powers / powers.sum(1, keepdim=True)
    return -probabilities.gather(1, y[:, None]).log().mean()


slip(
    "The powers overflow for large scores: subtract the largest score of each row before `exp`.",
    loses=["lets_gradients_through", "stays_finite"],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        ("shifted = logits - logits.amax(1, keepdim=True)", ""),
        (
            "shifted - shifted.exp().sum(1, keepdim=True).log()",
            "logits - logits.exp().sum(1, keepdim=True).log()",
        ),
    ],
)

slip(
    "The largest score of the whole batch is subtracted: in rows far below it all powers are 0. Each row has its own largest.",
    loses=["lets_gradients_through", "stays_finite"],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        ("logits.amax(1, keepdim=True)", "logits.max()"),
    ],
)


@mistake(
    "Softmax is applied twice: the scores are made probabilities first, and those go through the formula again.",
    loses=[
        "averages_over_the_batch",
        "lets_gradients_through",
        "stays_finite",
        "is_written_by_hand",
    ],
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("shapes")
    powers = (logits - logits.amax(1, keepdim=True)).exp()
    again = powers / powers.sum(1, keepdim=True)
    log_probabilities = again - again.exp().sum(1, keepdim=True).log()
    return -log_probabilities.gather(1, y[:, None]).mean()


@mistake(
    "A small number is added before the logarithm: no loss can then exceed about 28, and its gradient vanishes.",
    loses=["lets_gradients_through", "stays_finite"],
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("shapes")
    powers = (logits - logits.amax(1, keepdim=True)).exp()
    probabilities = powers / powers.sum(1, keepdim=True)
    return -(probabilities.gather(1, y[:, None]) + 1e-12).log().mean()


slip(
    "The powers are summed over the batch, dimension 0: each row, dimension 1, has its own classes.",
    loses=[
        "averages_over_the_batch",
        "lets_gradients_through",
        "stays_finite",
        "is_written_by_hand",
    ],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        ("logits.amax(1, keepdim=True)", "logits.amax(0, keepdim=True)"),
        ("shifted.exp().sum(1, keepdim=True)", "shifted.exp().sum(0, keepdim=True)"),
    ],
)

slip(
    "`[:, y]` picks the classes of the whole batch for every row, a table N x N: pick one per row by `gather`.",
    loses=[
        "averages_over_the_batch",
        "lets_gradients_through",
        "stays_finite",
        "is_written_by_hand",
    ],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        ("log_probabilities.gather(1, y[:, None])", "log_probabilities[:, y]"),
    ],
)

slip(
    "`one_hot(y)` is only as wide as the largest label of this batch: pass the number of classes too.",
    loses=["averages_over_the_batch", "lets_gradients_through", "reads_no_values", "stays_finite"],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        (
            "log_probabilities.gather(1, y[:, None])",
            "(nn.functional.one_hot(y) * log_probabilities).sum(1)",
        ),
    ],
)


@mistake(
    "The scores are turned into float32: the loss has the dtype of `logits`, in float64 also its precision.",
    loses=["averages_over_the_batch", "lets_gradients_through"],
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("shapes")
    logits = logits.float()
    shifted = logits - logits.amax(1, keepdim=True)
    log_probabilities = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -log_probabilities.gather(1, y[:, None]).mean()


slip(
    "The losses of the batch are summed: the contract asks for their mean.",
    loses=[
        "averages_over_the_batch",
        "lets_gradients_through",
        "stays_finite",
        "is_written_by_hand",
    ],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        (
            "log_probabilities.gather(1, y[:, None]).mean()",
            "log_probabilities.gather(1, y[:, None]).sum()",
        ),
    ],
)

slip(
    "The minus sign is missing: this is the mean log-probability, which training would make smaller.",
    loses=[
        "averages_over_the_batch",
        "lets_gradients_through",
        "stays_finite",
        "is_written_by_hand",
    ],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        (
            "-log_probabilities.gather(1, y[:, None]).mean()",
            "log_probabilities.gather(1, y[:, None]).mean()",
        ),
    ],
)


@mistake(
    "One-hot rows are assumed: `logits * y` broadcasts class numbers as if they were weights.",
    loses=[
        "averages_over_the_batch",
        "is_written_by_hand",
        "lets_gradients_through",
        "reads_no_values",
        "refuses_what_is_no_class_number",
        "stays_finite",
    ],
)
def cross_entropy(logits, y):
    shifted = logits - logits.amax(1, keepdim=True)
    log_probabilities = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -(log_probabilities * y).sum(1).mean()


slip(
    "Float targets are turned into class numbers by `.long()`: probabilities would all become class 0, unnoticed.",
    loses=["refuses_what_is_no_class_number"],
    edits=[
        (
            "if y.dtype != torch.int64:\n"
            '    raise TypeError(f"class numbers are int64, not {y.dtype}")',
            "y = y.long()",
        ),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
    ],
)

slip(
    "Only floating-point `y` is refused: other integers and bool pass, where anything but int64 raises TypeError.",
    loses=["refuses_what_is_no_class_number"],
    edits=[
        ("y.dtype != torch.int64", "y.is_floating_point()"),
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers"'),
        ('f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"', '"shapes"'),
        ("y[:, None]", "y.long()[:, None]"),
    ],
)


@mistake(
    "Nothing is checked: `gather` takes an index that is too short, and computes the loss of fewer examples.",
    loses=["refuses_what_is_no_class_number"],
)
def cross_entropy(logits, y):
    shifted = logits - logits.amax(1, keepdim=True)
    log_probabilities = shifted - shifted.exp().sum(1, keepdim=True).log()
    return -log_probabilities.gather(1, y[:, None]).mean()


@mistake(
    "The work is left to torch: `log_softmax` and `nll_loss` are the exercise.",
    loses=["is_written_by_hand"],
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("shapes")
    return nn.functional.nll_loss(torch.log_softmax(logits, 1), y)


@mistake(
    "`reshape` to (B, K, H, W) mixes pixels with classes: the dimension has to be moved, not the numbers dealt out again.",
    loses=["ignores_what_it_should", "scores_every_pixel"],
)
def pixel_loss(scores, labels, ignore):
    b, h, w, k = scores.shape
    return nn.CrossEntropyLoss(ignore_index=ignore)(scores.reshape(b, k, h, w), labels)


slip(
    "`ignore` is not passed on: torch leaves out the label -100 unless `ignore_index` says otherwise.",
    loses=["ignores_what_it_should"],
    edits=[("nn.CrossEntropyLoss(ignore_index=ignore)", "nn.CrossEntropyLoss()")],
)

slip(
    "`transpose(1, 3)` also swaps height and width: move the classes and leave the others in order.",
    loses=["ignores_what_it_should", "scores_every_pixel"],
    edits=[("scores.movedim(-1, 1)", "scores.transpose(1, 3)")],
)


@mistake(
    "Probabilities go into `nn.CrossEntropyLoss`, which applies softmax itself: hand it the scores.",
    loses=["ignores_what_it_should", "is_written_by_hand", "scores_every_pixel"],
)
def pixel_loss(scores, labels, ignore):
    probabilities = scores.softmax(-1).movedim(-1, 1)
    return nn.CrossEntropyLoss(ignore_index=ignore)(probabilities, labels)


@mistake(
    "The ignored pixels cost 0, but `mean()` still counts them: divide by the number of those that count.",
    loses=["ignores_what_it_should"],
)
def pixel_loss(scores, labels, ignore):
    loss = nn.CrossEntropyLoss(ignore_index=ignore, reduction="none")
    return loss(scores.movedim(-1, 1), labels).mean()


@mistake(
    "Each image has a mean of its own, then these are averaged: an image with few pixels that count weighs too much.",
    loses=["ignores_what_it_should"],
)
def pixel_loss(scores, labels, ignore):
    loss = nn.CrossEntropyLoss(ignore_index=ignore)
    pairs = zip(scores, labels)
    return torch.stack([loss(one.flatten(0, 1), y.flatten()) for one, y in pairs]).mean()


@mistake(
    "Only the numbers of dimensions are compared: a `y` of another length is no `(N,)`, and a single label would be used for all rows. Raise ValueError.",
    loses=["refuses_what_is_no_class_number"],
)
def cross_entropy(logits, y):
    if logits.ndim != 2 or y.ndim != 1:
        raise ValueError("expected (N, K) and (N,)")
    if y.dtype != torch.int64:
        raise TypeError("class numbers are int64")
    shifted = logits - logits.amax(1, keepdim=True)
    right = shifted.gather(1, y[:, None])[:, 0]
    return (shifted.exp().sum(1).log() - right).mean()


slip(
    "A boolean mask must look at the values to know how many it picks, and so waits for the device: use `gather`.",
    loses=["reads_no_values"],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers are int64"'),
        (
            'f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"',
            '"expected (N, K) and (N,)"',
        ),
        (
            "return -log_probabilities.gather(1, y[:, None]).mean()",
            "mask = y[:, None] == torch.arange(logits.shape[1], device=y.device)\n"
            "return -log_probabilities[mask].mean()",
        ),
    ],
)

slip(
    "`.item()` makes the loss a Python number: it waits for the device, and no gradient flows through it.",
    loses=[
        "averages_over_the_batch",
        "is_written_by_hand",
        "lets_gradients_through",
        "reads_no_values",
        "stays_finite",
    ],
    edits=[
        ('f"class numbers are int64, not {y.dtype}"', '"class numbers are int64"'),
        (
            'f"expected (N, K), (N,), got {tuple(logits.shape)}, {tuple(y.shape)}"',
            '"expected (N, K) and (N,)"',
        ),
        (
            "log_probabilities.gather(1, y[:, None]).mean()",
            "log_probabilities.gather(1, y[:, None]).mean().item()",
        ),
    ],
)


@mistake(
    "The loss of the pixels is written out again: it is `nn.CrossEntropyLoss` that `pixel_loss` has to call.",
    loses=["ignores_what_it_should"],
)
def pixel_loss(scores, labels, ignore):
    counts = labels != ignore
    powers = (scores - scores.amax(-1, keepdim=True)).exp()
    shifted = (powers / powers.sum(-1, keepdim=True)).log()
    chosen = shifted.gather(-1, (labels * counts)[..., None])[..., 0]
    return -(chosen * counts).sum() / counts.sum()
