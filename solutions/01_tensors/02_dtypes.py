# /// torchdojo
# title = "What a dtype can hold"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """Ask of every line which dtype its result has, and print it. Which of your lines return a \
#   new tensor, and do you use what they return?""",
#   """`long()` cuts off the fraction; `round()` does not, but keeps the dtype. \
#   NaN is not equal to, less than or greater than anything. A tensor tells its dtype by \
#   `like.dtype` and whether it is a floating one by `is_floating_point()`.""",
#   """Labels: round, and require that *all* distances to the rounded values are at most 0.1, \
#   which no NaN fulfils. Pixels: change the dtype first, then divide. Mean: leave uint8 before \
#   anything is added up, and average along dimension 0.""",
# ]
# ///
"""# What a dtype can hold

A training program has three dtypes at least. Images arrive as uint8, because that is what files
hold. The model computes in float32, or in float64 or bfloat16 if someone has decided so.
`nn.CrossEntropyLoss` wants class numbers as int64. Each change of dtype is one short call, and each
can lose something without a word: the fraction of a number, the digits of a mean, or everything
above 255.

## Goal

Write the three casts that stand at the entrance of a classifier.

## Contract

- `cast_labels(labels)`
  - *takes* class numbers `(N,)`, as float32, float64 or an integer dtype. Some programs mark
    examples to be ignored by a negative number
  - *returns* the **nearest** whole numbers, int64, `(N,)`. `ValueError` if a label is farther than
    0.1 from a whole number, is infinite, or is missing (NaN)
- `cast_features(pixels, like)`
  - *takes* uint8 pixels of any shape, and a tensor `like` of a floating dtype, for example a weight
    of the model
  - *returns* `pixels / 255`, so numbers from 0 to 1, **in the dtype of `like`** and with all the
    digits that it can hold. `ValueError` if `like` has no floating dtype
- `mean_of_uint8(images)`
  - *takes* uint8 images `(N, H, W)` with `N >= 1`
  - *returns* the mean image `(H, W)`, float32, still from 0 to 255

No function changes its arguments.

## Nothing changes in place

`to`, `float`, `long` and their relatives **return** a tensor. The one that you have stays what it
was:

```python
>>> t = torch.tensor([1, 2, 3])
>>> t.to(torch.float64)
tensor([1., 2., 3.], dtype=torch.float64)
>>> t.dtype
torch.int64
```

A module's `model.to(...)` does change the module itself. That is why this mistake is so common with
tensors.

## What is lost

| cast or operation | what happens |
|---|---|
| `torch.tensor(3.99999).long()` | 3: the fraction is cut off, not rounded |
| `torch.tensor(-3.99999).long()` | -3: towards zero |
| `torch.tensor(torch.nan).long()` | some huge number, no error |
| `torch.tensor([200], dtype=torch.uint8) + 100` | 44: modulo 256, even with a Python number |
| `torch.tensor([1], dtype=torch.uint8) / 3` | float32, the default, whatever your model uses |
| float16 above 65504 | `inf` |

`torch.sum` is careful and adds uint8 up in int64. Python's `sum` and a loop with `+` are not, since
they know nothing but `+`.

Why should labels be close to, but not exactly, integers? Because they have been through a CSV file,
a normalisation that was undone, an average of two annotators. 2.9999998 is surely a 3. 2.5 is a
question for a human.

## Out of scope

Labels at a distance of 0.1, give or take rounding, complex and quantised dtypes, automatic mixed
precision, strings.

## Read more

[torch.dtype](https://docs.pytorch.org/docs/stable/tensor_attributes.html#torch.dtype),
[type promotion](https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc),
[Tensor.to](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html),
[torch.round](https://docs.pytorch.org/docs/stable/generated/torch.round.html).
Next: random tensors that two people can draw alike.
"""

# %%
import torch


# %%
def cast_labels(labels: torch.Tensor) -> torch.Tensor:
    """Return the class numbers `labels`, shape (N,), as int64, each the nearest whole number.

    Raises ValueError if a label is farther than 0.1 from a whole number, infinite or NaN.

    >>> cast_labels(torch.tensor([2.99, -1.0]))
    tensor([ 3, -1])
    """
    ### BEGIN SOLUTION
    nearest = labels.round()
    if not ((labels - nearest).abs() <= 0.1).all():
        raise ValueError("every label must be a whole number, give or take 0.1")
    return nearest.to(torch.int64)
    ### END SOLUTION


# %%
def cast_features(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Return the uint8 `pixels`, any shape, divided by 255, in the floating dtype of `like`.

    Raises ValueError if the dtype of `like` is not a floating one.

    >>> cast_features(torch.tensor([0, 51, 255], dtype=torch.uint8), torch.ones(1))
    tensor([0.0000, 0.2000, 1.0000])
    """
    ### BEGIN SOLUTION
    if not like.is_floating_point():
        raise ValueError(f"pixels from 0 to 1 need a floating dtype, not {like.dtype}")
    return pixels.to(like.dtype) / 255
    ### END SOLUTION


# %%
def mean_of_uint8(images: torch.Tensor) -> torch.Tensor:
    """Return the mean, shape (H, W) and float32, of the uint8 `images`, shape (N, H, W).

    >>> mean_of_uint8(torch.tensor([[[200, 0]], [[101, 100]]], dtype=torch.uint8))
    tensor([[150.5000,  50.0000]])
    """
    ### BEGIN SOLUTION
    return images.to(torch.float32).mean(dim=0)
    ### END SOLUTION


# %% tags=["explore"]
labels = torch.tensor([0.9999999, 2.0000002, -1.0])
print("long() alone gives", labels.long().tolist(), "and you", cast_labels(labels).tolist())
bright = torch.full((3, 1, 2), 200, dtype=torch.uint8)
print("Python's sum says", (sum(bright) / 3).tolist(), "and you", mean_of_uint8(bright).tolist())
weight = torch.ones(2, dtype=torch.float64)
print("features for a float64 model:", cast_features(bright, weight).flatten()[0])
