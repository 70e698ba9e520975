"""Other right tests of a dataset of pairs."""

import torch

from torchdojo.grading import alternative


@alternative("numbers written down, compared as lists, and errors caught by hand")
def test_dataset(dataset):
    x, y = torch.tensor([[1, 2], [3, 4], [5, 6]]), torch.tensor([7, 8, 9])
    right = [([11, 12], 17), ([13, 14], 18), ([15, 16], 19)]
    for watched in (True, False):
        for index in (1, 2):
            got = dataset(x, y, index, add=10, watched=watched)
            first, second = got["pair"]
            assert type(got["pair"]) is tuple
            assert (first.tolist(), second.item()) == right[index]
            assert [(a.tolist(), b.item()) for a, b in got["loop"]] == right
            assert got["length"] == 3 and got["is_dataset"] is True
            assert not got["early"]
    for some, others in ((x[:2], y), (x, y[:2])):
        try:
            dataset(some, others)
        except ValueError:
            pass
        else:
            raise AssertionError("lengths that differ were accepted")
    try:
        dataset(x, y, 3)
    except IndexError:
        return
    raise AssertionError("there is no fourth pair")


@alternative("one call for each promise")
def test_dataset(dataset):
    x, y = torch.rand(4, 2, 3), torch.randperm(4)
    plain = dataset(x, y)
    assert plain["is_dataset"] and plain["length"] == 4
    assert len(plain["loop"]) == 4
    xs, ys = zip(*plain["loop"])
    assert torch.equal(torch.stack(xs), x) and torch.equal(torch.stack(ys), y)
    last = dataset(x, y, index=3)["pair"]
    assert isinstance(last, tuple) and len(last) == 2
    assert torch.equal(last[0], x[3]) and last[1] == y[3]
    changed = dataset(x, y, index=2, add=1)["pair"]
    assert torch.equal(changed[0], x[2] + 1) and changed[1] == y[2] + 1
    assert dataset(x, y, watched=True)["early"] == 0
    refused = 0
    for sizes in ((4, 1), (3, 4)):
        try:
            dataset(x[: sizes[0]], y[: sizes[1]])
        except ValueError:
            refused += 1
    assert refused == 2
    try:
        dataset(x, y, index=4)
    except IndexError:
        refused += 1
    assert refused == 3


@alternative("an index past the end is asked for as well")
def test_dataset(dataset):
    x, y = torch.arange(12.0).view(6, 2), -torch.arange(6)

    def refusal(*case):
        try:
            dataset(*case)
        except Exception as error:
            return type(error).__name__
        return "nothing"

    assert refusal(x, y, 6) == "IndexError"
    assert refusal(x[:5], y) == refusal(x, y[:5]) == "ValueError"
    for watched in (False, True):
        got = dataset(x, y, 4, 0 if watched else 3, watched)
        more = 0 if watched else 3
        assert got["early"] == 0 and got["is_dataset"] and got["length"] == 6
        for i, pair in enumerate(got["loop"]):
            assert pair.__class__ is tuple
            assert (pair[0] == x[i] + more).all() and pair[1] == y[i] + more
        assert i == 5 and torch.equal(got["pair"][1], y[4] + more)
