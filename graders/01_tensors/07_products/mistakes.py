"""What goes wrong with products."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`@` sums over the inner dimension; element by element is `*`.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    return a @ b


@mistake(
    "`*` stretches shapes that differ: compare them before you multiply.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a * b


@mistake(
    "Only the last sizes are compared: a row is stretched to all rows of a table. Compare the whole shapes.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[-1] != b.shape[-1]:
        raise ValueError("the shapes differ")
    return a * b


@mistake(
    "Only the numbers of dimensions are compared: sizes of 1 are stretched. Compare the whole shapes.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.dim() != b.dim():
        raise ValueError("the shapes differ")
    return a * b


@mistake(
    "Only the lengths are compared: a column is stretched to all columns. Compare the whole shapes.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if len(a) != len(b):
        raise ValueError("the shapes differ")
    return a * b


@mistake(
    "Only the numbers of elements are compared: equal numbers are not equal shapes. Compare the shapes.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.numel() != b.numel():
        raise ValueError("the shapes differ")
    return a * b


@mistake(
    "`len` of a tensor without dimensions raises TypeError: compare the shapes alone.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if len(a) != len(b) or a.shape != b.shape:
        raise ValueError("the shapes differ")
    return a * b


@mistake(
    "The products are summed: element by element, nothing is.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    return (a * b).sum(dim=-1)


slip(
    "`.T` turns all dimensions of a batch, not the last two: use `mT` or `transpose(-2, -1)`.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[("keys.transpose(-2, -1)", "keys.permute(*reversed(range(keys.dim())))")],
)


@mistake(
    "`reshape` is no transpose: the keys get the right shape, and their numbers mix.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    *leading, length, size = keys.shape
    return queries @ keys.reshape(*leading, size, length)


slip(
    "`*` for `@`: elements are multiplied, but nothing is summed.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[("queries @ keys.transpose(-2, -1)", "queries * keys")],
)

slip(
    "`torch.inner` pairs each entry of a batch with every other one, (B, T, B, S): use `@` on turned keys.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[("queries @ keys.transpose(-2, -1)", "torch.inner(queries, keys)")],
)

slip(
    "Queries and keys are exchanged: element [i, j] belongs to query i and key j.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[("queries @ keys.transpose(-2, -1)", "keys @ queries.transpose(-2, -1)")],
)

slip(
    "The scores are divided by the root of D: scaling is left to attention, dot products are asked for.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[
        (
            "queries @ keys.transpose(-2, -1)",
            "queries @ keys.transpose(-2, -1) / queries.shape[-1] ** 0.5",
        )
    ],
)


@mistake(
    "From lengths and distances a dot product is a difference of large numbers: long queries lose its digits. Multiply.",
    loses=["scores_all_pairs"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    lengths = queries.square().sum(-1)[..., :, None] + keys.square().sum(-1)[..., None, :]
    return (lengths - torch.cdist(queries, keys) ** 2) / 2


slip(
    "`bmm` takes exactly three dimensions; `@` takes matrices and batches with heads as well.",
    loses=["scores_with_any_leading_dimensions"],
    edits=[("queries @ keys.transpose(-2, -1)", "torch.bmm(queries, keys.transpose(-2, -1))")],
)

slip(
    "`transpose(1, 2)` is right for three dimensions only: count from the back, `transpose(-2, -1)`.",
    loses=["scores_with_any_leading_dimensions"],
    edits=[("keys.transpose(-2, -1)", "keys.transpose(1, 2)")],
)

slip(
    "`permute(0, 2, 1)` takes exactly three dimensions: `transpose(-2, -1)` takes any number.",
    loses=["scores_with_any_leading_dimensions"],
    edits=[("keys.transpose(-2, -1)", "keys.permute(0, 2, 1)")],
)

slip(
    "This `einsum` takes exactly three dimensions: an ellipsis stands for any that lead.",
    loses=["scores_with_any_leading_dimensions"],
    edits=[("queries @ keys.transpose(-2, -1)", 'torch.einsum("btd,bsd->bts", queries, keys)')],
)

slip(
    "The batch is a Python loop; `@` multiplies all entries of a batch at once.",
    loses=["scores_with_any_leading_dimensions", "takes_the_short_way"],
    edits=[
        (
            "queries @ keys.transpose(-2, -1)",
            "torch.stack([q @ k.T for q, k in zip(queries, keys)])",
        )
    ],
)

slip(
    "The queries or the keys are a Python loop; `@` multiplies them all at once.",
    loses=["takes_the_short_way"],
    edits=[
        (
            "queries @ keys.transpose(-2, -1)",
            "torch.stack([(queries * key[..., None, :]).sum(-1) for key in keys.unbind(-2)], dim=-1)",
        )
    ],
)


@mistake(
    "The queries or the keys are a Python loop; `@` multiplies them all at once.",
    loses=["takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return torch.stack(
        [(keys * query[..., None, :]).sum(-1) for query in queries.unbind(-2)], dim=-2
    )


@mistake(
    "The features are a Python loop; `@` multiplies and sums them all at once.",
    loses=["takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    total = queries.new_zeros(*queries.shape[:-1], keys.shape[-2])
    for q, k in zip(queries.unbind(-1), keys.unbind(-1)):
        total = total + q[..., :, None] * k[..., None, :]
    return total


slip(
    "Every product is written down before it is summed, T times S times D numbers: let `@` do both.",
    loses=["takes_the_short_way"],
    edits=[
        ("queries @ keys.transpose(-2, -1)", "(queries.unsqueeze(-2) * keys.unsqueeze(-3)).sum(-1)")
    ],
)

slip(
    "The weight is not turned: it is (K, D), outputs by inputs. A square one hides it, but not its numbers.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
    edits=[("weight.T", "weight")],
)

slip(
    "The weight is reshaped to (D, K), which mixes its numbers; turn it with `.T`.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
    edits=[("weight.T", "weight.reshape(weight.shape[1], weight.shape[0])")],
)

slip(
    "The bias is missing.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T + bias", "x @ weight.T")],
)

slip(
    "`mm` takes matrices only; a single example and a batch of sequences need `@`.",
    loses=["computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T", "torch.mm(x, weight.T)")],
)

slip(
    "`x.mT` needs two dimensions at least, and an example alone has one: turn the weight, not `x`.",
    loses=["computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T", "(weight @ x.mT).mT")],
)

slip(
    "`x.T` turns all dimensions of `x`, so sequences of a batch do not fit: turn the weight, not `x`.",
    loses=["computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T", "(weight @ x.T).T")],
)

slip(
    "This `einsum` takes matrices only: an ellipsis stands for the dimensions before the features.",
    loses=["computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T", 'torch.einsum("nd,kd->nk", x, weight)')],
)

slip(
    "`addmm` takes matrices only; a single example and a batch of sequences need `@`.",
    loses=["computes_a_linear_layer_anywhere"],
    edits=[("x @ weight.T + bias", "torch.addmm(bias, x, weight.T)")],
)


@mistake(
    "A new `nn.Linear` is float32: give it the dtype of the weight, or multiply by the weight itself.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
)
def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    return layer(x)


slip(
    "Gram matrix of the wrong side: `x.T @ x` sums over the examples, so it compares features.",
    loses=["compares_examples"],
    edits=[("x @ x.T", "x.T @ x")],
)

slip(
    "`x * x` squares the elements; pairs of examples need `@` and a transpose.",
    loses=["compares_examples"],
    edits=[("x @ x.T", "x * x")],
)


@mistake(
    "A triangle plus its mirror image counts the diagonal twice.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    upper = torch.triu(x @ x.T)
    return upper + upper.T


@mistake(
    "From lengths and distances a dot product is a difference of large numbers: long rows lose its digits. Multiply.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    squares = x.square().sum(dim=1)
    return (squares[:, None] + squares - torch.cdist(x, x) ** 2) / 2


@mistake(
    "The rows are divided by their lengths: these are cosines, not dot products.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    rows = torch.nn.functional.normalize(x, dim=1)
    return rows @ rows.T


slip(
    "Gram matrix of the wrong side: `x @ x.T` sums over the features, so it compares examples.",
    loses=["compares_features"],
    edits=[("x.T @ x", "x @ x.T")],
)

slip(
    "This is the covariance: it subtracts the means and divides; the Gram matrix does neither.",
    loses=["compares_features"],
    edits=[("x.T @ x", "torch.cov(x.T)")],
)


@mistake(
    "The features are centred first; the Gram matrix takes them as they are.",
    loses=["compares_features"],
)
def gram_features(x: torch.Tensor) -> torch.Tensor:
    centred = x - x.mean(dim=0)
    return centred.T @ centred


slip(
    "The sums are divided by the number of examples; dot products are sums.",
    loses=["compares_features"],
    edits=[("x.T @ x", "x.T @ x / len(x)")],
)


@mistake(
    "A triangle plus its mirror image counts the diagonal twice.",
    loses=["compares_features"],
)
def gram_features(x: torch.Tensor) -> torch.Tensor:
    upper = torch.triu(x.T @ x)
    return upper + upper.T


@mistake(
    "Gram matrix of the wrong side, in float32: sum over the features, not the examples, and keep the dtype.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    x = x.float()
    return torch.einsum("nd,ne->de", x, x)


@mistake(
    "`mul_` works in place and changes the caller's tensor: `a * b` makes a new one.",
    loses=["multiplies_element_by_element"],
)
def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return a.mul_(b)


slip(
    "`transpose(1, 2)` counts from the front, and with heads exchanges the wrong two: count from the back, `transpose(-2, -1)`.",
    loses=["scores_with_any_leading_dimensions"],
    edits=[("keys.transpose(-2, -1)", "(keys.T if keys.dim() == 2 else keys.transpose(1, 2))")],
)


@mistake(
    "-1 has no answer for an empty batch: name the size, `weight.shape[0]`, or let `@` take `x` as it is.",
    loses=["computes_a_linear_layer_anywhere"],
)
def linear(x, weight, bias):
    flat = x.reshape(-1, x.shape[-1]) @ weight.T + bias
    return flat.reshape(*x.shape[:-1], -1)
