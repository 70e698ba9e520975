# /// torchdojo
# title = "Write the test: a dataset of pairs"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """Go through the promises one by one. For each, ask which call would show that it is \
#   broken, and which numbers would hide it: what if there are as many features as examples, or \
#   if x and y hold the same?""",
#   """x of shape (5, 3) and y of shape (5,), an index that is neither the first nor the last, \
#   `add` not 0, once with `watched=False` and once with `watched=True`. Then two calls with \
#   lengths that differ, one way round and the other: `pytest.raises(ValueError)` says no if \
#   nothing is raised, or something else. A last call asks for an index past the end, under \
#   `pytest.raises(IndexError)`.""",
#   """`torch.testing.assert_close` takes a list for a tuple, so ask for the type with \
#   `isinstance`. Compare the pair with `(x[3] + 7, y[3] + 7)` if 7 was added, and every pair \
#   of `got['loop']` with its own row; `len(got['loop'])` must be 5, and `got['early']` 0.""",
# ]
# ///
"""# Write the test: a dataset of pairs

Data that have gone wrong raise no error. Labels that have slipped by one row, a last example that
is lost, a loop that starts again: the network trains on whatever it is given. A dataset is ten
lines long, and its test is where those ten lines are held to what they promise. You write the test;
datasets, right ones and wrong ones, are handed to it; and your score is how well it tells them
apart.

## Goal

Write one function that accepts every right dataset of pairs and rejects every wrong one.

## Contract

- `test_dataset(dataset)`
  - *takes* a function, see below
  - *returns* None if the datasets it makes are right; raises an error, `AssertionError` as a rule,
    if they are not

What is judged is a class `JointDataset(x, y)` as you know it, over two sequences: tensors, or
anything else that has a length and takes an index. This is what it promises:

- It is a `torch.utils.data.Dataset`, and its length is the number of pairs.
- `data[i]` is the **tuple** `(x[i], y[i])`.
- `for pair in data` gives every pair once, in order, and ends. An index past the end raises
  `IndexError`.
- It raises **`ValueError`** if the lengths of x and y differ, whichever is longer.
- It keeps x and y themselves: it copies nothing, and reads no example before it is asked for one.

A class cannot be sent to your test. So it is given a *laboratory*, which makes a dataset from
tensors and uses it:

`dataset(x, y, index=0, add=0, watched=False)`

- `x`, `y`: tensors of shapes `(N, ...)` and `(N,)`: the dataset is made from copies of them
- `index`: which pair to ask for
- `add`: a number that is added to all of x and y **after** the dataset is made, and before anything
  is asked
- `watched`: whether the dataset is given the two as sequences that are **not tensors** and count
  how often they are read

What comes back is a dict. If an error is raised on the way, the laboratory raises it, too.

| key | holds |
|---|---|
| `"is_dataset"` | whether it is a `torch.utils.data.Dataset` |
| `"length"` | its length |
| `"pair"` | `data[index]` |
| `"loop"` | a list of what a `for` loop gives; if the loop does not end, the first N + 3 |
| `"early"` | how many examples were read while the dataset was made; 0 if nobody has watched |

Your test runs several times, with the same random numbers each time, and may make at most **8
different calls** of each function.

## One promise, one assertion

A contract is a list of sentences, and a test can be written along it. For each sentence, think of
somebody who has overlooked it: what would come out differently? Here for a function that promises
to return "the k largest numbers of `t`, the largest first, as a new tensor":

| overlooked | shown by |
|---|---|
| k | a `t` with more than k numbers |
| the largest | a `t` in which the first k are not the largest |
| the order | numbers that are not sorted already |
| new | a change of the result, and a look at `t` |

No row of this table is seen with `t = [3, 2, 1]` and k = 3.

## Numbers that tell things apart

Give every number a value of its own, and every dimension a size of its own. With 3 examples of 3
features, it does not matter which of them a length counts. With y = 0, 0, 0, no slip shows. And the
first example is right in most wrong datasets.

## An error is a result

That something is refused is a promise like any other, and so is *how*. The type of the error
decides whether callers can catch it:

```python
import pytest

def test_root(root):
    with pytest.raises(ValueError):
        root(-4.0)
```

This rejects a function that returns a number, and one that raises `TypeError`. `except Exception`
would be content with both the right error and a misspelt name.

## What a comparison overlooks

`torch.testing.assert_close` compares shapes, dtypes and values. It accepts a list in place of a
tuple. `==` between tensors gives a tensor, not a verdict; between tuples of tensors, it raises an
error as soon as one of them has several elements.

## Out of scope

Negative indices, slices, empty datasets, loaders, speed.

## Read more

[torch.utils.data.Dataset](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.Dataset),
[torch.testing.assert_close](https://docs.pytorch.org/docs/stable/testing.html#torch.testing.assert_close),
[pytest.raises](https://docs.pytest.org/en/stable/how-to/assert.html#assertions-about-expected-exceptions).
Next: a test for one epoch of training, where a wrong one can have the lower loss.
"""

# %%
from collections.abc import Callable
from typing import Any

import pytest
import torch


# %%
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    """Raise an error unless `dataset`, a laboratory for datasets of pairs, shows right ones.

    >>> def empty(x, y, index=0, add=0, watched=False):
    ...     pair = x[index], y[index]
    ...     return {"is_dataset": True, "length": 0, "pair": pair, "loop": [], "early": 0}
    >>> test_dataset(empty)
    Traceback (most recent call last):
    AssertionError...
    """
    ### BEGIN SOLUTION
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"], "it is no Dataset"
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple), "a pair is a tuple"
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0, "examples were read too early"
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)
    ### END SOLUTION


# %% tags=["explore"]
def laboratory(make: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """What stands around the datasets, without watching: try your test on one of your own."""
    from torch.utils.data import Dataset

    def run(x, y, index=0, add=0, watched=False):
        x, y = x.clone(), y.clone()
        data = make(x, y)
        x += add
        y += add
        found = {"is_dataset": isinstance(data, Dataset), "length": len(data), "early": 0}
        pairs = (pair for pair, _ in zip(data, range(len(x) + 3), strict=False))
        return found | {"pair": data[index], "loop": list(pairs)}

    return run


# %% tags=["explore"]
def list_of_pairs(x: torch.Tensor, y: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """A list is nearly a dataset."""
    return list(zip(x, y, strict=True))


# %% tags=["explore"]
if __name__ == "__main__":
    try:
        test_dataset(laboratory(list_of_pairs))
        print("list_of_pairs: accepted")
    except Exception as error:
        print(f"list_of_pairs: rejected. {type(error).__name__}: {error}")
