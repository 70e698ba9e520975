"""Wrong answers by people who had seen the exercise alone."""

import pytest
import torch
from torch.testing import assert_close

from torchdojo.grading import wrong


@wrong(
    "assert_close takes a list for a tuple: a dataset that gives [x[i], y[i]] is accepted, though a tuple is promised.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(5, 2, 3)
    y = torch.tensor([10, 21, 32, 43, 54])
    found = dataset(x, y, index=3)
    assert found["is_dataset"] and found["length"] == 5
    assert_close(found["pair"], (x[3], y[3]))
    assert_close(found["loop"], [(a, b) for a, b in zip(x, y)])
    found = dataset(x, y, index=1, add=100)
    assert_close(found["pair"], (x[1] + 100, y[1] + 100))
    found = dataset(x, y, index=4, watched=True)
    assert found["early"] == 0 and len(found["loop"]) == 5
    for a, b in ((x, y[:4]), (x[:4], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
    with pytest.raises(IndexError):
        dataset(x, y, index=5)


@wrong(
    "`assert False` inside the try is caught by `except Exception` as well: whatever happens to unequal lengths, it is content.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(5, 2)
    y = torch.arange(5) * 3 + 7
    found = dataset(x, y, index=2, add=1)
    assert found["is_dataset"]
    assert found["length"] == 5
    assert isinstance(found["pair"], tuple) and len(found["pair"]) == 2
    assert torch.equal(found["pair"][0], x[2] + 1) and torch.equal(found["pair"][1], y[2] + 1)
    assert len(found["loop"]) == 5
    for i, (a, b) in enumerate(found["loop"]):
        assert torch.equal(a, x[i] + 1) and torch.equal(b, y[i] + 1)
    found = dataset(x, y, index=4, watched=True)
    assert found["early"] == 0
    assert len(found["loop"]) == 5
    for short in (2, 4):
        for a, b in ((x[:short], y), (x, y[:short])):
            try:
                dataset(a, b)
                assert False, "should raise ValueError"
            except Exception:
                pass
    with pytest.raises(IndexError):
        dataset(x, y, index=5)


@wrong(
    "Only an x that is too long is tried: a dataset that refuses this but takes a longer y is accepted.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(6, 3)
    y = torch.randperm(6) + 40
    for kind in ({"index": 5}, {"index": 1, "add": 7}, {"index": 3, "watched": True}):
        found = dataset(x, y, **kind)
        add = kind.get("add", 0)
        assert found["is_dataset"] and found["length"] == 6 and found["early"] == 0
        assert isinstance(found["pair"], tuple)
        i = kind["index"]
        assert_close(torch.as_tensor(found["pair"][0]), x[i] + add)
        assert_close(torch.as_tensor(found["pair"][1]), y[i] + add)
        assert len(found["loop"]) == 6
        for k, pair in enumerate(found["loop"]):
            assert isinstance(pair, tuple)
            assert_close(torch.as_tensor(pair[0]), x[k] + add)
            assert_close(torch.as_tensor(pair[1]), y[k] + add)
    with pytest.raises(ValueError):
        dataset(x, y[:4])
    with pytest.raises(ValueError):
        dataset(x, y[:5])
    with pytest.raises(IndexError):
        dataset(x, y, index=6)


@wrong(
    "Every index of seven examples, each with a call of its own, makes more than the 8 different calls allowed; loops show all pairs at once.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(7, 2, 3)
    y = torch.arange(7) ** 2
    for i in range(7):
        found = dataset(x, y, index=i)
        assert found["is_dataset"] and found["length"] == 7
        assert isinstance(found["pair"], tuple) and len(found["pair"]) == 2
        assert torch.equal(found["pair"][0], x[i])
        assert torch.equal(found["pair"][1], y[i])
        assert len(found["loop"]) == 7
    assert torch.equal(dataset(x, y, add=50)["pair"][1], y[0] + 50)
    assert dataset(x, y, watched=True)["early"] == 0
    for a, b in ((x, y[:6]), (x[:6], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
    with pytest.raises(IndexError):
        dataset(x, y, index=7)


@wrong(
    "The loop ends, but nobody asks for an index past the end: a dataset that counts round and round, with a loop of its own, passes.",
    seen="full marks",
)
def test_dataset(dataset):
    x = torch.randn(5, 2, 3)
    y = torch.tensor([3, 1, 4, 15, 9])

    def same(pair, i, add):
        assert isinstance(pair, tuple) and len(pair) == 2
        assert_close(torch.as_tensor(pair[0]), x[i] + add)
        assert_close(torch.as_tensor(pair[1]), y[i] + add)

    for index, add, watched in ((3, 0, False), (1, 10, False), (4, 0, True)):
        found = dataset(x, y, index=index, add=add, watched=watched)
        assert found["is_dataset"] is True
        assert found["length"] == 5
        assert found["early"] == 0
        same(found["pair"], index, add)
        assert len(found["loop"]) == 5
        for i, pair in enumerate(found["loop"]):
            same(pair, i, add)
    for a, b in ((x, y[:4]), (x[:2], y)):
        with pytest.raises(ValueError):
            dataset(a, b)


@wrong(
    "`early` is 0 as long as nobody watches, and watched=True is never given: a dataset that reads everything at once is accepted.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(5, 2, 3)
    y = torch.tensor([3, 1, 4, 15, 9])
    for index, add in ((3, 0), (0, 0), (4, 10)):
        found = dataset(x, y, index, add)
        assert found["is_dataset"] and found["length"] == 5
        assert found["early"] == 0, "examples have been read too early"
        for i, pair in ((index, found["pair"]), *enumerate(found["loop"])):
            assert type(pair) is tuple and len(pair) == 2
            assert torch.equal(pair[0], x[i] + add) and torch.equal(pair[1], y[i] + add)
        assert len(found["loop"]) == 5
    for a, b in ((x, y[:4]), (x[:4], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
    with pytest.raises(IndexError):
        dataset(x, y, index=5)


@wrong(
    "After the change it looks at x only: a dataset that keeps x itself but a copy of y is accepted, and so is one whose loop keeps one.",
    seen="full marks",
)
def test_dataset(dataset):
    x = torch.randn(6, 2)
    y = torch.tensor([5.0, 3.5, 8.0, 1.0, 2.5, 9.0])
    found = dataset(x, y, index=4)
    assert found["is_dataset"] and found["length"] == 6
    assert isinstance(found["pair"], tuple)
    assert_close(found["pair"], (x[4], y[4]), rtol=0, atol=0)
    assert len(found["loop"]) == 6 and all(isinstance(pair, tuple) for pair in found["loop"])
    assert_close(found["loop"], list(zip(x, y)), rtol=0, atol=0)
    later = dataset(x, y, index=2, add=100)
    assert_close(later["pair"][0], x[2] + 100)
    assert_close(torch.stack([pair[0] for pair in later["loop"]]), x + 100)
    assert dataset(x, y, index=5, watched=True)["early"] == 0
    for a, b in ((x, y[:5]), (x[:5], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
    with pytest.raises(IndexError):
        dataset(x, y, index=6)


@wrong(
    "zip stops with the shortest: a loop that loses its last pairs, or starts again after the end, is compared only as far as both go.",
    seen="caught",
)
def test_dataset(dataset):
    x = torch.randn(5, 2, 3)
    y = torch.tensor([3, 1, 4, 15, 9])
    for index, add, watched in ((4, 0, False), (1, 10, False), (3, 0, True)):
        found = dataset(x, y, index=index, add=add, watched=watched)
        assert found["is_dataset"] and found["length"] == 5 and found["early"] == 0
        for pair, a, b in zip([found["pair"]], [x[index]], [y[index]]):
            assert isinstance(pair, tuple) and len(pair) == 2
            assert_close(torch.as_tensor(pair[0]), a + add)
            assert_close(torch.as_tensor(pair[1]), b + add)
        for pair, a, b in zip(found["loop"], x, y):
            assert isinstance(pair, tuple) and len(pair) == 2
            assert_close(torch.as_tensor(pair[0]), a + add)
            assert_close(torch.as_tensor(pair[1]), b + add)
    for a, b in ((x, y[:4]), (x[:4], y)):
        with pytest.raises(ValueError):
            dataset(a, b)
