# /// torchdojo
# title = "Broadcasting, wanted and unwanted"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 25
# hints = [
#   """Write the two shapes above each other, flush right, as in the lesson. Which dimensions \
#   of size one must you insert so that the right ones meet?""",
#   """`t[:, None]` and `t.unsqueeze(1)` insert a dimension of size one without copying. \
#   Compare shapes before you compute: two shapes can be compared with `==` like tuples.""",
#   """All pairs: `a` as (N, 1, D) meets `b` as (1, M, D). A row needs nothing inserted, a \
#   column (N,) becomes (N, 1). For the residuals, take the dimension away from the \
#   predictions, by name, so that a batch of one survives.""",
# ]
# ///
"""# Broadcasting, wanted and unwanted

When two tensors of different shapes meet, torch stretches dimensions of size one until they fit.
This is why adding a bias needs no loop, and why the distances of all pairs of points are one line.
It is also why the most expensive silent bug of PyTorch exists: predictions `(N, 1)` minus targets
`(N,)` is a matrix `(N, N)`, every prediction against every target. Its mean is a number, it falls
during training, and the model learns the average of all targets.

## Goal

Use broadcasting where it is meant, and refuse it where it is not.

## Contract

- `add_row(x, row)`
  - *takes* `(N, D)` and `(D,)`
  - *returns* `(N, D)`: `row[j]` is added to column j of `x`
  - *raises `ValueError` if* `row` does not have the shape `(D,)`
- `add_col(x, col)`
  - *takes* `(N, D)` and `(N,)`
  - *returns* `(N, D)`: `col[i]` is added to row i of `x`
  - *raises `ValueError` if* `col` does not have the shape `(N,)`
- `pairwise_diff(a, b)`
  - *takes* `(N, D)` and `(M, D)`
  - *returns* `(N, M, D)`: element `[i, j]` is `a[i] - b[j]`
  - *raises `ValueError` if* the two have different numbers of features
- `residuals(predictions, targets)`
  - *takes* `(N, 1)` from a model, and `(N,)` from a table
  - *returns* `(N,)`: prediction minus target, example by example
  - *raises `ValueError` if* the shapes are not exactly these, with the same `N`

Rules:

- **No loop** over examples or features, in Python or through `torch.stack` of a list: the number of
  operations must not grow with the data.
- **No copies** of the smaller tensor: `repeat`, `tile` and `repeat_interleave` write all the
  numbers that broadcasting only imagines.
- Sizes of 0 and 1 are ordinary sizes. In particular, a tensor of shape `(1,)` is no row for `x`
  with three columns.
- No function changes its arguments.

## The rule

Write the shapes above each other, flush right. Missing dimensions in front count as 1. In every
place the sizes must be equal, or one of them must be 1; that one is stretched.

```text
    images   (8, 3, 32, 32)          x      (4, 3)         predictions  (5, 1)
    mean        (3,  1,  1)          col       (4)         targets         (5)
    result   (8, 3, 32, 32)          error: 3 and 4        result       (5, 5)
```

The left one is wanted: one mean for each channel. The middle one fails, luckily; with four columns
it would have *worked*, and added the column as if it were a row. The right one is the bug above.

A dimension of size one is inserted with `None` in an index, and nothing is copied:

```python
>>> hours = torch.tensor([0, 12])
>>> minutes = torch.tensor([0, 15, 30])
>>> hours[:, None] * 60 + minutes
tensor([[  0,  15,  30],
        [720, 735, 750]])
```

## Why no loop

Every operation costs some microseconds before it computes anything, on a GPU even more. A loop over
10,000 rows pays 10,000 times for what one operation does. And a copy made by `repeat` costs memory:
1,000 by 1,000 pairs of 100 features are 400 MB in float32, and each input that is repeated to that
size costs as much again.

## Out of scope

Distances from the differences, and how to avoid the large tensor altogether (a later track does
both).

## Read more

[Broadcasting semantics](https://docs.pytorch.org/docs/stable/notes/broadcasting.html),
[torch.Tensor.expand](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand.html),
[torch.unsqueeze](https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html).
Next: products of matrices, where no dimension is stretched but one is summed away.
"""

# %%
import torch


# %%
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    """Add `row`, shape (D,), to every row of `x`, shape (N, D).

    Raises ValueError if `row` has another shape.

    >>> add_row(torch.zeros(2, 3), torch.tensor([1.0, 2.0, 3.0]))
    tensor([[1., 2., 3.],
            [1., 2., 3.]])
    """
    ### BEGIN SOLUTION
    if row.shape != x.shape[1:]:
        raise ValueError(f"a row of {tuple(row.shape)} does not fit x of {tuple(x.shape)}")
    return x + row
    ### END SOLUTION


# %%
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    """Add `col`, shape (N,), to every column of `x`, shape (N, D).

    Raises ValueError if `col` has another shape.

    >>> add_col(torch.zeros(2, 3), torch.tensor([1.0, 2.0]))
    tensor([[1., 1., 1.],
            [2., 2., 2.]])
    """
    ### BEGIN SOLUTION
    if col.shape != x.shape[:1]:
        raise ValueError(f"a column of {tuple(col.shape)} does not fit x of {tuple(x.shape)}")
    return x + col[:, None]
    ### END SOLUTION


# %%
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return every row of `a`, (N, D), minus every row of `b`, (M, D): shape (N, M, D).

    Raises ValueError if the numbers of features differ.

    >>> pairwise_diff(torch.tensor([[5]]), torch.tensor([[1], [2]]))
    tensor([[[4],
             [3]]])
    """
    ### BEGIN SOLUTION
    if a.shape[1:] != b.shape[1:]:
        raise ValueError(f"features differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return a[:, None] - b
    ### END SOLUTION


# %%
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return `predictions`, shape (N, 1), minus `targets`, shape (N,), as shape (N,).

    Raises ValueError if the shapes are not exactly these.

    >>> residuals(torch.tensor([[1.0], [2.0]]), torch.tensor([0.5, 4.0]))
    tensor([ 0.5000, -2.0000])
    """
    ### BEGIN SOLUTION
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError(f"got shapes {tuple(predictions.shape)} and {tuple(targets.shape)}")
    return predictions.squeeze(1) - targets
    ### END SOLUTION


# %% tags=["explore"]
targets = torch.tensor([1.0, 2.0, 6.0])
perfect = targets.reshape(3, 1)
print(
    "mean squared error of perfect predictions, by accident:",
    ((perfect - targets) ** 2).mean().item(),
)
print("with your residuals:", (residuals(perfect, targets) ** 2).mean().item())
x = torch.zeros(2, 3)
print("a row:", add_row(x, torch.tensor([1.0, 2.0, 3.0])).tolist())
print("a column:", add_col(x, torch.tensor([1.0, 2.0])).tolist())
print("all pairs have the shape", tuple(pairwise_diff(torch.ones(4, 2), torch.ones(3, 2)).shape))
