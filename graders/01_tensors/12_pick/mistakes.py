"""What goes wrong when elements are picked and covered."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`logits[:, y]` takes these columns from every row, N x N scores: pair each row's number with its label.",
    loses=[
        "picks_one_score_per_row",
        "gradients_flow_back",
        "takes_no_loop",
        "refuses_unknown_classes",
    ],
    edits=[("logits.gather(1, y.unsqueeze(1)).squeeze(1)", "logits[:, y]")],
)

slip(
    "`gather` with an index of shape (1, N) reads the first row alone: the labels must stand in a column, (N, 1).",
    loses=[
        "picks_one_score_per_row",
        "gradients_flow_back",
        "takes_no_loop",
        "refuses_unknown_classes",
    ],
    edits=[
        (
            "logits.gather(1, y.unsqueeze(1)).squeeze(1)",
            "logits.gather(1, y.unsqueeze(0)).squeeze(0)",
        )
    ],
)

slip(
    "The result of `gather` is shaped like its index, (N, 1): take the last dimension away again.",
    loses=[
        "picks_one_score_per_row",
        "gradients_flow_back",
        "takes_no_loop",
        "refuses_unknown_classes",
    ],
    edits=[("logits.gather(1, y.unsqueeze(1)).squeeze(1)", "logits.gather(1, y.unsqueeze(1))")],
)

slip(
    "`squeeze()` without a dimension also takes away the batch where it holds one example: say `squeeze(1)`.",
    loses=["picks_one_score_per_row"],
    edits=[
        (
            "logits.gather(1, y.unsqueeze(1)).squeeze(1)",
            "logits.gather(1, y.unsqueeze(1)).squeeze()",
        )
    ],
)

slip(
    "This is the highest score of each row; asked for is the score of the class that is right.",
    loses=[
        "picks_one_score_per_row",
        "gradients_flow_back",
        "takes_no_loop",
        "refuses_unknown_classes",
    ],
    edits=[("logits.gather(1, y.unsqueeze(1)).squeeze(1)", "logits.max(dim=1).values")],
)


@mistake(
    "Multiplying by a one-hot row makes nan of every score that is -inf: pick, do not multiply.",
    loses=["picks_one_score_per_row"],
)
def true_class_scores(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return (logits * one_hot(y, logits.shape[1])).sum(dim=1)


slip(
    "A Python loop: its operations grow with the batch, and no examples leave nothing to stack. Index once.",
    loses=["picks_one_score_per_row", "takes_no_loop"],
    edits=[
        (
            "logits.gather(1, y.unsqueeze(1)).squeeze(1)",
            "torch.stack([row[label] for row, label in zip(logits, y)])",
        )
    ],
)

slip(
    "The scores are taken out as Python numbers, so no gradient finds its way back.",
    loses=["gradients_flow_back", "takes_no_loop"],
    edits=[
        (
            "return logits.gather(1, y.unsqueeze(1)).squeeze(1)",
            "scores = [logits[i, label].item() for i, label in enumerate(y.tolist())]\n"
            "return torch.tensor(scores, dtype=logits.dtype, device=logits.device)",
        )
    ],
)


@mistake(
    "As an index, a label of -1 silently means the last class: call `check_labels` first.",
    loses=["refuses_unknown_classes"],
)
def true_class_scores(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return logits[torch.arange(len(y), device=y.device), y]


@mistake(
    "An index of -1 raises no IndexError: it silently means the last class. Call `check_labels` first.",
    loses=["refuses_unknown_classes"],
)
def true_class_scores(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    try:
        return logits[torch.arange(len(y), device=y.device), y]
    except IndexError as error:
        raise ValueError("a label is not one of the classes") from error


slip(
    "`masked_fill_` with the underscore changes the caller's tensor: use the one that copies.",
    loses=["fills_under_the_mask", "gradients_flow_back", "takes_no_loop"],
    edits=[("torch.where(mask, value, x)", "x.masked_fill_(mask, value)")],
)


@mistake(
    "Where the mask covers nothing, the caller's own `x` comes back: a new tensor is promised in every case.",
    loses=["fills_under_the_mask"],
)
def mask_fill(x: torch.Tensor, mask: torch.Tensor, value: float) -> torch.Tensor:
    if not mask.any():
        return x
    return x.masked_fill(mask, value)


slip(
    "The mask is the wrong way round: the value belongs where the mask is True.",
    loses=["fills_under_the_mask", "gradients_flow_back", "takes_no_loop"],
    edits=[("torch.where(mask, value, x)", "torch.where(mask, x, value)")],
)

slip(
    "Covering by multiplication makes nan of infinite numbers, since 0 * inf is nan: choose by `torch.where`.",
    loses=["fills_under_the_mask"],
    edits=[("torch.where(mask, value, x)", "x * (~mask).to(x.dtype) + value * mask.to(x.dtype)")],
)


@mistake(
    "Indexing by a mask does not broadcast: expand the mask to the shape of x first.",
    loses=["fills_under_the_mask"],
)
def mask_fill(x: torch.Tensor, mask: torch.Tensor, value: float) -> torch.Tensor:
    result = x.clone()
    result[mask] = value
    return result


@mistake(
    "torch's `one_hot` returns int64: the contract asks for float32, which can be multiplied with scores.",
    loses=["makes_one_hot_rows", "takes_no_loop", "refuses_unknown_classes"],
)
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    check_labels(y, num_classes)
    return torch.nn.functional.one_hot(y, num_classes)


@mistake(
    "`len(y)` rows are too few for labels of more dimensions: the result is shaped `(*y.shape, num_classes)`.",
    loses=["makes_one_hot_rows"],
)
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    check_labels(y, num_classes)
    rows = torch.zeros(len(y), num_classes, device=y.device)
    rows[torch.arange(len(y), device=y.device), y] = 1
    return rows


@mistake(
    "`scatter_` along dimension 1 is right for labels (N,) only: any shape needs the last one, -1.",
    loses=["makes_one_hot_rows"],
)
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    check_labels(y, num_classes)
    rows = torch.zeros(len(y), num_classes, device=y.device)
    return rows.scatter_(1, y.unsqueeze(1), 1.0)


slip(
    "`y[:, None]` puts the new dimension second, right for labels (N,) only: `y[..., None]` puts it last.",
    loses=["makes_one_hot_rows"],
    edits=[
        ("classes = torch.arange(num_classes, device=y.device)", ""),
        ("y.unsqueeze(-1) == classes", "y[:, None] == torch.arange(num_classes, device=y.device)"),
    ],
)


@mistake(
    "The number of classes is guessed from the labels: a batch need not hold the last class.",
    loses=["makes_one_hot_rows"],
)
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    check_labels(y, num_classes)
    return torch.nn.functional.one_hot(y).float()


@mistake(
    "A label that is no class becomes a row of zeros, or of the wrong class, without a word: call `check_labels` first.",
    loses=["refuses_unknown_classes"],
)
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    return (y.unsqueeze(-1) == torch.arange(num_classes, device=y.device)).float()


@mistake(
    "Only labels that are too large are refused: negative ones are no classes either.",
    loses=["checks_labels", "refuses_unknown_classes"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if (y >= num_classes).any():
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "`abs()` turns -1 into 1, so small negative labels pass: ask whether a label is below 0.",
    loses=["checks_labels", "refuses_unknown_classes"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if (y.abs() >= num_classes).any():
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "The label `num_classes` itself is let through: labels count from 0, so the largest is one below.",
    loses=["checks_labels", "refuses_unknown_classes"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if (y < 0).any() or (y > num_classes).any():
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "`min()` of no labels raises an error: an empty batch is right as it is. Ask `(y < 0).any()`.",
    loses=["checks_labels", "picks_one_score_per_row", "makes_one_hot_rows"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "`max()` of no labels raises an error: an empty batch is right as it is. Ask `(y >= num_classes).any()`.",
    loses=["checks_labels", "picks_one_score_per_row", "makes_one_hot_rows"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if y.max() >= num_classes or y.min() < 0:
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "`all` asks whether every label is wrong, which is so of no labels, too: a single one is enough, `any`.",
    loses=[
        "checks_labels",
        "makes_one_hot_rows",
        "picks_one_score_per_row",
        "refuses_unknown_classes",
    ],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if ((y < 0) | (y >= num_classes)).all():
        raise ValueError("a label is not one of the classes")
    return y


@mistake(
    "`assert` raises AssertionError, and nothing under `python -O`: raise ValueError.",
    loses=["checks_labels", "refuses_unknown_classes"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    assert not (y < 0).any() and not (y >= num_classes).any()
    return y


slip(
    "`detach()` cuts the way back: the result has no gradient. `clone()` alone makes a new tensor and keeps it.",
    loses=["gradients_flow_back"],
    edits=[("torch.where(mask, value, x)", "x.detach().clone().masked_fill(mask, value)")],
)


@mistake(
    "`check_labels` returns nothing: where all labels are right, it gives `y` back.",
    loses=["checks_labels"],
)
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError("no class")


slip(
    "`torch.full` is float32 unless told otherwise: together with bfloat16 the result is float32. Keep the dtype of `x`.",
    loses=["fills_under_the_mask"],
    edits=[
        (
            "torch.where(mask, value, x)",
            "torch.where(mask, torch.full(x.shape, value, device=x.device), x)",
        )
    ],
)
