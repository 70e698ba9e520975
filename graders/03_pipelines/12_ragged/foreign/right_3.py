"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Each sequence is lengthened by a piece of filling, and the mask is written as lists.",
    seen="full marks",
)
def collate(examples, fill=0):
    def kind(sequence):
        return sequence.dtype, tuple(sequence.shape[1:]), sequence.dim()

    if len(examples) == 0:
        raise ValueError("a batch needs at least one example")
    sequences, labels = zip(*examples, strict=True)
    if any(kind(sequence) != kind(sequences[0]) for sequence in sequences):
        raise ValueError("sequences may differ in their length only")

    counts = [sequence.shape[0] for sequence in sequences]
    longest = max(counts)
    rows, flags = [], []
    for sequence, count in zip(sequences, counts, strict=True):
        missing = longest - count
        filling = sequence.new_full((missing, *sequence.shape[1:]), fill)
        rows.append(torch.cat([sequence, filling]))
        flags.append([True] * count + [False] * missing)
    return (
        torch.stack(rows),
        torch.tensor(flags, dtype=torch.bool).reshape(len(counts), longest),
        torch.tensor(counts, dtype=torch.int64),
        torch.tensor([int(label) for label in labels], dtype=torch.int64),
    )
