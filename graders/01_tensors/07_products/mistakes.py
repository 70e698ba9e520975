"""What goes wrong with products."""

import torch

from torchdojo.grading import mistake


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
    "`.T` turns all dimensions of a batch, not the last two: use `mT` or `transpose(-2, -1)`.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return queries @ keys.permute(*reversed(range(keys.dim())))


@mistake(
    "`reshape` is no transpose: the keys get the right shape, and their numbers mix.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    *leading, length, size = keys.shape
    return queries @ keys.reshape(*leading, size, length)


@mistake(
    "`*` for `@`: elements are multiplied, but nothing is summed.",
    loses=["scores_all_pairs", "scores_with_any_leading_dimensions", "takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return queries * keys


@mistake(
    "`bmm` takes exactly three dimensions; `@` takes matrices and batches with heads as well.",
    loses=["scores_with_any_leading_dimensions"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return torch.bmm(queries, keys.transpose(-2, -1))


@mistake(
    "The batch is a Python loop; `@` multiplies all entries of a batch at once.",
    loses=["scores_with_any_leading_dimensions", "takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return torch.stack([q @ k.T for q, k in zip(queries, keys)])


@mistake(
    "Every product is written down before it is summed, T times S times D numbers: let `@` do both.",
    loses=["takes_the_short_way"],
)
def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    return (queries.unsqueeze(-2) * keys.unsqueeze(-3)).sum(-1)


@mistake(
    "The weight is not turned: it is (K, D), outputs by inputs. A square one hides it, but not its numbers.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
)
def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return x @ weight + bias


@mistake(
    "The weight is reshaped to (D, K), which mixes its numbers; turn it with `.T`.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
)
def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return x @ weight.reshape(weight.shape[1], weight.shape[0]) + bias


@mistake(
    "The bias is missing.",
    loses=["computes_a_linear_layer", "computes_a_linear_layer_anywhere"],
)
def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return x @ weight.T


@mistake(
    "`mm` takes matrices only; a single example and a batch of sequences need `@`.",
    loses=["computes_a_linear_layer_anywhere"],
)
def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return torch.mm(x, weight.T) + bias


@mistake(
    "Gram matrix of the wrong side: `x.T @ x` sums over the examples, so it compares features.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    return x.T @ x


@mistake(
    "`x * x` squares the elements; pairs of examples need `@` and a transpose.",
    loses=["compares_examples"],
)
def gram_rows(x: torch.Tensor) -> torch.Tensor:
    return x * x


@mistake(
    "Gram matrix of the wrong side: `x @ x.T` sums over the features, so it compares examples.",
    loses=["compares_features"],
)
def gram_features(x: torch.Tensor) -> torch.Tensor:
    return x @ x.T


@mistake(
    "This is the covariance: it subtracts the means and divides; the Gram matrix does neither.",
    loses=["compares_features"],
)
def gram_features(x: torch.Tensor) -> torch.Tensor:
    return torch.cov(x.T)
