"""# Code for any device

The same program should train on the laptop without a GPU, on the server with four of them, and on a
colleague's Mac. Nothing in torch moves by itself: model, data and every tensor made on the way must
be on the same device, or the first operation that mixes two raises an error. Usually somebody else
sees that error: the machine where the code was written had only one device.

## Goal

Choose the best device there is, move a whole batch to it, and write a function that runs wherever
its input is.

## Contract

- `pick_device()`
  - *takes* nothing
  - *returns* a `torch.device`: `cuda` if `torch.cuda.is_available()`, else `mps` if
    `torch.backends.mps.is_available()`, else `cpu`
- `move(batch, device)`
  - *takes* tensors in nested lists, tuples, named tuples and dicts; a device or its name
  - *returns* the same structure with every tensor on `device`; strings, numbers, `None` and
    whatever else is in there come back as they are
- `padding_mask(lengths, size)`
  - *takes* int64 lengths `(N,)` from 0 on, which may be above `size`, on any device; a number
  - *returns* booleans `(N, size)` **on the device of `lengths`**: True where a position is filled,
    at `[n, t]` for `t < lengths[n]`

Rules:

- `move` leaves the caller's batch as it was: it builds new lists, tuples and dicts; empty lists
  and dicts are new, too. A tensor that is already there is not copied.
- `padding_mask` never looks at a value, by `tolist()` or `item()`: on a GPU each look makes the
  program wait until everything before it is computed. It has no loop over examples or positions.

## `to` returns

Modules and tensors differ here, and that is a trap:

| call | effect |
|---|---|
| `model.to(device)` | moves the parameters of this very model |
| `t.to(device)` | leaves `t` where it is and **returns** a tensor on the device |

`t.to(device)` on a line of its own does nothing at all.

## A device without numbers

How can you know that code is ready for a GPU when you have none? Torch has the device `meta`: its
tensors have a shape and a dtype, but no content. It refuses the same mixtures as a GPU does:

```python
>>> t = torch.ones(3, device="meta")
>>> t + torch.ones(3, device=t.device)
tensor(..., device='meta', size=(3,))
>>> t + torch.ones(3)
Traceback (most recent call last):
RuntimeError: ...
```

So code that makes a tensor on the default device, or reads a value, is found on any laptop.
`torch.zeros_like(t)`, `t.new_zeros(...)` and `device=t.device` are the three ways to make a tensor
where another one is.

## Strings are containers too

A batch often carries file names or sentences. To Python, a string is a sequence whose parts are
strings, whose parts are strings: a function that walks through "everything with parts" never
returns from one.

## Out of scope

Several GPUs, sets, `OrderedDict` and classes of your own, `non_blocking` copies, modules.

## Read more

[Tensor.to](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html),
[torch.device](https://docs.pytorch.org/docs/stable/tensor_attributes.html#torch.device),
[meta device](https://docs.pytorch.org/docs/stable/meta.html),
[torch.cuda.is_available](https://docs.pytorch.org/docs/stable/generated/torch.cuda.is_available.html).
Next: gradients, and what they cost when you keep them.
"""

from typing import Any

import torch


def pick_device() -> torch.device:
    """Return the best device of this machine: cuda, else mps, else cpu.

    >>> pick_device().type in ("cuda", "mps", "cpu")
    True
    """
    # YOUR CODE HERE
    raise NotImplementedError


def move(batch: Any, device: torch.device | str) -> Any:
    """Return `batch` with every tensor on `device`, in new containers of the same kind.

    >>> move({"x": torch.zeros(2), "name": "a.jpg"}, "meta")["x"].device
    device(type='meta')
    """
    # YOUR CODE HERE
    raise NotImplementedError


def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    """Return booleans (N, size), True at the positions below each of the `lengths`, shape (N,).

    >>> padding_mask(torch.tensor([2, 0]), 3)
    tensor([[ True,  True, False],
            [False, False, False]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    print("best device here:", pick_device())
    batch = {"image": torch.zeros(2, 3), "name": ["a.jpg", "b.jpg"], "boxes": (torch.ones(4), None)}
    print("moved:", move(batch, "meta"))
    print(padding_mask(torch.tensor([3, 1, 0]), 4))
