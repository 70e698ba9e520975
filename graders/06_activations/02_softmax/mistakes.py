"""What goes wrong when scores are turned into probabilities."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`dim` is ignored: the last dimension is used whatever the caller asks for.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
    ],
    edits=[
        ("z.amax(dim, keepdim=True)", "z.amax(-1, keepdim=True)"),
        ("powers.sum(dim, keepdim=True)", "powers.sum(-1, keepdim=True)"),
    ],
)

slip(
    "The sum has lost its dimension: without `keepdim=True` it does not line up with the powers.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "reads_no_values",
        "is_written_by_hand",
    ],
    edits=[("powers.sum(dim, keepdim=True)", "powers.sum(dim)")],
)

slip(
    "The powers overflow or vanish: subtract the largest score of each group before `exp`.",
    loses=["stays_finite", "masked_scores_get_nothing"],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()\n"
            "return powers / powers.sum(dim, keepdim=True)",
            "return z.exp() / z.exp().sum(dim, keepdim=True)",
        )
    ],
)

slip(
    "The sum runs over the whole tensor, so it is the tensor that sums to one, not each group.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
        "is_written_by_hand",
        "reads_no_values",
    ],
    edits=[("powers.sum(dim, keepdim=True)", "powers.sum()")],
)

slip(
    "One maximum is subtracted for the whole tensor: groups far below it vanish, and 0 / 0 is nan.",
    loses=["stays_finite", "reads_no_values"],
    edits=[("z.amax(dim, keepdim=True)", "z.max()")],
)

slip(
    "The mean is subtracted, not the maximum: the largest power can still overflow.",
    loses=["stays_finite", "masked_scores_get_nothing"],
    edits=[("z.amax(dim, keepdim=True)", "z.mean(dim, keepdim=True)")],
)


@mistake(
    "The result is cut off from `z`: `detach` and `no_grad` stop every gradient here.",
    loses=["gradients_flow_back"],
)
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    with torch.no_grad():
        powers = (z - z.amax(dim, keepdim=True)).exp()
        return powers / powers.sum(dim, keepdim=True)


slip(
    "The sum is detached: it depends on `z` too, so half of the gradient is missing.",
    loses=["gradients_flow_back"],
    edits=[("powers.sum(dim, keepdim=True)", "powers.sum(dim, keepdim=True).detach()")],
)

slip(
    "The caller's scores are changed: `-=`, `sub_` and `exp_` work in place on `z`.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
        "is_written_by_hand",
        "reads_no_values",
    ],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()",
            "z -= z.amax(dim, keepdim=True)\npowers = z.exp()",
        )
    ],
)


@mistake(
    "These are logarithms of the probabilities: the last step, `exp`, is missing.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
        "is_written_by_hand",
        "reads_no_values",
    ],
)
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    shifted = z - z.amax(dim, keepdim=True)
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


@mistake(
    "The scores are divided by their sum as they are: without `exp` they are no probabilities.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
        "is_written_by_hand",
        "reads_no_values",
    ],
)
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    shifted = z - z.amax(dim, keepdim=True)
    return shifted / shifted.sum(dim, keepdim=True)


slip(
    "Everything is computed and returned in float32: keep the dtype of `z`.",
    loses=["gradients_flow_back", "keeps_the_dtype"],
    edits=[("z - z.amax(dim, keepdim=True)", "(z - z.amax(dim, keepdim=True)).float()")],
)

slip(
    "`float()` throws away half the digits of float64, and the cast at the end does not bring them back.",
    loses=["keeps_the_dtype"],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()",
            "scores = z.float()\npowers = (scores - scores.amax(dim, keepdim=True)).exp()",
        ),
        (
            "powers / powers.sum(dim, keepdim=True)",
            "(powers / powers.sum(dim, keepdim=True)).to(z.dtype)",
        ),
    ],
)

slip(
    "`reshape` does not undo the `transpose`: the probabilities land in other places. Transpose once more.",
    loses=[
        "sums_to_one_along_dim",
        "counts_dims_from_the_end",
        "stays_finite",
        "masked_scores_get_nothing",
        "gradients_flow_back",
        "keeps_the_dtype",
    ],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()",
            "rows = z.transpose(dim, -1)\npowers = (rows - rows.amax(-1, keepdim=True)).exp()",
        ),
        (
            "powers / powers.sum(dim, keepdim=True)",
            "(powers / powers.sum(-1, keepdim=True)).reshape(z.shape)",
        ),
    ],
)

slip(
    "`clamp` makes different large scores the same: subtract the largest score of each group instead.",
    loses=["stays_finite", "masked_scores_get_nothing"],
    edits=[("z - z.amax(dim, keepdim=True)", "z.clamp(-50.0, 50.0)")],
)

slip(
    "-1e9 is not -inf: beside a finite score below it, the masked one gets everything, and float16 has no -1e9.",
    loses=["keeps_the_dtype", "masked_scores_get_nothing"],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()",
            "scores = z.masked_fill(z == -torch.inf, -1e9)\n"
            "powers = (scores - scores.amax(dim, keepdim=True)).exp()",
        )
    ],
)

slip(
    "A small number is added to the sum, which is never 0 anyway: the probabilities no longer sum to one.",
    loses=["keeps_the_dtype"],
    edits=[
        (
            "powers / powers.sum(dim, keepdim=True)",
            "powers / (powers.sum(dim, keepdim=True) + 1e-6)",
        )
    ],
)

slip(
    "It reads a value of the scores back to Python, by `if`, `float` or `item`: without values it fails.",
    loses=["reads_no_values"],
    edits=[
        (
            "powers = (z - z.amax(dim, keepdim=True)).exp()",
            "if z.abs().max() > 10:\n    z = z - z.amax(dim, keepdim=True)\npowers = z.exp()",
        )
    ],
)


@mistake(
    "The work is left to torch's own softmax: write the powers, the sum and the division yourself.",
    loses=["is_written_by_hand"],
)
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    return torch.softmax(z, dim)


@mistake(
    "`logsumexp` already holds the trick that this exercise is about: find the shift yourself.",
    loses=["is_written_by_hand"],
)
def softmax(z: torch.Tensor, dim: int) -> torch.Tensor:
    return (z - torch.logsumexp(z, dim, keepdim=True)).exp()


slip(
    "Scores far below the largest are raised by `clamp`, so a score of -inf keeps a small probability; it must be exactly 0.",
    loses=["masked_scores_get_nothing"],
    edits=[
        (
            "(z - z.amax(dim, keepdim=True)).exp()",
            "(z - z.amax(dim, keepdim=True)).clamp(min=-80).exp()",
        )
    ],
)
