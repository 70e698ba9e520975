"""Right answers by people who had seen the exercise alone, of a third round."""

from torchdojo.grading import right


@right(
    "Reads line by line, and makes a dictionary of each row, as csv.DictReader would.",
    seen="full marks",
)
def read_attribute(path, name):
    meaning = {"1": 1, "-1": 0}
    smiles = {}
    rows = 0
    with path.open() as file:
        announced = int(next(file, ""))
        header = next(file, "").split()
        if name not in header:
            raise ValueError(f"no column is called {name!r}")
        for line in file:
            rows += 1
            picture, *values = line.split()
            if len(values) != len(header):
                raise ValueError(f"{picture}: {len(values)} values for {len(header)} names")
            row = dict(zip(header, values, strict=True))
            try:
                smiles[picture] = meaning[row[name]]
            except KeyError:
                raise ValueError(f"{picture}: {name} is {row[name]}, neither 1 nor -1") from None
    if rows != announced:
        raise ValueError(f"the first line says {announced}, but {rows} rows follow the header")
    return smiles
