# /// torchdojo
# title = "A ledger of losses"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 25
# hints = [
#   """Two things can make a sum of losses expensive: that it remembers how each loss was \
#   computed, and that the program has to wait for each number. Which calls cut the one, and \
#   which cause the other?""",
#   """`loss.detach()` has the number without the record, and stays a tensor where it is. \
#   Multiply it by `n` before you add, and let only `mean()` turn a tensor into a Python \
#   number. In-place operations on a detached tensor write into the loss itself.""",
#   """Keep two attributes, a weighted sum and a number of examples, that `reset` sets to zero. \
#   `add` detaches the loss, converts it (`torch.promote_types` with float32 gives the dtype), \
#   multiplies by `n`, and makes a new sum; the quotient of the two is the mean so far. `mean` \
#   checks that there is something, and converts to float.""",
# ]
# ///
"""# A ledger of losses

Every training loop keeps an account of its losses, and prints their mean at the end of an epoch.
The obvious `total += loss` has been the reason for many an out-of-memory error: the sum is a tensor
that knows how it was computed, so the records of all batches, autograd's *graphs* with all their
activations, stay alive until the epoch ends.

The obvious cure, `total += loss.item()`, makes a GPU wait after every batch until the number has
been copied to the CPU. It is better to stay on the device, and to ask for a number only when one is
to be printed.

## Goal

Write a class that keeps a running mean: weighted, without records, without waiting.

## Contract

- `Ledger()`
  - *takes* nothing
  - *returns* an empty ledger
- `add(loss, n)`
  - *takes* the mean loss of a batch, a tensor of shape `()` that may have a record, all of one
    dtype and device; the number `n >= 1` of its examples
  - enters it, and returns the mean over all examples so far: a **new** tensor of shape `()`, which
    later calls do not change, on the device of `loss`, without record; `ValueError` if `loss` has
    another shape, and then nothing is entered
- `mean()`
  - *takes* nothing
  - *returns* the mean over all examples so far, a Python float; `ValueError` if nothing has been
    added
- `reset()`
  - *takes* nothing
  - empties the ledger, for the next epoch

Rules:

- The account is kept in float32, or float64 if the losses are, and so is what `add` returns. Losses
  in bfloat16 are common, and sums in bfloat16 soon stop growing.
- `add` never looks at a value, so it works on the device `meta` too.
- The loss itself is not changed: `loss.backward()` may come before `add`, or after it.

## What keeps a record alive

| value | record | waits for the device |
|---|---|---|
| `loss` | yes | no |
| `loss.detach()` | no | no |
| `loss.item()`, `float(loss)` | no | yes |

`detach()` copies nothing, and this has its own trap:

```python
>>> w = torch.tensor(3.0, requires_grad=True)
>>> square = w ** 2
>>> number = square.detach()
>>> number += 100
>>> square
tensor(109., grad_fn=<PowBackward0>)
```

## Sums in few digits

bfloat16 has eight binary digits of precision, so from 256 on the next number is 258, and adding 1
changes nothing:

```python
>>> torch.tensor(256.0, dtype=torch.bfloat16) + 1
tensor(256., dtype=torch.bfloat16)
```

## Out of scope

Statistics other than the mean, exponential averages, several processes.

## Read more

[Tensor.detach](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.detach.html),
[Tensor.item](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.item.html), [out of
memory: history that is kept by accident](https://docs.pytorch.org/docs/stable/notes/faq.html),
[torch.promote_types](https://docs.pytorch.org/docs/stable/generated/torch.promote_types.html).
Next: an operation whose slope you write yourself.
"""

# %%
import torch


# %%
class Ledger:
    """The running mean of losses over examples, kept on their device and without their records.

    >>> ledger = Ledger()
    >>> ledger.add(torch.tensor(2.0), 3)
    tensor(2.)
    >>> ledger.add(torch.tensor(6.0), 1)
    tensor(3.)
    >>> ledger.mean()
    3.0
    """

    def __init__(self) -> None:
        """Begin with an empty ledger."""
        ### BEGIN SOLUTION
        self.reset()
        ### END SOLUTION

    def add(self, loss: torch.Tensor, n: int) -> torch.Tensor:
        """Enter the mean `loss`, shape (), of `n` examples; return the mean so far, shape ().

        Raises ValueError, and enters nothing, if `loss` has another shape.
        """
        ### BEGIN SOLUTION
        if loss.shape:
            raise ValueError(f"one mean loss is needed, not a tensor of shape {list(loss.shape)}")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype) * n
        self.count += n
        return self.total / self.count
        ### END SOLUTION

    def mean(self) -> float:
        """Return the mean over all examples so far; raises ValueError if there are none."""
        ### BEGIN SOLUTION
        if not self.count:
            raise ValueError("nothing has been added")
        return float(self.total / self.count)
        ### END SOLUTION

    def reset(self) -> None:
        """Empty the ledger."""
        ### BEGIN SOLUTION
        self.total, self.count = 0.0, 0
        ### END SOLUTION


# %% tags=["explore"]
ledger = Ledger()
w = torch.tensor(2.0, requires_grad=True)
for n in (4, 4, 1):
    loss = (w * n - 3) ** 2
    print(f"a batch of {n}, loss {loss.item():.1f}: the mean so far is", ledger.add(loss, n))
print("mean over the epoch:", ledger.mean())
