"""# Write the test: all-reduce

Programs that run on many machines have their own ways to be wrong. Some work with two ranks and not
with three, some hang on the one batch size that nobody has tried, some are right and clog a link.
Nobody wants to find that out on 64 rented GPUs. A test on simulated ranks takes milliseconds, if it
asks the right questions. You write it; functions, right ones and wrong ones, are handed to it; and
your score is how well it tells them apart.

## Goal

Write one function that accepts every right all-reduce and rejects every wrong one.

## Contract

- `test_all_reduce(all_reduce)`
  - *takes* a function, see below
  - *returns* None if the function is right; raises an error, `AssertionError` as a rule, if it is
    not

What is judged is called on each of N ranks at the same time, with a tensor `t` of n elements. It
sends messages from rank to rank, and this is what it promises:

- `t` itself turns into the sum over all ranks, **on every rank**. What the function returns does
  not matter.
- N is any number from 1. `t` has the same shape and dtype on all ranks: any shape, also 0-d, also
  with fewer elements than there are ranks; floating-point or integer; also not contiguous.
- Sums of floating-point numbers may be taken in any order, but **all ranks end up with the same
  bits**.
- **No rank sends more than 2(N - 1) pieces**, where a piece is n/N elements, rounded up. Alone, a
  rank sends nothing.

Ranks cannot be sent to your test, so it is given a *laboratory* around the function:

`all_reduce(tensors, by_columns=False)`

- `tensors`: a list of tensors: as many ranks as tensors, and each is handed a copy of its own one
- `by_columns`: whether each copy lies in memory column by column, as `t.T.contiguous().T` does: the
  same shape and the same numbers, but not contiguous, if there are at least two rows and two
  columns

What comes back is a dict:

| key | holds |
|---|---|
| `"tensors"` | a list: the tensor of each rank, after the call |
| `"sent"` | a list: how many numbers each rank has sent, all its messages together |

If a rank raises an error, or if all wait for each other, the laboratory raises an error. Your test
runs several times, with the same random numbers each time, and may make at most **6 different
calls** of each function.

## The oracle is easy, the inputs are not

`torch.stack(tensors).sum(0)` knows the sum. But a test is as good as the cases it tries. Since
nobody can try all, people who test sort inputs into *classes*, where everything in a class is
likely to be right or wrong together, and take one from each, preferably at its edge. Here for a
function that cuts a row of elements into pieces of k:

| what | classes |
|---|---|
| length | none, one, fewer than k, k, a multiple of k, something else |
| k | 1, more |
| dtype | float32, float64, integers too large for either |

A case for every combination would be 36. But most mistakes depend on one row of the table, so a few
cases that each take a class from several rows find nearly as many. If one of them fails, the others
say which row it was.

## Inputs that are too nice

| input | what it hides |
|---|---|
| the same tensor on all ranks | whose numbers arrive: N times one's own is right, too |
| two ranks | left and right are the same, and so are all and the neighbour |
| small integers, also as floats | rounding: float32 holds integers up to 2 ** 24 exactly |
| a number of elements that N divides | the rest |

## More than a value

Some promises are *properties*, which no single value can show. Whether all ranks agree, you see
only if you compare ranks with each other:

```python
>>> import torch
>>> numbers = [torch.tensor(v) for v in (1e8, 1.0, -1e8)]
>>> numbers[0] + numbers[1] + numbers[2], numbers[2] + numbers[0] + numbers[1]
(tensor(0.), tensor(1.))
```

Both are sums of three float32 numbers, each as good as the other, and `torch.equal` with a total of
your own would reject one of them. Yet two ranks that hold one each no longer have the same model.

What a function costs is a property as well. It cannot be seen in the result, so it is counted: a
rank whose link is congested makes all others wait, so look at the one that sends most.

## Out of scope

Operations other than the sum, which rank sends to which, how many messages there are, an empty
tensor.

## Read more

[torch.testing.assert_close](https://docs.pytorch.org/docs/stable/testing.html#torch.testing.assert_close),
[torch.equal](https://docs.pytorch.org/docs/stable/generated/torch.equal.html),
[torch.distributed](https://docs.pytorch.org/docs/stable/distributed.html). Next: your own project.
Write the test first, and break the program on purpose to see whether the test notices.
"""

from collections.abc import Callable
from typing import Any

import torch


def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    """Raise an error unless `all_reduce`, in its laboratory, keeps all its promises.

    >>> def silent(tensors, by_columns=False):
    ...     return {"tensors": tensors, "sent": [0] * len(tensors)}
    >>> test_all_reduce(silent)
    Traceback (most recent call last):
    AssertionError...
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    def laboratory(all_reduce: Callable[[torch.Tensor], Any]) -> Callable[..., dict[str, Any]]:
        """What stands around the functions that are judged: try your test on one of your own."""
        from torchdojo.ranks import simulate

        def run(tensors: list[torch.Tensor], by_columns: bool = False) -> dict[str, Any]:
            def one(rank: int) -> torch.Tensor:
                t = tensors[rank].clone()
                if by_columns:
                    back = tuple(reversed(range(t.dim())))
                    t = t.permute(back).contiguous().permute(back)
                all_reduce(t)
                return t

            ranks = simulate(one, len(tensors))
            sends = [[call.shape for call in calls if call.kind == "send"] for calls in ranks.calls]
            sent = [sum(torch.Size(shape).numel() for shape in shapes) for shapes in sends]
            return {"tensors": ranks.values, "sent": sent}

        return run

    def hermit(t: torch.Tensor) -> None:
        """It talks to nobody."""

    def stubborn(t: torch.Tensor) -> None:
        """It waits for the other rank to begin."""
        import torch.distributed as dist

        other = torch.empty_like(t)
        dist.recv(other, 1 - dist.get_rank())
        dist.send(t, 1 - dist.get_rank())
        t += other

    if __name__ == "__main__":
        print(laboratory(hermit)([torch.tensor([1.0, 2.0]), torch.tensor([10.0, 20.0])]))
        for function in (hermit, stubborn):
            try:
                test_all_reduce(laboratory(function))
                print(f"{function.__name__}: accepted")
            except Exception as error:
                print(f"{function.__name__}: rejected. {type(error).__name__}: {error}")
