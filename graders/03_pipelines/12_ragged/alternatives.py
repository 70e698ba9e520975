"""Other right ways to batch ragged sequences."""

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

from torchdojo.grading import alternative


@alternative("torch's own pad_sequence")
def collate(examples, fill=0):
    if len(examples) == 0 or len({(s.shape[1:], s.dtype) for s, _ in examples}) != 1:
        raise ValueError("no batch can be made of these")
    sequences, labels = zip(*examples)
    lengths = torch.tensor([s.shape[0] for s in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=fill)
    mask = torch.zeros(padded.shape[:2], dtype=torch.bool)
    for i, n in enumerate(lengths):
        mask[i, :n] = True
    return padded, mask, lengths, torch.tensor(labels)


@alternative("joins each sequence with its own padding, and stacks")
def collate(examples, fill=0):
    if not examples or any(s.dtype != examples[0][0].dtype for s, _ in examples):
        raise ValueError("an empty batch, or two dtypes")
    longest = max(len(s) for s, _ in examples)
    try:
        padded = torch.stack(
            [
                torch.cat([s, s.new_full((longest - len(s), *s.shape[1:]), fill)])
                for s, _ in examples
            ]
        )
    except RuntimeError:
        raise ValueError("sequences of different features") from None
    lengths = torch.as_tensor([len(s) for s, _ in examples], dtype=torch.long)
    mask = torch.stack([torch.arange(longest).lt(n) for n in lengths])
    return padded, mask, lengths, torch.as_tensor([label for _, label in examples])


@alternative("row by row, by indexing with the mask")
def masked_mean(padded, mask):
    rows = []
    for row, real in zip(padded, mask):
        rows.append(row[real].mean(0) if real.any() else row.new_zeros(row.shape[1:]))
    return torch.stack(rows)


@alternative("torch.where chooses, nan_to_num mends what was divided by zero")
def masked_mean(padded, mask):
    wide = mask.reshape(mask.shape + (1,) * (padded.dim() - 2))
    total = torch.where(wide, padded, torch.zeros_like(padded)).sum(1)
    number = wide.sum(1)
    return total / torch.where(number == 0, torch.ones_like(number), number)


@alternative("a function within the function")
def make_loader(dataset, batch_size, fill=0):
    def filled(examples):
        return collate(examples, fill)

    return DataLoader(dataset, batch_size=batch_size, collate_fn=filled, shuffle=False)
