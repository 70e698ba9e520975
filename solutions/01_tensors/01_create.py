# /// torchdojo
# title = "From NumPy and lists to tensors"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 15
# hints = [
#   """For each function decide two things first: whose memory does the result use, and which \
#   dtype does it have?""",
#   """`torch.from_numpy` never copies and takes nothing but arrays. `torch.tensor` always \
#   copies. NumPy's own `copy` method gives an array whose strides are positive again.""",
#   """`share` is one call of `torch.from_numpy`. `copy` is the same call on a copy of the \
#   array. `as_float` is `torch.tensor` with the argument `dtype`.""",
# ]
# ///
"""# From NumPy and lists to tensors

Data seldom starts as a tensor. It comes as a table that pandas has read, an image that PIL has
opened, a list of labels. The way into PyTorch is one call, and several calls look alike. They
differ in two things that you cannot see in the printed numbers: **whose memory** the tensor uses,
and **which dtype** it has.

Both matter in training. A tensor that shares memory with a buffer changes under your feet when the
buffer is filled with the next frame. A copy of a table of ten gigabytes needs ten more. A model
with float32 weights refuses a float64 batch: NumPy's default dtype is not PyTorch's.

## Goal

Write the three ways in: share, copy, convert.

## Contract

- `share(a)`
  - *takes* a NumPy array of any shape, also a part of another array such as `table[:, 2:5]` or
    `table.T`
  - *returns* a tensor of the same shape and dtype that uses **the array's own memory**: a change of
    one is seen in the other. `TypeError` for anything that is not an array, since a list has no
    memory to share
- `copy(a)`
  - *takes* a NumPy array of any shape, also a flipped one such as `image[:, ::-1]`
  - *returns* a tensor of the same shape and dtype with **memory of its own**
- `as_float(data)`
  - *takes* a number, a list (of lists) of numbers or of booleans, or a NumPy array of any dtype,
    not flipped
  - *returns* a **float32** tensor of the same shape with **memory of its own**; a number becomes a
    tensor of shape `()`

No result has a dtype other than the one above: `share` and `copy` keep int32, uint8, bool and
float64 as they are, and `as_float` makes float32 also where a program has set another default
dtype.

## Whose memory?

Two arrays in NumPy show what sharing means:

```python
>>> table = np.zeros((2, 3))
>>> column = table[:, 0]        # a view: no number was copied
>>> table[:] = 8.0
>>> column
array([8., 8.])
```

The same happens between an array and a tensor, if the tensor was made in the right way:

| call | takes | copies? | dtype |
|---|---|---|---|
| `torch.from_numpy(a)` | arrays only | never | the array's |
| `torch.as_tensor(a)` | arrays, lists, numbers | only if it must | the array's, or guessed |
| `torch.tensor(a)` | arrays, lists, numbers | always | the array's, or guessed |
| `torch.Tensor(a)` | lists, arrays; **an integer is a size** | it depends | the default, always |

"Guessed" means: integers become int64, floats become float32 (`torch.get_default_dtype()`), `True`
and `False` become bool. A NumPy array brings its dtype along, and that is float64 more often than
not.

## A flipped array

`image[:, ::-1]` does not move a pixel. It is a view that walks backwards through memory, with a
negative *stride* (the step from one element to the next). Tensors cannot have negative strides, so
torch raises `ValueError` there. The advice in the message is the way out.

## Out of scope

Arrays that are read-only (torch shares them with a warning), arrays of strings or objects, GPUs.

## Read more

[torch.from_numpy](https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html),
[torch.tensor](https://docs.pytorch.org/docs/stable/generated/torch.tensor.html),
[torch.as_tensor](https://docs.pytorch.org/docs/stable/generated/torch.as_tensor.html),
[Tensor attributes: dtypes](https://docs.pytorch.org/docs/stable/tensor_attributes.html).
Next: what a dtype can hold, and what is lost when you change it.
"""

# %%
import numpy as np
import torch


# %%
def share(a: np.ndarray) -> torch.Tensor:
    """Return a tensor that uses the memory of the array `a`, with its shape and dtype.

    Raises TypeError if `a` is not an array.

    >>> a = np.array([1, 2])
    >>> t = share(a)
    >>> a[0] = 7
    >>> t
    tensor([7, 2])
    """
    ### BEGIN SOLUTION
    return torch.from_numpy(a)
    ### END SOLUTION


# %%
def copy(a: np.ndarray) -> torch.Tensor:
    """Return a tensor with the values, shape and dtype of the array `a`, in memory of its own.

    >>> a = np.array([1, 2])
    >>> t = copy(a)
    >>> a[0] = 7
    >>> t
    tensor([1, 2])
    """
    ### BEGIN SOLUTION
    return torch.from_numpy(a.copy())
    ### END SOLUTION


# %%
def as_float(data: float | list | np.ndarray) -> torch.Tensor:
    """Return the number, list or array `data` as a float32 tensor with memory of its own.

    >>> as_float([1, 2])
    tensor([1., 2.])
    """
    ### BEGIN SOLUTION
    return torch.tensor(data, dtype=torch.float32)
    ### END SOLUTION


# %% tags=["explore"]
table = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
shared, own = share(table), copy(table)
table[0, 0] = -100.0
print(
    "the array says -100; the shared tensor", shared[0, 0].item(), "and the copy", own[0, 0].item()
)
print(
    "NumPy's dtype:", table.dtype, "| shared:", shared.dtype, "| as_float:", as_float(table).dtype
)
print("a flipped array, copied:", copy(table[::-1]).tolist())
