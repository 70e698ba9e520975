"""What goes wrong when a shape changes."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`reshape` is no transpose: it keeps the order of the numbers, so steps of different sequences mix.",
    loses=["puts_the_batch_first"],
    edits=[("x.transpose(0, 1)", "x.reshape(x.shape[1], x.shape[0], *x.shape[2:])")],
)

slip(
    "`permute(1, 0, 2)` fits three dimensions only; a step may be one number, or have more dimensions.",
    loses=["puts_the_batch_first"],
    edits=[("x.transpose(0, 1)", "x.permute(1, 0, 2)")],
)

slip(
    "`mT` exchanges the last two dimensions; time and batch are the first two.",
    loses=["puts_the_batch_first"],
    edits=[("x.transpose(0, 1)", "x.mT")],
)

slip(
    "All dimensions are reversed: the time ends up last. Exchange the first two and leave the others.",
    loses=["puts_the_batch_first"],
    edits=[("x.transpose(0, 1)", "x.permute(*reversed(range(x.dim())))")],
)

slip(
    "`view` raises on a tensor that is not contiguous; `reshape` and `flatten` copy where they must.",
    loses=["merges_what_is_not_contiguous"],
    edits=[("x.flatten(-2)", "x.view(*x.shape[:-2], x.shape[-2] * x.shape[-1])")],
)

slip(
    "-1 stands in the place of the batch: all leading dimensions are joined. Only the last two should be.",
    loses=["merges_the_last_two", "merges_what_is_not_contiguous", "merges_an_empty_batch"],
    edits=[("x.flatten(-2)", "x.reshape(-1, x.shape[-2] * x.shape[-1])")],
)

slip(
    "-1 has no answer for an empty batch: multiply the two sizes, or let `flatten` do it.",
    loses=["merges_an_empty_batch"],
    edits=[("x.flatten(-2)", "x.reshape(*x.shape[:-2], -1)")],
)

slip(
    "`flatten(1)` joins everything behind the batch; only the last two dimensions should be joined.",
    loses=["merges_the_last_two", "merges_what_is_not_contiguous", "merges_an_empty_batch"],
    edits=[("x.flatten(-2)", "x.flatten(1)")],
)

slip(
    "The last two dimensions are exchanged before they are joined: the numbers come column by column.",
    loses=["merges_the_last_two", "merges_what_is_not_contiguous"],
    edits=[("x.flatten(-2)", "x.transpose(-1, -2).flatten(-2)")],
)


@mistake(
    "`reshape` gives `swap` the right shape and leaves every number where it was: use `transpose`.",
    loses=["swaps_any_two", "swaps_without_copying"],
)
def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    shape = list(x.shape)
    shape[i], shape[j] = shape[j], shape[i]
    return x.reshape(shape)


slip(
    "`swap` copies: `contiguous()` and `clone()` move every number to new memory.",
    loses=["swaps_without_copying"],
    edits=[("x.transpose(i, j)", "x.transpose(i, j).clone()")],
)

slip(
    "`movedim` takes one dimension out and lets those between move up: `transpose` exchanges two.",
    loses=["swaps_any_two", "swaps_without_copying"],
    edits=[("x.transpose(i, j)", "x.movedim(i, j)")],
)


@mistake(
    "`swap` does not find negative dimensions: add `x.ndim` to them, or let `transpose` count.",
    loses=["swaps_any_two", "swaps_without_copying"],
)
def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    places = {i: j, j: i}
    return x.permute([places.get(dim, dim) for dim in range(x.ndim)])


@mistake(
    "`swap` copies where `i` and `j` are the same dimension: a view is promised there, too.",
    loses=["swaps_without_copying"],
)
def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    if i % x.ndim == j % x.ndim:
        return x.clone()
    return x.transpose(i, j)


slip(
    "`mT` always exchanges the last two dimensions: `swap` must look at i and j.",
    loses=["swaps_any_two", "swaps_without_copying"],
    edits=[("x.transpose(i, j)", "x.mT")],
)

slip(
    "`split_heads` cuts across time: the features are cut first, (B, T, heads, size), then transposed.",
    loses=["splits_heads", "refuses_uneven_heads"],
    edits=[
        (
            'f"{features} features cannot be shared by {heads} heads"',
            '"the features cannot be shared"',
        ),
        (
            "x.reshape(batch, time, heads, features // heads).transpose(1, 2)",
            "x.reshape(batch, heads, time, features // heads)",
        ),
    ],
)

slip(
    "The heads are interleaved: cut the features into (heads, size), not into (size, heads).",
    loses=["splits_heads", "refuses_uneven_heads"],
    edits=[
        (
            'f"{features} features cannot be shared by {heads} heads"',
            '"the features cannot be shared"',
        ),
        (
            "x.reshape(batch, time, heads, features // heads).transpose(1, 2)",
            "x.reshape(batch, time, features // heads, heads).permute(0, 3, 1, 2)",
        ),
    ],
)

slip(
    "The heads stay behind the time, shape (B, T, heads, size); they belong beside the batch.",
    loses=["splits_heads", "refuses_uneven_heads"],
    edits=[
        (
            'f"{features} features cannot be shared by {heads} heads"',
            '"the features cannot be shared"',
        ),
        (
            "x.reshape(batch, time, heads, features // heads).transpose(1, 2)",
            "x.reshape(batch, time, heads, features // heads)",
        ),
    ],
)

slip(
    "-1 has no answer for an empty batch: write the size of a head, `C // heads`.",
    loses=["merges_an_empty_batch"],
    edits=[
        (
            'f"{features} features cannot be shared by {heads} heads"',
            '"the features cannot be shared"',
        ),
        ("features // heads", "-1"),
    ],
)

slip(
    "Nothing checks that `heads` divides C: torch raises RuntimeError; the contract asks for ValueError.",
    loses=["refuses_uneven_heads"],
    edits=[
        (
            "if features % heads:\n"
            '    raise ValueError(f"{features} features cannot be shared by {heads} heads")',
            "",
        )
    ],
)


@mistake(
    "The features left over are cut off without a word: check that `heads` divides their number.",
    loses=["refuses_uneven_heads"],
)
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    size = x.shape[2] // heads
    return torch.stack(x[..., : heads * size].split(size, dim=2), dim=1)


@mistake(
    "`chunk` may return fewer pieces than asked for: 4 features give 2 heads instead of 3, without a word.",
    loses=["refuses_uneven_heads"],
)
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    return torch.stack(x.chunk(heads, dim=-1), dim=1)


@mistake(
    "`torch.empty` is float32 unless told otherwise: the dtype is to stay that of `x`.",
    loses=["puts_the_batch_first"],
)
def to_batch_first(x: torch.Tensor) -> torch.Tensor:
    result = torch.empty(x.shape[1], x.shape[0], *x.shape[2:], device=x.device)
    for t, step in enumerate(x):
        result[:, t] = step
    return result


slip(
    "`transpose_` with the underscore turns the tensor of the caller: `transpose` returns a view.",
    loses=["swaps_any_two", "swaps_without_copying"],
    edits=[("x.transpose(i, j)", "x.transpose_(i, j)")],
)

slip(
    "A single head is refused: 1 divides every number of features.",
    loses=["splits_heads"],
    edits=[
        ("features % heads", "heads < 2 or features % heads"),
        ('f"{features} features cannot be shared by {heads} heads"', '"no even heads"'),
    ],
)

slip(
    "`movedim(0, -2)` puts the time before the last dimension, which is the right place in three dimensions only.",
    loses=["puts_the_batch_first"],
    edits=[("x.transpose(0, 1)", "x.movedim(0, -2)")],
)
