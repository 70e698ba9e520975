"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "A single image is returned without its batch dimension: one image is a batch of shape (1, C, H, W).",
    seen="caught",
)
def batch_of(images):
    if len(images) == 1:
        return images[0]
    return torch.stack(images)


@wrong(
    "`cat` in the loop copies all earlier rows again for every batch: collect first, join once.",
    seen="named",
)
def all_rows(batches):
    result = batches[0]
    for batch in batches[1:]:
        if batch.dtype != result.dtype:
            raise TypeError("all batches must have the same dtype")
        result = torch.cat([result, batch])
    return result


@wrong(
    "Only the kind of the dtypes is compared: int32 beside int64, or float32 beside float64, is promoted instead of refused.",
    seen="full marks",
)
def all_rows(batches):
    kinds = {batch.is_floating_point() for batch in batches}
    if len(kinds) > 1:
        raise TypeError("labels and floats must not be mixed")
    return torch.cat(batches)


@wrong(
    "Throwing empty batches away first leaves nothing to join if all are empty, and hides their dtype from the check.",
    seen="full marks",
)
def all_rows(batches):
    batches = [batch for batch in batches if len(batch) > 0]
    if any(batch.dtype != batches[0].dtype for batch in batches):
        raise TypeError("all batches must have the same dtype")
    return torch.cat(batches)


@wrong(
    "Everything is cast to the dtype of the first table: ages in whole numbers cut the fractions off the heights beside them.",
    seen="named",
)
def side_by_side(tables):
    if any(len(table) != len(tables[0]) for table in tables):
        raise ValueError("all tables must have the same number of rows")
    columns = [table[:, None] if table.ndim == 1 else table for table in tables]
    return torch.cat([column.to(tables[0].dtype) for column in columns], dim=1)


@wrong(
    "Without rows `reshape(0, -1)` can't work out the -1 and raises: tables with N = 0 fail.",
    seen="full marks",
)
def side_by_side(tables):
    rows = len(tables[0])
    if any(len(table) != rows for table in tables):
        raise ValueError("all tables must have the same number of rows")
    return torch.cat([table.reshape(rows, -1) for table in tables], dim=1)


@wrong(
    "The sum of the rows can be right by accident: 3, 2 and 4 rows pass this check, and `cat` raises a RuntimeError instead.",
    seen="full marks",
)
def side_by_side(tables):
    if sum(len(table) for table in tables) != len(tables) * len(tables[0]):
        raise ValueError("all tables must have the same number of rows")
    return torch.cat([t.unsqueeze(1) if t.ndim == 1 else t for t in tables], dim=1)


@wrong(
    "`reshape` gives the shape (T, N, D) but keeps the order in memory, so the sequences are scrambled: stack along dimension 1.",
    seen="named",
)
def time_major(sequences):
    steps, features = sequences[0].shape
    return torch.stack(sequences).reshape(steps, len(sequences), features)
