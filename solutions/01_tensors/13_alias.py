# /// torchdojo
# title = "Whose memory is it?"
# form = "notebook"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """Two tensors can have the same numbers and no memory in common, or the same memory and \
#   none of the same places in it. What tells you where in memory the number `t[i, j]` lies? \
#   And what does an index with a list make, what one with a slice?""",
#   """`t.data_ptr()` is the address of the first number, `t.stride()` how many numbers lie \
#   between neighbours along each dimension, `t.element_size()` the bytes of one. Collect the \
#   addresses of all numbers of both tensors. For the table, try the expressions out. `t[rows]` \
#   with a list is a copy: writing into the copy changes nothing.""",
#   """All addresses of a tensor: begin with `torch.zeros(t.shape, dtype=torch.int64)`, and for \
#   each dimension add `torch.arange(size) * stride`, shaped so that it runs along that \
#   dimension; times `element_size`, plus `data_ptr`; then every byte of each number. For rows \
#   that may come twice there is `index_add_`.""",
# ]
# ///
"""# Whose memory is it?

A tensor is a view of a piece of memory: where it begins, how far it is to the next number in each
direction. Slicing, transposing and reshaping make new views of the same memory, in no time. That is
why they are fast, and why the line `batch[0] += 1` in a function far away can change the data set
of the caller.

Some operations give a view, some a copy, and some decide from case to case. Nothing in the result
looks different.

## Goal

Find out whether two tensors share memory, learn which operations make views, and write functions
that change what they should and nothing else.

## Contract

- `share_memory(a, b)`
  - *takes* two tensors of any shapes, strides and dtypes, on the CPU
  - *returns* a bool: True if there is at least one byte that belongs to a number of both. So
    writing into one could change the other
- `predict()`
  - *takes* nothing
  - *returns* a dict from each of the `EXPRESSIONS` below to a bool: does its result share memory
    with `t`, a float32 tensor of shape (3, 4) that lies in one piece?
- `plus(t, number)`
  - *takes* a tensor, a number
  - *returns* a new tensor, also for the number 0, with the number added; `t` stays as it is
- `plus_(t, number)`
  - *takes* the same
  - *returns* `t` itself, with the number added in place
- `plus_rows_(t, rows, number)`
  - *takes* a tensor of shape `(N, ...)`, a list of row numbers, negative ones from the end, perhaps
    none, a number
  - *returns* `t` itself, with the number added in place to each of the rows; to a row that is
    listed twice, twice

Rules:

- `share_memory` never changes a tensor, not even for a moment. Tensors without any number share
  nothing.
- `plus_` and `plus_rows_` also work on a view, and then change the memory that it is a view of.

## Same memory, different places

Columns 0 and 1 of a matrix lie in the same piece of memory, but no number belongs to both:

```python
>>> t = torch.arange(6).view(3, 2)
>>> left, right = t[:, 0], t[:, 1]
>>> left.untyped_storage().data_ptr() == right.untyped_storage().data_ptr()
True
>>> left += 100
>>> right
tensor([1, 3, 5])
```

And the other way round: `t[1:]` begins elsewhere than `t`, so their `data_ptr()` differ, but they
do share.

## An underscore is a promise

Names that end in `_`, such as `add_` and `index_add_`, change the tensor that they are called on.
`t = t + 1` makes a new tensor and moves the name; `t += 1` calls `add_`. Inside a function that
difference decides whether the caller sees it.

## Out of scope

Tensors on a GPU, sparse tensors, sharing with NumPy arrays.

## Read more

[Tensor views](https://docs.pytorch.org/docs/stable/tensor_view.html),
[Tensor.stride](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.stride.html),
[Tensor.index_add_](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_add_.html).
Next: code that runs wherever its tensors are.
"""

# %%
import torch

EXPRESSIONS = (
    "t[1:]",
    "t[[1, 2]]",
    "t[t > 5]",
    "t[:, 2]",
    "t.T",
    "t.reshape(12)",
    "t.T.reshape(12)",
    "t.contiguous()",
    "t.T.contiguous()",
    "t.flatten()",
    "t.expand(2, 3, 4)",
    "t.repeat(2, 1)",
    "t.to(torch.float32)",
    "t.to(torch.float64)",
    "t.detach()",
    "t.clone()",
    "t + 0",
    "t.squeeze()",
    "t.chunk(2)[1]",
    "torch.cat([t])",
)


# %%
def share_memory(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether any byte belongs to a number of `a` and to one of `b`.

    >>> t = torch.zeros(3, 2)
    >>> share_memory(t, t.T), share_memory(t[:, 0], t[:, 1])
    (True, False)
    """
    ### BEGIN SOLUTION
    return not _bytes(a).isdisjoint(_bytes(b))
    ### END SOLUTION


### BEGIN SOLUTION
def _bytes(t: torch.Tensor) -> set[int]:
    """The addresses of all bytes that numbers of `t` lie in."""
    places = torch.zeros(t.shape, dtype=torch.int64)
    for dim, (size, stride) in enumerate(zip(t.shape, t.stride(), strict=True)):
        along = [-1 if d == dim else 1 for d in range(t.dim())]
        places = places + (torch.arange(size) * stride).view(along)
    first = places * t.element_size() + t.data_ptr()
    return {address + k for address in first.flatten().tolist() for k in range(t.element_size())}


### END SOLUTION
# %%
def predict() -> dict[str, bool]:
    """Which of the `EXPRESSIONS` share memory with `t`.

    >>> predict()["t[1:]"]
    True
    """
    ### BEGIN SOLUTION
    found = {}
    for text in EXPRESSIONS:
        t = torch.arange(12.0).view(3, 4)
        found[text] = share_memory(eval(text), t)
    return found
    ### END SOLUTION


# %%
def plus(t: torch.Tensor, number: float) -> torch.Tensor:
    """A new tensor: `t` with `number` added.

    >>> t = torch.tensor([1, 2])
    >>> plus(t, 3), t
    (tensor([4, 5]), tensor([1, 2]))
    """
    ### BEGIN SOLUTION
    return t + number
    ### END SOLUTION


# %%
def plus_(t: torch.Tensor, number: float) -> torch.Tensor:
    """Add `number` to `t` in place.

    >>> t = torch.tensor([1, 2])
    >>> plus_(t, 3), t
    (tensor([4, 5]), tensor([4, 5]))
    """
    ### BEGIN SOLUTION
    return t.add_(number)
    ### END SOLUTION


# %%
def plus_rows_(t: torch.Tensor, rows: list[int], number: float) -> torch.Tensor:
    """Add `number` in place to the `rows` of `t`, once for each time that a row is listed.

    >>> plus_rows_(torch.tensor([1, 2, 3]), [0, -1, 0], 10)
    tensor([21,  2, 13])
    """
    ### BEGIN SOLUTION
    for row in rows:
        t[row] += number
    return t
    ### END SOLUTION


# %% [markdown]
# Try an expression of your own: does it share memory with `t`?

# %% tags=["explore"]
t = torch.arange(12.0).view(3, 4)
for text in (
    "t.view(4, 3)",
    "t[::2]",
    "t[torch.tensor([0])]",
    "t.masked_fill(t > 3, 0.0)",
    "t.diagonal()",
):
    print(f"{text:28}", "shares" if share_memory(eval(text), t) else "is a copy")
