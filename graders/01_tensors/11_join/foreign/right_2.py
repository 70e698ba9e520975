"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Makes room for all rows first, then copies each batch to its place.", seen="full marks")
def all_rows(batches):
    dtype = batches[0].dtype
    for batch in batches:
        if batch.dtype != dtype:
            raise TypeError(f"{batch.dtype} among {dtype}")
    example = next((batch for batch in batches if len(batch) > 0), batches[0])
    out = example.new_empty((sum(len(batch) for batch in batches), *example.shape[1:]))
    start = 0
    for batch in batches:
        if len(batch) > 0:
            out[start : start + len(batch)] = batch
            start += len(batch)
    return out


@right("Lays each sequence into its own lane of a new tensor.", seen="full marks")
def time_major(sequences):
    steps, features = sequences[0].shape
    out = sequences[0].new_empty((steps, len(sequences), features))
    for lane, sequence in enumerate(sequences):
        out[:, lane] = sequence
    return out
