"""Right answers by people who had seen the exercise alone."""

import torch
from torch.utils.data import DataLoader

from torchdojo.grading import right


@right("Lengthens each sequence by a piece of padding, then stacks them.", seen="full marks")
def collate(examples, fill=0):
    kinds = {(s.shape[1:], s.dtype, s.device) for s, _ in examples}
    if len(kinds) != 1:
        raise ValueError("no examples, or sequences that differ in more than their length")
    longest = max(len(sequence) for sequence, _ in examples)
    rows, masks = [], []
    for sequence, _ in examples:
        missing = longest - len(sequence)
        rows.append(torch.cat([sequence, sequence.new_full((missing, *sequence.shape[1:]), fill)]))
        masks.append(torch.tensor([True] * len(sequence) + [False] * missing, dtype=torch.bool))
    lengths = torch.tensor([len(sequence) for sequence, _ in examples], dtype=torch.int64)
    labels = torch.tensor([label for _, label in examples], dtype=torch.int64)
    return torch.stack(rows), torch.stack(masks), lengths, labels


@right(
    "Picks the real positions of each row by the mask and takes their mean, row by row.",
    seen="full marks",
)
def masked_mean(padded, mask):
    means = padded.new_zeros((padded.shape[0], *padded.shape[2:]))
    for row in range(padded.shape[0]):
        if mask[row].any():
            means[row] = padded[row][mask[row]].mean(dim=0)
    return means


@right("A function of its own instead of partial.", seen="full marks")
def make_loader(dataset, batch_size, fill=0):
    def pad(examples):
        return collate(examples, fill=fill)

    return DataLoader(dataset, batch_size, shuffle=False, drop_last=False, collate_fn=pad)
