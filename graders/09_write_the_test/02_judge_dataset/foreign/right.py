"""Right answers by people who had seen the exercise alone."""

import contextlib
import itertools
import pytest
import torch
from torch.testing import assert_close

from torchdojo.grading import right


@right(
    "One helper holds every dict against the contract; three cases differ in everything, four are refused.",
    seen="full marks",
)
def test_dataset(dataset):
    def hold(x, y, index, add=0, watched=False):
        found = dataset(x, y, index=index, add=add, watched=watched)
        n = len(y)
        assert found["is_dataset"], "no torch Dataset"
        assert found["length"] == n
        assert found["early"] == 0, "it reads before it is asked"
        assert len(found["loop"]) == n, "the loop has another length"
        asked = [(index, found["pair"]), *enumerate(found["loop"])]
        for i, pair in asked:
            assert isinstance(pair, tuple) and len(pair) == 2, f"no tuple of two: {pair}"
            for part, whole in zip(pair, (x, y), strict=True):
                if not watched:
                    assert isinstance(part, torch.Tensor)
                assert_close(torch.as_tensor(part), whole[i] + add, rtol=0, atol=0)

    x = torch.arange(30.0).reshape(5, 2, 3) * 4
    y = torch.tensor([70, 15, 32, 81, 44])
    hold(x, y, 3)
    hold(x, y, 4, add=1000)
    hold(x[:3], y[:3], 1, watched=True)
    hold(torch.tensor([2.5]), torch.tensor([9.0]), 0)
    for a, b in ((x, y[:4]), (x[:1], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
    for past in (5, 9):
        with pytest.raises(IndexError):
            dataset(x, y, index=past)


@right(
    "Reads the pairs back from tensors that are stacked again, with numbers that name their place.",
    seen="full marks",
)
def test_dataset(dataset):
    n = 6
    y = 10 * torch.arange(1, n + 1)
    x = y[:, None] + torch.tensor([1, 2, 3, 4])  # row i holds 10 (i + 1) + 1, ...

    def kind_of_error(*case, **options):
        try:
            dataset(*case, **options)
        except (ValueError, IndexError) as error:
            return ValueError if isinstance(error, ValueError) else IndexError
        return None

    assert kind_of_error(x, y[:-1]) is ValueError
    assert kind_of_error(x[:-1], y) is ValueError
    assert kind_of_error(x, y, index=n) is IndexError

    for index, add in ((n - 1, 0), (2, 500)):
        found = dataset(x, y, index=index, add=add)
        assert found["is_dataset"]
        assert found["length"] == n
        pairs = [*found["loop"], found["pair"]]
        assert all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs)
        inputs = torch.stack([pair[0] for pair in pairs])
        labels = torch.stack([pair[1] for pair in pairs])
        assert inputs.dtype == x.dtype and labels.dtype == y.dtype
        assert torch.equal(inputs, torch.cat([x, x[index : index + 1]]) + add)
        assert torch.equal(labels, torch.cat([y, y[index : index + 1]]) + add)

    seen = dataset(x, y, index=1, watched=True)
    assert seen["early"] == 0 and seen["is_dataset"] and seen["length"] == n
    assert [int(label) for _, label in seen["loop"]] == y.tolist()
    assert [list(map(int, row)) for row, _ in seen["loop"]] == x.tolist()
    assert int(seen["pair"][1]) == int(y[1])


@right(
    "Collects everything that is wrong before it complains, and checks errors by contextlib.",
    seen="full marks",
)
def test_dataset(dataset):
    complaints = []

    def claim(true, what):
        if not true:
            complaints.append(what)

    def refused(error, what, *case, **options):
        with contextlib.suppress(error):
            dataset(*case, **options)
            complaints.append(what)

    x = torch.randn(4, 3, 2, dtype=torch.float64)
    y = torch.tensor([2.0, 9.0, 4.0, 7.0])
    cases = [
        {"index": 2},
        {"index": 3, "add": 16},
        {"index": 1, "watched": True},
        {"index": 0, "watched": True, "add": 3},
    ]
    for case in cases:
        found = dataset(x, y, **case)
        add = case.get("add", 0)
        claim(found["is_dataset"], "is a Dataset")
        claim(found["length"] == 4, "has a length")
        claim(found["early"] == 0, "reads nothing before it is asked")
        claim(len(found["loop"]) == 4, "a loop gives each pair once")
        places = itertools.chain([(case["index"], found["pair"])], enumerate(found["loop"][:4]))
        for i, pair in places:
            claim(isinstance(pair, tuple), "pairs are tuples")
            a, b = pair
            claim(torch.equal(torch.as_tensor(a), x[i] + add), f"x[{i}]")
            claim(float(b) == float(y[i] + add), f"y[{i}]")
            claim(torch.as_tensor(b).dtype == y.dtype, "the dtype of y")
    refused(ValueError, "x is longer", x, y[:2])
    refused(ValueError, "y is longer", x[:3], y)
    refused(ValueError, "y is longer, by more", x[:1], y)
    refused(IndexError, "an index past the end", x, y, index=4)
    assert not complaints, complaints
