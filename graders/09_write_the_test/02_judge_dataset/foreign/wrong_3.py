"""Wrong answers by people who had seen the exercise alone, of a third round."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchdojo.grading import wrong


@wrong(
    "You try only an x that is too long. A dataset that refuses this and takes a y that is too long is accepted.",
    seen="caught",
)
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(5, 2, 3), torch.arange(10, 15)
    found = dataset(x, y, index=3, add=2)
    assert found["is_dataset"]
    assert found["length"] == 5
    assert isinstance(found["pair"], tuple)
    torch.testing.assert_close(found["pair"], (x[3] + 2, y[3] + 2))
    assert len(found["loop"]) == 5
    for i, pair in enumerate(found["loop"]):
        assert isinstance(pair, tuple)
        torch.testing.assert_close(pair, (x[i] + 2, y[i] + 2))
    assert dataset(x, y, watched=True)["early"] == 0
    for index in (5, 9):
        with pytest.raises(IndexError):
            dataset(x, y, index=index)
    for longer in (1, 3):
        with pytest.raises(ValueError):
            dataset(torch.randn(5 + longer, 2, 3), y)


@wrong(
    "assert_close takes a list for a tuple, so a dataset that gives [x, y] is accepted; ask for the type as well.",
    seen="caught",
)
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(4, 3), torch.tensor([7, 5, 9, 2])
    for index, add in ((0, 0), (2, 10), (3, -1)):
        found = dataset(x, y, index, add)
        assert found["is_dataset"] and found["length"] == 4
        torch.testing.assert_close(found["pair"], (x[index] + add, y[index] + add))
        assert len(found["loop"]) == 4
        for pair, a, b in zip(found["loop"], x, y, strict=True):
            torch.testing.assert_close(pair, (a + add, b + add))
    assert dataset(x, y, watched=True)["early"] == 0
    with pytest.raises(IndexError):
        dataset(x, y, index=4)
    with pytest.raises(ValueError):
        dataset(x, y[:3])
    with pytest.raises(ValueError):
        dataset(x[:2], y)


@wrong(
    "You never set watched=True, so a dataset that reads every example while it is made, into a list of pairs, is accepted; with tensors these are views, and add shows in them.",
    seen="caught",
)
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(5, 4, dtype=torch.float64), torch.tensor([3, 1, 4, 15, 9])
    for index in (0, 2, 4):
        for add in (0, 100):
            if index == 0 and add == 0:
                continue
            found = dataset(x, y, index=index, add=add)
            assert found["is_dataset"]
            assert found["length"] == 5
            assert found["early"] == 0
            pairs = [found["pair"], *found["loop"]]
            wanted = [index, 0, 1, 2, 3, 4]
            assert len(pairs) == len(wanted)
            for pair, i in zip(pairs, wanted):
                assert type(pair) is tuple and len(pair) == 2
                torch.testing.assert_close(pair[0], x[i] + add)
                torch.testing.assert_close(pair[1], y[i] + add)
    with pytest.raises(IndexError):
        dataset(x, y, index=5)
    with pytest.raises(ValueError):
        dataset(x[:4], y)
    with pytest.raises(ValueError):
        dataset(x, y[:4])


@wrong(
    "Two mistakes: raises(Exception) is content with an AssertionError or a misspelt name where ValueError is promised, and no index past the end is ever tried.",
    seen="caught",
)
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(6, 2), torch.tensor([3, 0, 5, 1, 4, 2])
    for settings in ({"index": 5}, {"index": 3, "add": 4}, {"index": 1, "watched": True}):
        found = dataset(x, y, **settings)
        add, i = settings.get("add", 0), settings["index"]
        assert found["is_dataset"]
        assert found["length"] == len(x)
        assert found["early"] == 0
        assert isinstance(found["pair"], tuple)
        torch.testing.assert_close(found["pair"], (x[i] + add, y[i] + add))
        assert len(found["loop"]) == len(x)
        for k, pair in enumerate(found["loop"]):
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[k] + add, y[k] + add))
    for shorter in ((x[:5], y), (x, y[:5]), (x[:1], y)):
        with pytest.raises(Exception):
            dataset(*shorter)
