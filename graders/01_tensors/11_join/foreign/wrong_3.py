"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Empty batches are left out before the dtypes are compared, but theirs count too; and where all are empty nothing is left to join.",
    seen="named",
)
def all_rows(batches):
    filled = [batch for batch in batches if len(batch)]
    if len({batch.dtype for batch in filled}) > 1:
        raise TypeError("the dtypes differ")
    return torch.cat(filled)


@wrong(
    "The short cut for a single batch returns the caller's own tensor, so the result shares its memory.",
    seen="named",
)
def all_rows(batches):
    first = batches[0]
    if any(batch.dtype != first.dtype for batch in batches):
        raise TypeError("the dtypes differ")
    if len(batches) == 1:
        return first
    return torch.cat(batches, dim=0)


@wrong(
    "Two slips: everything is cast to the dtype of the first table, so heights beside ages lose their fractions, and reshape(0, -1) fails on tables without rows.",
    seen="named",
)
def side_by_side(tables):
    rows = tables[0].shape[0]
    if any(table.shape[0] != rows for table in tables):
        raise ValueError("the numbers of rows differ")
    dtype = tables[0].dtype
    return torch.cat([table.reshape(rows, -1).to(dtype) for table in tables], dim=1)


@wrong(
    "reshape keeps the order in memory, where one whole sequence follows the other: the shape (T, N, D) is right and the steps are scrambled.",
    seen="named",
)
def time_major(sequences):
    steps, features = sequences[0].shape
    return torch.stack(sequences).reshape(steps, len(sequences), features)
