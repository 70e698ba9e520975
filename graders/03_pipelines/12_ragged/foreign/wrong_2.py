"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Sequence
from functools import partial

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset

from torchdojo.grading import wrong


@wrong(
    "The mask comes from the lengths, not from the values: a real 0 looks like a `fill` of 0, and you call it padding.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    first = sequences[0]
    if any(s.dtype != first.dtype or s.shape[1:] != first.shape[1:] for s in sequences):
        raise ValueError("sequences may differ in their length only")
    padded = pad_sequence(sequences, batch_first=True, padding_value=fill)
    mask = padded != fill
    if mask.dim() > 2:
        mask = mask.flatten(2).any(dim=2)
    lengths = torch.tensor([len(s) for s in sequences], dtype=torch.int64)
    labels = torch.tensor([label for _, label in examples], dtype=torch.int64)
    return padded, mask, lengths, labels


@wrong(
    "nanmean leaves out real NaNs as well as the padding, and nan_to_num makes a large number of a real infinity: what is real always counts.",
    seen="named",
)
def masked_mean(padded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    real = mask.reshape(mask.shape + (1,) * (padded.dim() - 2))
    mean = padded.masked_fill(~real, float("nan")).nanmean(dim=1)
    return torch.nan_to_num(mean, nan=0.0)


@wrong(
    "The real positions can be anywhere in a row; you count them and then take as many from the beginning.",
    seen="named",
)
def masked_mean(padded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    lengths = mask.sum(dim=1)
    real = torch.arange(padded.shape[1], device=padded.device)[None, :] < lengths[:, None]
    real = real.reshape(real.shape + (1,) * (padded.dim() - 2))
    total = padded.masked_fill(~real, 0).sum(dim=1)
    count = lengths.clamp(min=1).reshape((-1,) + (1,) * (padded.dim() - 2))
    return total / count


@wrong(
    "The assignment broadcasts: a sequence of shape (L, 1) among those of shape (L, 3) is silently repeated, where a ValueError is due.",
    seen="named",
)
def collate(examples, fill=0):
    if len(examples) == 0:
        raise ValueError("cannot make a batch of no examples")
    sequences, labels = zip(*examples, strict=True)
    if len({(s.dtype, s.dim()) for s in sequences}) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([s.shape[0] for s in sequences], dtype=torch.int64)
    longest = int(lengths.max())
    widest = max((s.shape[1:] for s in sequences), key=tuple)
    padded = sequences[0].new_full((len(sequences), longest, *widest), fill)
    for row, s in zip(padded, sequences, strict=True):
        row[: len(s)] = s
    mask = torch.arange(longest)[None, :] < lengths[:, None]
    return padded, mask, lengths, torch.tensor(labels, dtype=torch.int64)


@wrong(
    "Your loader forgets `fill`, so every batch is padded with 0, and it drops a last batch that is not full.",
    seen="caught",
)
def make_loader(dataset, batch_size, fill=0):
    return DataLoader(dataset, batch_size=batch_size, drop_last=True, collate_fn=collate)
