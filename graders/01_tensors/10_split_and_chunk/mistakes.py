"""What goes wrong when tensors are cut and joined."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`torch.chunk(t, n)` may return fewer than n pieces: for 5 rows and n = 4 it returns 3.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return [piece.clone() for piece in t.chunk(n)]


@mistake(
    "The rows that do not divide evenly are lost: with a piece size of len(t) // n, the rest is cut off.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    size = len(t) // n
    return [t[i * size : (i + 1) * size].clone() for i in range(n)]


@mistake(
    "The remainder goes to the last piece alone, so sizes differ by more than one.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    size = len(t) // n
    cuts = [i * size for i in range(n)] + [len(t)]
    return [t[a:b].clone() for a, b in zip(cuts, cuts[1:])]


@mistake(
    "The larger pieces come last; the contract puts them first.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    size, larger = divmod(len(t), n)
    sizes = [size] * (n - larger) + [size + 1] * larger
    return [piece.clone() for piece in torch.split(t, sizes)]


@mistake(
    "`split_even` returns views: `split` and `chunk` share memory with the tensor that is cut.",
    loses=["pieces_are_copies"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return list(torch.tensor_split(t, n))


@mistake(
    "`split_sizes` does not notice that the sizes leave rows over, or ask for too many.",
    loses=["refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@mistake(
    "`torch.split` itself raises RuntimeError for sizes that do not fit; the contract asks for ValueError.",
    loses=["refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    return [piece.clone() for piece in torch.split(t, sizes)]


@mistake(
    "`split_sizes` uses each size as the end of a piece; the ends are the running sums of the sizes.",
    loses=["splits_by_sizes", "pieces_are_copies", "refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return list(torch.tensor_split(t, sizes))


@mistake(
    "`torch.cat` puts b behind a; to take rows in turn, stack along a new dimension and flatten.",
    loses=["interleaves"],
)
def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.cat([a, b])


@mistake(
    "The pairs are left in a dimension of their own, shape (N, 2, ...): flatten the first two dimensions.",
    loses=["interleaves"],
)
def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.stack([a, b], dim=1)
