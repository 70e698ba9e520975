# /// torchdojo
# title = "All distances, no loop"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 35
# hints = [
#   """Multiply out the square of a difference. Which of the three terms needs pairs, and which \
#   operation computes it for all pairs at once?""",
#   """The squared lengths of the rows of `a` form a column, those of `b` a row, and the \
#   products of all pairs are one `@`. Shift both sets by the *same* vector first. For the \
#   root: replace what is not positive *before* `sqrt`, and set it to zero afterwards.""",
#   """`a @ b.T` has shape (N, M); `(a * a).sum(1)` has (N,) and must stand as a column, \
#   `(b * b).sum(1)` is added as a row. Subtract `b.mean(0)` from both beforehand. In `root`, \
#   `masked_fill` with the mask `squares <= 0` is used twice. In `nearest`, \
#   `queries.split(rows)` gives the blocks, and `argmin` is taken along the points.""",
# ]
# ///
"""# All distances, no loop

Which of a million stored pictures is most like this one? To which centre does each point belong?
Which examples of a batch are too close together? Each question begins with the distances between
all rows of one tensor and all rows of another. Two loops in Python take minutes for it. One
broadcast subtraction takes no loop, but memory that no device has. A matrix product needs neither,
but brings two traps of its own, rounding and gradients.

## Goal

Compute all distances between two sets of points with one matrix product, and use them in a search
that keeps to a given amount of memory.

## Contract

- `root(squares)`
  - *takes* a floating-point tensor of any shape
  - *returns* the square root of each element; **0 where the element is 0 or below**. The gradient
    is 0 in those places, and the usual one elsewhere. NaN stays NaN: a broken run must not look
    healthy
- `distances(a, b)`
  - *takes* `(N, D)` and `(M, D)`; N and M may be 0
  - *returns* `(N, M)`: the Euclidean distance between row i of `a` and row j of `b` at `[i, j]`, in
    the inputs' dtype. `ValueError` if one is not a matrix, or if the numbers of features differ
- `nearest(queries, points, rows)`
  - *takes* `(N, D)`, N perhaps 0; `(M, D)`, at least one point; a number
  - *returns* `(N,)`, int64: the index of the point nearest to each query. At most `rows` queries
    are compared at a time. `ValueError` if `rows` is less than 1

Rules:

- **No loop in `distances`:** the number of operations does not depend on N, M and D.
- **No large intermediate:** no operation in `distances` writes more numbers than `a`, `b` or the
  result holds, and none in `nearest` more than `queries`, `points` or `rows` times M.
- **Far from the origin, too:** points that are all shifted by the same vector keep their distances,
  in float32 as well.
- `torch.cdist` is the function for everyday use. Here you write what is inside it, so it is not
  allowed.

## Where the memory goes

10,000 points against 10,000 points, 100 features, float32:

| way | largest intermediate | operations |
|---|---|---|
| loop over all pairs | small | hundreds of millions |
| loop over the rows of `a` | 4 MB | tens of thousands |
| `a[:, None] - b`, squared, summed | 40 **GB** | 4 |
| by a matrix product | 400 MB, the result itself | about 10 |

The square of a difference has three parts, for numbers and for vectors: (p - q)² = p² - 2pq + q².
Two parts belong to one point each. Only the middle one needs pairs, and summed over the features it
is a product of matrices.

## The first trap: rounding

For a point and itself, the three parts should cancel. In float32 they do so up to a rounding error,
which may be negative:

```python
>>> p = torch.tensor([1.1, 2.3, 4.7])
>>> (p @ p + p @ p - 2 * (p @ p)).item()       # lucky: the same sum three times
0.0
>>> torch.tensor(-1e-6).sqrt()                 # unlucky
tensor(nan)
```

The error grows with the *lengths* of the vectors, not with their distance. In a cloud of points
around (5000, 5000) the squares have eight digits before the point, and float32 has seven digits in
all: the distances are noise. But distances do not change when both sets move together, so move them
to where the numbers are small.

## The second trap: the slope of the root at zero

The slope of the root is 1 / (2√x), infinite at 0; times a slope of 0 after it this is nan, and one
nan in a gradient is nan in every weight after the next step. Choosing with `torch.where` *after*
the root does not help: the branch that is not chosen has a gradient too, 0 times infinity. What is
zero must be taken out *before* the root.

## Out of scope

Other distances than the Euclidean; integers; ties; approximate search.

## Read more

[torch.cdist](https://docs.pytorch.org/docs/stable/generated/torch.cdist.html), whose `compute_mode`
chooses between the two ways,
[torch.matmul](https://docs.pytorch.org/docs/stable/generated/torch.matmul.html),
[torch.Tensor.masked_fill](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html),
[Numerical accuracy](https://docs.pytorch.org/docs/stable/notes/numerical_accuracy.html). Next: time
that is lost without any computation, by asking too often for a result.
"""

# %%
import torch


# %%
def root(squares: torch.Tensor) -> torch.Tensor:
    """Return the square root of each element, and 0 with a gradient of 0 where it is not positive.

    >>> root(torch.tensor([9.0, 0.0, -1e-9]))
    tensor([3., 0., 0.])
    """
    ### BEGIN SOLUTION
    none = squares <= 0
    return squares.masked_fill(none, 1.0).sqrt().masked_fill(none, 0.0)
    ### END SOLUTION


# %%
def distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the distances between the rows of `a`, (N, D), and of `b`, (M, D): shape (N, M).

    Raises ValueError if one is no matrix, or if the numbers of features differ.

    >>> distances(torch.tensor([[0.0, 0.0]]), torch.tensor([[3.0, 4.0], [0.0, 1.0]]))
    tensor([[5., 1.]])
    """
    ### BEGIN SOLUTION
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[1]:
        raise ValueError(f"expected (N, D) and (M, D), got {tuple(a.shape)} and {tuple(b.shape)}")
    middle = b.detach().mean(0)
    a, b = a - middle, b - middle
    return root((a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * (a @ b.T))
    ### END SOLUTION


# %%
def nearest(queries: torch.Tensor, points: torch.Tensor, rows: int) -> torch.Tensor:
    """Return the index of the nearest of `points`, (M, D), to each of `queries`, (N, D): shape (N,).

    Compares at most `rows` queries at a time; raises ValueError if that is less than 1.

    >>> nearest(torch.tensor([[1.0], [8.0]]), torch.tensor([[0.0], [3.5], [9.0]]), rows=1)
    tensor([0, 2])
    """
    ### BEGIN SOLUTION
    if rows < 1:
        raise ValueError(f"at least one row at a time, not {rows}")
    return torch.cat([distances(block, points).argmin(1) for block in queries.split(rows)])
    ### END SOLUTION


# %% tags=["explore"]
corners = torch.tensor([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
print("a triangle with sides 3, 4 and 5:")
print(distances(corners, corners))
print("the same triangle, far away:")
print(distances(corners + 5000, corners + 5000))
squares = torch.tensor([9.0, 0.0, -1e-7], requires_grad=True)
root(squares).sum().backward()
print("slopes of the root:", squares.grad)
cloud = 4 * torch.rand(7, 2, generator=torch.Generator().manual_seed(1))
print("nearest corners:", nearest(cloud, corners, rows=3))
