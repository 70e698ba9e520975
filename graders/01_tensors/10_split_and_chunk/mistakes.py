"""What goes wrong when tensors are cut and joined."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`torch.chunk(t, n)` may return fewer than n pieces: for 7 rows and n = 5 it returns 4.",
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


slip(
    "The larger pieces come last; the contract puts them first.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
    edits=[
        (
            "[size + 1] * larger + [size] * (n - larger)",
            "[size] * (n - larger) + [size + 1] * larger",
        )
    ],
)


@mistake(
    "Rounded borders spread the larger pieces over the list; the contract puts them first.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    borders = [round(i * len(t) / n) for i in range(n + 1)]
    return [t[a:b].clone() for a, b in zip(borders, borders[1:])]


@mistake(
    "Borders at i * N // n spread the larger pieces over the list; the contract puts them first.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    borders = [i * len(t) // n for i in range(n + 1)]
    return [t[a:b].clone() for a, b in zip(borders, borders[1:])]


@mistake(
    "With a size that is rounded up, the last pieces are too small: sizes may differ by one at most.",
    loses=["splits_into_exactly_n"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    size = -(-len(t) // n)
    return [t[i * size : (i + 1) * size].clone() for i in range(n)]


@mistake(
    "`split_even` returns views: `split` and `chunk` share memory with the tensor that is cut.",
    loses=["pieces_are_copies"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return list(torch.tensor_split(t, n))


@mistake(
    "A single piece is `t` itself: it is to be a copy like all others.",
    loses=["pieces_are_copies"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    if n == 1:
        return [t]
    return [piece.clone() for piece in torch.tensor_split(t, n)]


@mistake(
    "`split_sizes` returns views: `split` and slices share memory with the tensor that is cut.",
    loses=["pieces_are_copies"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return list(torch.split(t, sizes))


@mistake(
    "`split_sizes` does not notice that the sizes ask for more rows than there are.",
    loses=["refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@mistake(
    "Only sizes that ask for too many rows are refused: if they ask for too few, the last rows are lost.",
    loses=["refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) > len(t):
        raise ValueError("the sizes do not fit")
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@mistake(
    "`assert` raises AssertionError; the contract asks for ValueError.",
    loses=["refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    assert sum(sizes) == len(t)
    pieces, start = [], 0
    for size in sizes:
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@mistake(
    "It stops when the rows are used up: sizes of 0 at the end get no piece.",
    loses=["splits_by_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    pieces, start = [], 0
    while start < len(t):
        size = sizes[len(pieces)]
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces


@mistake(
    "Sizes of 0 are left out, but each must get an empty piece.",
    loses=["splits_by_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return [piece.clone() for piece in torch.split(t, sizes) if len(piece)]


slip(
    "`torch.split` itself raises RuntimeError for sizes that do not fit; the contract asks for ValueError.",
    loses=["refuses_wrong_sizes"],
    edits=[
        (
            "if sum(sizes) != len(t):\n"
            '    raise ValueError(f"sizes sum to {sum(sizes)}, but the tensor has {len(t)} rows")',
            "",
        )
    ],
)


@mistake(
    "`split_sizes` uses each size as the end of a piece; the ends are the running sums of the sizes.",
    loses=["splits_by_sizes", "pieces_are_copies", "refuses_wrong_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return list(torch.tensor_split(t, sizes))


slip(
    "All of b stands behind a: to take rows in turn, stack along dimension 1 and flatten.",
    loses=["interleaves"],
    edits=[("torch.stack([a, b], dim=1).flatten(0, 1)", "torch.cat([a, b])")],
)

slip(
    "The pairs are left in a dimension of their own, shape (N, 2, ...): flatten the first two dimensions.",
    loses=["interleaves"],
    edits=[("torch.stack([a, b], dim=1).flatten(0, 1)", "torch.stack([a, b], dim=1)")],
)

slip(
    "The rows of b come first; the contract begins with row 0 of a.",
    loses=["interleaves"],
    edits=[("[a, b]", "[b, a]")],
)


@mistake(
    "The result is float32, whatever the dtype of `a` and `b` is: give it that dtype.",
    loses=["interleaves"],
)
def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    result = torch.empty(2 * len(a), *a.shape[1:])
    result[0::2] = a
    result[1::2] = b
    return result


slip(
    "Stacked along the last dimension, single numbers take turns; stack along dimension 1 to keep rows whole.",
    loses=["interleaves"],
    edits=[
        (
            "torch.stack([a, b], dim=1).flatten(0, 1)",
            "torch.stack([a, b], dim=-1).reshape(2 * len(a), *a.shape[1:])",
        )
    ],
)

slip(
    "`torch.stack` refuses an empty list: two tensors without rows raise instead of giving one without rows.",
    loses=["interleaves"],
    edits=[
        (
            "torch.stack([a, b], dim=1).flatten(0, 1)",
            "torch.stack([row for pair in zip(a, b) for row in pair])",
        )
    ],
)

slip(
    "A vector has no second size: `a.shape[1:]` is what follows the rows, whatever that is.",
    loses=["interleaves"],
    edits=[
        (
            "torch.stack([a, b], dim=1).flatten(0, 1)",
            "torch.stack([a, b], dim=1).reshape(-1, a.shape[1])",
        )
    ],
)

slip(
    "`reshape(2 * N, -1)` fits tables only: vectors become (2N, 1), images are flattened. Use `flatten(0, 1)`.",
    loses=["interleaves"],
    edits=[
        (
            "torch.stack([a, b], dim=1).flatten(0, 1)",
            "torch.stack([a, b], dim=1).reshape(2 * len(a), -1)",
        )
    ],
)


@mistake(
    "Every n-th row goes into the same piece, as cards are dealt: the pieces are to follow each other in `t`.",
    loses=["splits_into_exactly_n"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return [t[i::n].clone() for i in range(n)]


@mistake(
    "Fewer rows than pieces are refused: some pieces are empty then.",
    loses=["more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    if n > len(t):
        raise ValueError("not enough rows")
    return [piece.clone() for piece in torch.tensor_split(t, n)]


@mistake(
    "The pieces come in a tuple: the contract asks for a list.",
    loses=["splits_into_exactly_n", "more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return tuple(piece.clone() for piece in torch.tensor_split(t, n))


@mistake(
    "`torch.empty` and `zeros` are float32 unless told otherwise: the pieces keep the dtype of `t`.",
    loses=["more_pieces_than_rows"],
)
def split_even(t: torch.Tensor, n: int) -> list[torch.Tensor]:
    return [torch.zeros(p.shape).copy_(p) for p in torch.tensor_split(t.cpu(), n)]


@mistake(
    "`torch.empty` and `zeros` are float32 unless told otherwise: the pieces keep the dtype of `t`.",
    loses=["splits_by_sizes"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return [torch.zeros(p.shape).copy_(p) for p in torch.split(t, sizes)]


@mistake(
    "`pop` empties the list of the caller: go through the sizes in a `for` loop.",
    loses=["splits_by_sizes", "refuses_wrong_sizes", "pieces_are_copies"],
)
def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    pieces, start = [], 0
    while sizes:
        size = sizes.pop(0)
        pieces.append(t[start : start + size].clone())
        start += size
    return pieces
