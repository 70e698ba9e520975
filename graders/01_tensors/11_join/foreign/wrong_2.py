"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "cat and reshape give the right shape with the steps scrambled: reshape keeps the order in memory, so the sequences must be stacked along dimension 1.",
    seen="named",
)
def time_major(sequences):
    steps, features = sequences[0].shape
    return torch.cat(sequences).reshape(steps, len(sequences), features)


@wrong(
    "You leave empty batches out before you compare dtypes, but an empty batch of another dtype is a TypeError too.",
    seen="caught",
)
def all_rows(batches):
    kept = [batch for batch in batches if len(batch) > 0] or batches[:1]
    if len({batch.dtype for batch in kept}) > 1:
        raise TypeError("the dtypes differ")
    return torch.cat(kept)


@wrong(
    "Tables with different numbers of rows make torch.cat raise RuntimeError; the contract asks for ValueError.",
    seen="named",
)
def side_by_side(tables):
    return torch.cat([t.unsqueeze(1) if t.dim() == 1 else t for t in tables], dim=1)


@wrong(
    "Two mistakes: everything becomes float32, also whole numbers and float64; and only the first and the last table are compared.",
    seen="named",
)
def side_by_side(tables):
    if tables[0].shape[0] != tables[-1].shape[0]:
        raise ValueError("different numbers of rows")
    return torch.cat([(t[:, None] if t.dim() == 1 else t).float() for t in tables], dim=1)


@wrong(
    "cat in a loop copies the earlier rows again for each batch, and a list of a single batch is not copied at all.",
    seen="named",
)
def all_rows(batches):
    result = batches[0]
    for batch in batches[1:]:
        if batch.dtype != result.dtype:
            raise TypeError("the dtypes differ")
        result = torch.cat([result, batch])
    return result
