"""Other right ways to change a shape."""

import torch

from torchdojo.grading import alternative


@alternative("movedim")
def to_batch_first(x: torch.Tensor) -> torch.Tensor:
    return torch.movedim(x, 0, 1)


@alternative("the sequences picked one by one and stacked")
def to_batch_first(x: torch.Tensor) -> torch.Tensor:
    return torch.stack([x[:, b] for b in range(x.shape[1])])


@alternative("reshape with the product of the two sizes")
def merge_last_two(x: torch.Tensor) -> torch.Tensor:
    *leading, height, width = x.shape
    return x.reshape(*leading, height * width)


@alternative("contiguous first, then view")
def merge_last_two(x: torch.Tensor) -> torch.Tensor:
    shape = x.shape[:-2] + (x.shape[-2] * x.shape[-1],)
    return x.contiguous().view(shape)


@alternative("permute with a list of all dimensions")
def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    order = list(range(x.dim()))
    order[i], order[j] = order[j], order[i]
    return x.permute(order)


@alternative("swapaxes, NumPy's name for it")
def swap(x: torch.Tensor, i: int, j: int) -> torch.Tensor:
    return x.swapaxes(i, j)


@alternative("the features split, the parts stacked beside the batch")
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    size, rest = divmod(x.shape[-1], heads)
    if rest:
        raise ValueError("the features cannot be shared")
    return torch.stack(x.split(size, dim=-1), dim=1)


@alternative("unflatten and permute")
def split_heads(x: torch.Tensor, heads: int) -> torch.Tensor:
    if x.size(-1) % heads > 0:
        raise ValueError("the features cannot be shared")
    return x.unflatten(-1, (heads, -1)).permute(0, 2, 1, 3)
