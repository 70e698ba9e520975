"""What goes wrong with ragged sequences."""

from functools import partial

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

from torchdojo.grading import mistake, slip


@mistake(
    "Every batch is padded to one fixed length: pad to the longest sequence of this batch.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "loads_in_batches",
        "masks_what_is_real",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = 20
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "Sequences are cut to the shortest of the batch: what is longer loses its end. Pad instead.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "loads_in_batches",
        "masks_what_is_real",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.min())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[:] = sequence[:longest]
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The padding is at the front: each sequence belongs at the beginning of its row.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "loads_in_batches",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[len(row) - len(sequence) :] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The mask is inverted: True means real, not padding.",
    loses=["bears_any_fill", "bears_empty_sequences", "loads_in_batches", "masks_what_is_real"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) >= lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The mask is guessed from the numbers: a real number that equals `fill` counts as padding. It follows from the lengths.",
    loses=["bears_any_fill", "bears_empty_sequences", "loads_in_batches", "masks_what_is_real"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = (padded != fill).flatten(2).any(2) if padded.dim() > 2 else padded != fill
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The mask has a position too many: `j < length`, since positions count from 0.",
    loses=["bears_any_fill", "bears_empty_sequences", "loads_in_batches", "masks_what_is_real"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) <= lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The mask holds numbers, but it is to be of dtype bool: `~` and indexing do something else to numbers.",
    loses=["bears_any_fill", "bears_empty_sequences", "loads_in_batches", "masks_what_is_real"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = (torch.arange(longest) < lengths[:, None]).float()
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The lengths are taken after padding: they are all the same. Take them from the sequences.",
    loses=["bears_empty_sequences", "keeps_lengths_and_labels", "loads_in_batches"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    lengths = torch.tensor([len(row) for row in padded])
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "`fill` is ignored, and 0 is the padding.",
    loses=["loads_in_batches", "pads_to_the_longest"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), 0)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "`padded` does not have the dtype of the sequences: `torch.full` takes another, `new_full` that of a tensor.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "loads_in_batches",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = torch.full((len(sequences), longest, *sequences[0].shape[1:]), float(fill))
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "Time comes first: the shape is (longest, B), but the batch belongs in dimension 0.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "loads_in_batches",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded.transpose(0, 1), mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "Examples are sorted by length: nobody downstream knows the new order. Keep theirs.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "keeps_lengths_and_labels",
        "loads_in_batches",
        "masks_what_is_real",
        "pads_to_the_longest",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    examples = sorted(examples, key=lambda example: -len(example[0]))
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The sequences are sorted by length, but the labels are not: they no longer belong together.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "keeps_lengths_and_labels",
        "loads_in_batches",
        "masks_what_is_real",
        "pads_to_the_longest",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = sorted([sequence for sequence, _ in examples], key=len, reverse=True)
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "Empty sequences are left out: the batch has fewer rows than examples.",
    loses=["bears_empty_sequences"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    examples = [example for example in examples if len(example[0])] or examples
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "A row without anything real has at least one True: an empty sequence has none.",
    loses=["bears_empty_sequences"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None].clamp(min=1)
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The labels are floats, but class numbers are int64.",
    loses=["bears_empty_sequences", "keeps_lengths_and_labels", "loads_in_batches"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([float(label) for _, label in examples])


@mistake(
    "The labels stay a list: make a tensor of them.",
    loses=["bears_empty_sequences", "keeps_lengths_and_labels", "loads_in_batches"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, [label for _, label in examples]


@mistake(
    "Lengths in int32 save nothing, and other functions ask for int64.",
    loses=["bears_empty_sequences", "keeps_lengths_and_labels", "loads_in_batches"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences], dtype=torch.int32)
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


slip(
    "Sequences of one feature are stretched to the others' width in silence: where more than the length differs, raise ValueError.",
    loses=["refuses_what_does_not_fit"],
    edits=[
        (
            "kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}\n"
            "if len(kinds) > 1:\n"
            '    raise ValueError(f"sequences differ in more than their length: {kinds}")',
            "",
        ),
        ("first = sequences[0]", ""),
        (
            "first.new_full((len(sequences), longest, *first.shape[1:]), fill)",
            "sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)",
        ),
        ("zip(padded, sequences, strict=True)", "zip(padded, sequences)"),
    ],
)


@mistake(
    "An empty list fails somewhere inside: raise ValueError and say so.",
    loses=["refuses_what_does_not_fit"],
)
def collate(examples, fill=0):
    if not examples:
        return None
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The padding counts in the mean: short sequences are pulled towards `fill`.",
    loses=["averages_what_is_real", "bears_any_fill", "bears_empty_sequences"],
)
def masked_mean(padded, mask):
    return padded.mean(1)


slip(
    "Only real numbers are added up, but the sum is divided by the padded length: short sequences come out too small.",
    loses=["averages_what_is_real", "bears_any_fill", "bears_empty_sequences"],
    edits=[
        (
            "count = real.sum(1).clamp(min=1)\nreturn padded.masked_fill(~real, 0).sum(1) / count",
            "return padded.masked_fill(~real, 0).sum(1) / padded.shape[1]",
        )
    ],
)

slip(
    "The padding is multiplied by 0 to be rid of it: 0 times NaN is NaN. Replace it with `masked_fill` or `where`.",
    loses=["bears_any_fill"],
    edits=[("padded.masked_fill(~real, 0).sum(1)", "(padded * real).sum(1)")],
)

slip(
    "A row without anything real divides 0 by 0: its mean is NaN, where it should be 0.",
    loses=["bears_empty_sequences"],
    edits=[("real.sum(1).clamp(min=1)", "real.sum(1)")],
)

slip(
    "The mask is used the wrong way round: this is the mean of the padding.",
    loses=["averages_what_is_real", "bears_any_fill", "bears_empty_sequences"],
    edits=[
        ("real.sum(1)", "(~real).sum(1)"),
        ("padded.masked_fill(~real, 0)", "padded.masked_fill(real, 0)"),
    ],
)

slip(
    "One mean is taken over the whole batch: long sequences outweigh short ones. Take one for each row.",
    loses=["averages_what_is_real", "bears_any_fill", "bears_empty_sequences"],
    edits=[
        (
            "count = real.sum(1).clamp(min=1)",
            "total = padded.masked_fill(~real, 0).sum((0, 1)) / real.sum().clamp(min=1)",
        ),
        ("padded.masked_fill(~real, 0).sum(1) / count", "total.expand(len(padded), *total.shape)"),
    ],
)

slip(
    "The mean is detached: nothing learns through it.",
    loses=["averages_what_is_real", "bears_any_fill"],
    edits=[("padded.masked_fill(~real, 0)", "padded.detach().masked_fill(~real, 0)")],
)

slip(
    "`fill` is not passed on to `collate`.",
    loses=["loads_in_batches"],
    edits=[("partial(collate, fill=fill)", "collate")],
)

slip(
    "Without `collate_fn`, the loader stacks, and sequences of different lengths do not fit.",
    loses=["loads_in_batches"],
    edits=[
        (
            "DataLoader(dataset, batch_size, collate_fn=partial(collate, fill=fill))",
            "DataLoader(dataset, batch_size)",
        )
    ],
)


@mistake(
    "The examples are shuffled: give them in order.",
    loses=["loads_in_batches"],
)
def make_loader(dataset, batch_size, fill=0):
    return DataLoader(
        dataset,
        batch_size,
        shuffle=True,
        generator=torch.Generator().manual_seed(1),
        collate_fn=partial(collate, fill=fill),
    )


@mistake(
    "All sequences are padded once, to the longest of the whole data set: each batch has its own longest.",
    loses=["loads_in_batches"],
)
def make_loader(dataset, batch_size, fill=0):
    padded, _, lengths, labels = collate([dataset[i] for i in range(len(dataset))], fill)
    mask = torch.arange(padded.shape[1]) < lengths[:, None]
    examples = list(zip(padded, mask, lengths, labels))
    return DataLoader(examples, batch_size)


@mistake(
    "A list of batches is no loader: it has neither workers nor a sampler. Return a `DataLoader`.",
    loses=["loads_in_batches"],
)
def make_loader(dataset, batch_size, fill=0):
    examples = [dataset[i] for i in range(len(dataset))]
    starts = range(0, len(examples), batch_size)
    return [collate(examples[start : start + batch_size], fill) for start in starts]


slip(
    "A last batch that is too small is dropped: its examples are never seen.",
    loses=["loads_in_batches"],
    edits=[
        (
            "DataLoader(dataset, batch_size, collate_fn=partial(collate, fill=fill))",
            "DataLoader(dataset, batch_size, drop_last=True, collate_fn=partial(collate, fill=fill))",
        )
    ],
)


@mistake(
    "Only shapes are compared, and another dtype is converted in silence: where dtypes differ, raise ValueError.",
    loses=["refuses_what_does_not_fit"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    if len({sequence.shape[1:] for sequence in sequences}) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


slip(
    "`nanmean` skips real NaNs as well: fill the padding with 0, add up, and divide by the real positions.",
    loses=["averages_what_is_real"],
    edits=[
        (
            "count = real.sum(1).clamp(min=1)\nreturn padded.masked_fill(~real, 0).sum(1) / count",
            'return padded.masked_fill(~real, float("nan")).nanmean(1).nan_to_num()',
        )
    ],
)

slip(
    "`nan_to_num` hides a mean that is NaN because of a real one: divide by `count.clamp(min=1)`.",
    loses=["averages_what_is_real"],
    edits=[
        (
            "count = real.sum(1).clamp(min=1)\nreturn padded.masked_fill(~real, 0).sum(1) / count",
            "return (padded.masked_fill(~real, 0).sum(1) / real.sum(1)).nan_to_num()",
        )
    ],
)


@mistake(
    "The first positions of a row are taken, as many as are real: take those where the mask is True.",
    loses=["averages_what_is_real"],
)
def masked_mean(padded, mask):
    means = padded.new_zeros(len(padded), *padded.shape[2:])
    for row, length in enumerate(mask.sum(1).tolist()):
        if length > 0:
            means[row] = padded[row, :length].mean(0)
    return means


slip(
    "`partial(collate, fill)` gives `fill` as the examples: name it, `partial(collate, fill=fill)`.",
    loses=["loads_in_batches"],
    edits=[("partial(collate, fill=fill)", "partial(collate, fill)")],
)


@mistake(
    "`padded` does not have the dtype of the sequences: `torch.full` takes another, `new_full` that of a tensor.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("there are no examples to make a batch of")
    sequences = [sequence for sequence, _ in examples]
    kinds = {(sequence.shape[1:], sequence.dtype) for sequence in sequences}
    if len(kinds) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    padded = torch.full((len(sequences), longest, *sequences[0].shape[1:]), fill)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    mask = torch.arange(longest) < lengths[:, None]
    return padded, mask, lengths, torch.tensor([label for _, label in examples])


@mistake(
    "The batch is a list; the contract asks for a tuple.",
    loses=["keeps_lengths_and_labels", "bears_empty_sequences"],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    if len({(sequence.shape[1:], sequence.dtype) for sequence in sequences}) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=fill)
    mask = torch.arange(padded.shape[1]) < lengths[:, None]
    return [padded, mask, lengths, torch.tensor([label for _, label in examples])]


@mistake(
    "Assigning to `sequence.data` makes the caller's own sequences longer: copy each into a new tensor.",
    loses=[
        "bears_any_fill",
        "bears_empty_sequences",
        "keeps_lengths_and_labels",
        "loads_in_batches",
        "masks_what_is_real",
        "pads_to_the_longest",
        "refuses_what_does_not_fit",
    ],
)
def collate(examples, fill=0):
    if not examples:
        raise ValueError("no examples")
    sequences = [sequence for sequence, _ in examples]
    if len({(sequence.shape[1:], sequence.dtype) for sequence in sequences}) > 1:
        raise ValueError("sequences differ in more than their length")
    lengths = [len(sequence) for sequence in sequences]
    for length, sequence in zip(lengths, sequences, strict=True):
        shape = (max(lengths) - length, *sequence.shape[1:])
        sequence.data = torch.cat([sequence, sequence.new_full(shape, fill)])
    lengths = torch.tensor(lengths)
    mask = torch.arange(int(lengths.max())) < lengths[:, None]
    return torch.stack(sequences), mask, lengths, torch.tensor([label for _, label in examples])


slip(
    "The mean is taken in float64 and stays so: it has the dtype of `padded`.",
    loses=["averages_what_is_real"],
    edits=[
        (
            "count = real.sum(1).clamp(min=1)\nreturn padded.masked_fill(~real, 0).sum(1) / count",
            "return padded.masked_fill(~real, 0).double().sum(1) / real.sum(1).clamp(min=1)",
        )
    ],
)

slip(
    "`nan_to_num` also replaces a NaN or an infinity that is real, and has to show in the mean: fill by the mask.",
    loses=["averages_what_is_real"],
    edits=[("padded.masked_fill(~real, 0).sum(1)", "(padded.nan_to_num(0.0) * real).sum(1)")],
)
