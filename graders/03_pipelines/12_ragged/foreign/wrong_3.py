"""Wrong answers by people who had seen the exercise alone, of a third round."""

from functools import partial

import torch
from torch.utils.data import DataLoader

from torchdojo.grading import wrong


@wrong(
    "The mask is read off the padded numbers, so a real token that equals `fill` counts as padding; only the lengths know.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    first = sequences[0]
    for sequence in sequences:
        if sequence.dtype != first.dtype or sequence.shape[1:] != first.shape[1:]:
            raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = first.new_full((len(sequences), longest, *first.shape[1:]), fill)
    for row, sequence in zip(padded, sequences, strict=True):
        row[: len(sequence)] = sequence
    mask = padded != fill
    while mask.dim() > 2:
        mask = mask.any(-1)
    labels = torch.tensor([label for _, label in examples])
    return padded, mask, lengths, labels


@wrong(
    "`nan_to_num` does away with NaN in the padding, but also with a NaN or infinity that is real and has to count.",
    seen="caught",
)
def masked_mean(padded, mask):
    weights = mask.reshape(*mask.shape, *[1] * (padded.dim() - 2)).to(padded.dtype)
    total = (padded.nan_to_num(0.0) * weights).sum(1)
    return total / weights.sum(1).clamp(min=1)


@wrong(
    "Only the dtypes are compared: a sequence (2, 1) beside one of (3, 4) is broadcast into its row instead of a ValueError.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    if len({sequence.dtype for sequence in sequences}) > 1:
        raise ValueError("sequences of different dtypes")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = torch.full(
        (len(sequences), longest, *sequences[0].shape[1:]), fill, dtype=sequences[0].dtype
    )
    for i, sequence in enumerate(sequences):
        padded[i, : lengths[i]] = sequence
    mask = torch.arange(longest)[None, :] < lengths[:, None]
    labels = torch.tensor([label for _, label in examples], dtype=torch.int64)
    return padded, mask, lengths, labels


@wrong(
    "It counts the real positions and takes so many from the beginning of the row, but a mask may be True anywhere in a row.",
    seen="named",
)
def masked_mean(padded, mask):
    means = []
    for row, length in zip(padded, mask.sum(1).tolist(), strict=True):
        if length == 0:
            means.append(row[:0].sum(0))
        else:
            means.append(row[:length].mean(0))
    return torch.stack(means)
