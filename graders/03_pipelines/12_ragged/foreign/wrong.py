"""Wrong answers by people who had seen the exercise alone."""

from functools import partial
import torch
from torch.utils.data import DataLoader

from torchdojo.grading import wrong


@wrong(
    "The mask is made of the values: a real one that equals fill, such as token 0, is taken for padding. Use the lengths.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    first = sequences[0]
    if any(s.shape[1:] != first.shape[1:] or s.dtype != first.dtype for s in sequences):
        raise ValueError("sequences may differ in their length only")
    lengths = torch.tensor([len(s) for s in sequences])
    padded = first.new_full((len(sequences), int(lengths.max()), *first.shape[1:]), fill)
    for row, sequence in enumerate(sequences):
        padded[row, : len(sequence)] = sequence
    mask = padded != fill
    while mask.dim() > 2:
        mask = mask.any(dim=-1)
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@wrong(
    "torch.full takes its dtype from fill: with fill=0 the batch is int64 and floats are cut; it must be the sequences' dtype.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    first = sequences[0]
    if any(s.shape[1:] != first.shape[1:] or s.dtype != first.dtype for s in sequences):
        raise ValueError("sequences may differ in their length only")
    lengths = torch.tensor([len(s) for s in sequences])
    longest = int(lengths.max())
    padded = torch.full((len(sequences), longest, *first.shape[1:]), fill)
    for row, sequence in enumerate(sequences):
        padded[row, : len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@wrong(
    "Leaves the check to the assignment, which broadcasts: a sequence of shape (L, 1) is spread over (L, 3), not refused.",
    seen="named",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    first = examples[0][0]
    lengths = torch.tensor([len(sequence) for sequence, _ in examples])
    longest = int(lengths.max())
    padded = first.new_full((len(examples), longest, *first.shape[1:]), fill)
    for row, (sequence, _) in enumerate(examples):
        if sequence.dtype != first.dtype:
            raise ValueError("sequences may differ in their length only")
        try:
            padded[row, : len(sequence)] = sequence
        except RuntimeError as error:
            raise ValueError("sequences may differ in their length only") from error
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@wrong(
    "Only shapes are compared: sequences of other dtypes differ in more than length, but are cast to the first one's dtype.",
    seen="full marks",
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences, labels = zip(*examples)
    if len({sequence.shape[1:] for sequence in sequences}) > 1:
        raise ValueError("sequences may differ in their length only")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    first = sequences[0]
    padded = first.new_full((len(sequences), int(lengths.max()), *first.shape[1:]), fill)
    for row, sequence in enumerate(sequences):
        padded[row, : len(sequence)].copy_(sequence)
    mask = torch.arange(padded.shape[1]) < lengths.unsqueeze(1)
    return padded, mask, lengths, torch.tensor(labels)


@wrong(
    "NaN times 0 is NaN: padding that is multiplied by the mask still matters. Replace it, by masked_fill or where.",
    seen="named",
)
def masked_mean(padded, mask):
    weights = mask.to(padded.dtype).reshape(*mask.shape, *[1] * (padded.dim() - 2))
    return (padded * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)


@wrong(
    "nanmean skips NaN at real positions too, and nan_to_num replaces infinite means: real values have to count.",
    seen="full marks",
)
def masked_mean(padded, mask):
    real = mask.reshape(*mask.shape, *[1] * (padded.dim() - 2))
    marked = padded.masked_fill(~real, float("nan"))
    return marked.nanmean(dim=1).nan_to_num()


@wrong(
    "Takes the first mask.sum() positions of a row: where the mask has a hole, these are not the real ones.",
    seen="full marks",
)
def masked_mean(padded, mask):
    means = padded.new_zeros(padded.shape[0], *padded.shape[2:])
    for row, length in enumerate(mask.sum(dim=1).tolist()):
        if length > 0:
            means[row] = padded[row, :length].mean(dim=0)
    return means


@wrong(
    "partial fills arguments from the left: fill takes the place of examples. Name it: partial(collate, fill=fill).",
    seen="caught",
)
def make_loader(dataset, batch_size, fill=0):
    return DataLoader(dataset, batch_size=batch_size, collate_fn=partial(collate, fill))
