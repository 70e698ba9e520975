"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Allocates the whole result once and copies each batch to its place.", seen="full marks")
def all_rows(batches):
    first = batches[0]
    if len({batch.dtype for batch in batches}) != 1:
        raise TypeError("batches of different dtypes cannot be joined")
    result = first.new_empty((sum(len(batch) for batch in batches), *first.shape[1:]))
    position = 0
    for batch in batches:
        result[position : position + len(batch)] = batch
        position += len(batch)
    return result


@right("column_stack, with its RuntimeError translated.", seen="full marks")
def side_by_side(tables):
    try:
        return torch.column_stack(tables)
    except RuntimeError as error:
        raise ValueError("the numbers of rows differ") from error


@right(
    "Joins the sequences along the features, then breaks each row into its sequences.",
    seen="full marks",
)
def time_major(sequences):
    steps, features = sequences[0].shape
    return torch.cat(sequences, dim=1).reshape(steps, len(sequences), features)
