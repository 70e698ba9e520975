# /// torchdojo
# title = "Pick, mask, one-hot"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """For `true_class_scores`, each row wants another column. Which index tensor says *which \
#   row*, if the labels say which column?""",
#   """`scores[rows, columns]` pairs up two index tensors of the same length; `gather` wants an \
#   index with as many dimensions as the scores. For `mask_fill` look at `torch.where`. \
#   Comparing labels with `torch.arange(C)` by broadcasting gives a one-hot tensor of booleans.""",
#   """The index of `gather` is the labels as a column, shape (N, 1), and so is its result: \
#   take that dimension away again. For `one_hot`, give the labels a last dimension of size 1, \
#   so that comparing them with the C classes broadcasts to (..., C). Both call `check_labels` \
#   first.""",
# ]
# ///
"""# Pick, mask, one-hot

A classifier gives a score to each class. Its loss needs exactly one of them for each example: the
score of the correct class. Attention and padded batches need the opposite: some scores are to be
masked before anything else reads them. Both are one line without a loop, and that one line is what
`nn.CrossEntropyLoss` and every transformer do inside.

## Goal

Pick one element from each row, fill under a mask, and turn labels into one-hot rows.

## Contract

- `check_labels(y, num_classes)`
  - *takes* int64 labels of any shape, none at all included
  - *returns* `y` as it is; `ValueError` if a label is negative or not below `num_classes`
- `true_class_scores(logits, y)`
  - *takes* scores `(N, C)`, labels `(N,)` int64, N may be 0; scores may be `-inf`
  - *returns* the score of each example's own class, `(N,)`; gradients flow back to `logits`
- `mask_fill(x, mask, value)`
  - *takes* floating-point `x`, a boolean `mask` that broadcasts to the shape of `x`, a number that
    may be `-inf`
  - *returns* a **new** tensor of the dtype of `x`, whatever the mask: `value` where the mask is
    True, `x` elsewhere; gradients flow back to `x`
- `one_hot(y, num_classes)`
  - *takes* labels `(...)` int64
  - *returns* float32 `(..., num_classes)`: 1 at each label, 0 elsewhere

`true_class_scores` and `one_hot` raise `ValueError` for labels as `check_labels` does. No loop over
examples: the number of torch operations must not grow with the batch. No function changes its
arguments.

## Two index tensors

A slice and an index tensor make a rectangle, two index tensors make pairs:

```python
>>> t = torch.arange(12).reshape(3, 4)
>>> t[:, [3, 0, 1]]
tensor([[ 3,  0,  1],
        [ 7,  4,  5],
        [11,  8,  9]])
>>> t[[2, 0, 1], [3, 0, 1]]
tensor([11,  0,  5])
```

The first takes columns 3, 0, 1 of *every* row. On a batch of N examples `logits[:, y]` is a square
of N x N scores; its mean is a number, it has gradients, and a model trained on it learns nonsense.

`torch.gather(t, dim, index)` is the other way to make pairs. Its `index` has as many dimensions as
`t`, and the result is shaped like the index.

## Masks do not multiply

Covering numbers by multiplying with 0 works until one of them is infinite:

```python
>>> torch.tensor([1.0, -torch.inf]) * torch.tensor([1.0, 0.0])
tensor([1., nan])
```

To *choose* between two values, choose: `torch.where` and `masked_fill` never calculate with what
they cover.

## Labels that do not exist

A label of -1 is a common sign for "unknown". As an index it means "the last", so it picks a score
without complaint. Looking at values costs a moment on a GPU, which has to wait for the answer; but
a wrong label in a million is found in no other way.

## Out of scope

Labels with weights or smoothing, class dimensions elsewhere than at the end, integer `x`.

## Read more

[torch.gather](https://docs.pytorch.org/docs/stable/generated/torch.gather.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html),
[Tensor.masked_fill](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html),
[one_hot](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html).
What you write here comes back inside the cross-entropy loss.
"""

# %%
import torch


# %%
def check_labels(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Return `y`, labels of any shape, as it is.

    Raises ValueError if a label is negative or not below `num_classes`.

    >>> check_labels(torch.tensor([0, 2]), 3)
    tensor([0, 2])
    """
    ### BEGIN SOLUTION
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError(f"a label is not one of the {num_classes} classes")
    return y
    ### END SOLUTION


# %%
def true_class_scores(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the score (N,) that each row of `logits`, shape (N, C), gives to its label in `y`.

    Raises ValueError if a label is not one of the classes.

    >>> true_class_scores(torch.tensor([[0.5, 2.0], [1.0, 3.0]]), torch.tensor([0, 1]))
    tensor([0.5000, 3.0000])
    """
    ### BEGIN SOLUTION
    check_labels(y, logits.shape[1])
    return logits.gather(1, y.unsqueeze(1)).squeeze(1)
    ### END SOLUTION


# %%
def mask_fill(x: torch.Tensor, mask: torch.Tensor, value: float) -> torch.Tensor:
    """Return a copy of `x` with `value` where `mask`, broadcast to the shape of `x`, is True.

    >>> mask_fill(torch.tensor([1.0, 2.0]), torch.tensor([True, False]), -torch.inf)
    tensor([-inf, 2.])
    """
    ### BEGIN SOLUTION
    return torch.where(mask, value, x)
    ### END SOLUTION


# %%
def one_hot(y: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Turn labels (...) into float32 rows (..., num_classes) with a single 1.

    Raises ValueError if a label is not one of the classes.

    >>> one_hot(torch.tensor([2, 0]), 3)
    tensor([[0., 0., 1.],
            [1., 0., 0.]])
    """
    ### BEGIN SOLUTION
    check_labels(y, num_classes)
    classes = torch.arange(num_classes, device=y.device)
    return (y.unsqueeze(-1) == classes).float()
    ### END SOLUTION


# %% tags=["explore"]
logits = torch.tensor([[2.0, 0.5, -1.0, 0.1], [0.0, 3.0, 1.0, 0.2], [1.5, 0.3, 0.2, 2.5]])
y = torch.tensor([0, 2, 3])
print(
    "shape of logits[:, y]:",
    list(logits[:, y].shape),
    "- one score each:",
    true_class_scores(logits, y),
)
later = torch.ones(3, 3, dtype=torch.bool).triu(1)
print(
    "a word may not look at later words:\n",
    mask_fill(torch.zeros(3, 3), later, -torch.inf).softmax(1),
)
print(one_hot(y, 4))
