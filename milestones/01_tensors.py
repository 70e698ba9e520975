"""Your own functions take a real table apart and put it together again

150 irises: `split_sizes` cuts the table, `standardise` gives both parts the scale of the first,
`all_rows` and `side_by_side` join them with the species.
"""

import csv

import torch

from torchdojo.learner.milestones import Chart, Line, Table, Words

NEEDS = {"scale": "09_standardise", "cut": "10_split_and_chunk", "join": "11_join"}
TRAINING = 100


def prepared(mine, x, species, training):
    """Cuts the table in two, standardises both, and joins them with the species"""
    parts = mine.cut.split_sizes(x, [training, len(x) - training])
    train, test = mine.scale.standardise(*parts)
    table = mine.join.side_by_side([mine.join.all_rows([train, test]), species])
    numbers = [mine.scale.fit_stats(part) for part in (parts[0], train, test)]
    return table, [[mean.tolist(), std.tolist()] for mean, std in numbers]


def milestone(work):
    """The columns before and after, then two of them as a picture."""
    with (work.datasets / "iris" / "iris.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    names = sorted({row[4] for row in rows})
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(2))
    x = torch.tensor([[float(cell) for cell in row[:4]] for row in rows])[order]
    species = torch.tensor([names.index(row[4]) for row in rows])[order]
    table, numbers = work.run(prepared, x, species, TRAINING)
    columns = [
        [name, *(round(numbers[part][which][i], 2) + 0.0 for part in range(3) for which in (0, 1))]
        for i, name in enumerate(head[:4])
    ]
    yield Table(
        f"Mean and deviation of {TRAINING} irises, then standardised ('), then of the others",
        ("cm", "mean", "dev", "mean'", "dev'", "other", "dev"),
        columns,
    )
    chosen = [table[table[:, 4] == number] for number in range(len(names))]
    yield Chart(
        f"Your table, {len(table)} rows of {table.shape[1]}: petal length, and width upwards",
        [
            Line(name, part[:, 2].tolist(), part[:, 3].tolist(), dots=True)
            for name, part in zip(names, chosen, strict=True)
        ],
        "petal length, standardised",
    )
    yield Words("The other irises do not have mean 0: they are measured with the scale of the 100.")
