# /// torchdojo
# title = "Net input and the logistic function"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """The formula has two forms: 1 / (1 + exp(-z)), and the same with numerator and \
#   denominator multiplied by exp(z). Which one is safe for which sign of z?""",
#   """exp(-|z|) lies between 0 and 1 for every z. Write both forms with this one power, call \
#   it p: one of them is 1 / (1 + p), the other has p in the numerator as well. The slope of \
#   `abs` at 0 is 0, though: get the size of z in another way.""",
#   """`torch.where(z >= 0, z, -z)` is the size of z with a slope at 0. Then another \
#   `torch.where(z >= 0, ...)` picks one of the forms, both built from `p`. For `net_input`: \
#   the first weight meets the column of ones that is not there, so add `w[0]` to the product \
#   of `x` and `w[1:]`.""",
# ]
# ///
"""# Net input and the logistic function

Logistic regression, the smallest neural network there is, has two steps. The *net input* weighs the
features of an example and adds a bias. The *logistic function*, also called sigmoid, turns this
number into a probability. The same function gates the cells of an LSTM and answers every yes-or-no
question that a network is asked.

Its formula, `1 / (1 + exp(-z))`, is one line. For `z = -800` the power overflows. The value, 1 /
inf, happens to be right; the *gradient* is not: it becomes `nan`, and one step later so are all
weights.

## Goal

Write the net input with the bias as weight number 0, and a sigmoid that survives numbers of any
size, gradient included.

## Contract

- `net_input(x, w)`
  - *takes* examples `(N, D)`; weights `(D + 1,)`, the bias **first**
  - *returns* `(N,)`, in the dtype of `x`: the bias plus the weighted sum of each example's
    features; `ValueError` if `w` has another shape
- `sigmoid(z)`
  - *takes* a tensor of any shape, float32 or float64
  - *returns* `1 / (1 + exp(-z))`, element by element, shape and dtype of `z`
- `probability(x, w)`
  - *takes* what `net_input` takes
  - *returns* `(N,)`, in the dtype of `x`: the probability of the class 1 for each example

Rules:

- `sigmoid` is right for 800, -800 and infinities. For negative numbers it keeps all its digits:
  `sigmoid(-40.0)` is about `4.2e-18`, not 0.
- Gradients flow back through all three. They are finite for every finite `z`, and right at 0, where
  a network with new weights of 0 starts: the slope there is 1/4.
- Write the formula yourself: `sigmoid`, `expit`, `logit`, `logsigmoid`, `softplus`, `softmax` and
  `tanh` of torch are not allowed here. The name of your own function is fine, of course.

## The bias as a weight

Textbooks often write the bias as `w[0]` and give every example an additional feature that is always
1. With two features:

| | 1 | x1 | x2 |
|---|---|---|---|
| example | 1 | 5 | 2 |
| weights | 0.5 | 2 | -3 |
| product | 0.5 | 10 | -6 |

The net input is 4.5. Whether you really build the column of ones, or add `w[0]` at the end, is up
to you.

## Choosing without branching

`torch.where(condition, a, b)` computes *both* `a` and `b`, then picks. So a `nan` or `inf` in the
part that is not picked does no harm to the value. The gradient is another matter. Here with a
square root, which has an infinite slope at 0:

```python
>>> t = torch.tensor([0.0, 4.0], requires_grad=True)
>>> torch.where(t > 0, t.sqrt(), 0.0).sum().backward()
>>> t.grad
tensor([   nan, 0.2500])
```

The slope that was not picked is multiplied by 0, and `0 * inf` is `nan`. Both parts have to be safe
for every input, also for those they are not meant for.

A kink is a trap of its own: `abs` has slope -1 on the left of 0 and 1 on the right, and exactly
at 0 torch settles for 0.

## Out of scope

Integer tensors, half precision, several outputs.

## Read more

[torch.sigmoid](https://docs.pytorch.org/docs/stable/generated/torch.sigmoid.html),
[torch.where](https://docs.pytorch.org/docs/stable/generated/torch.where.html),
[torch.exp](https://docs.pytorch.org/docs/stable/generated/torch.exp.html).
Next: the same for more than two classes.
"""

# %%
import torch


# %%
def net_input(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
    """Return the net inputs, (N,), of the examples `x`, (N, D), for `w`, (D + 1,), bias first.

    Raises ValueError if `w` has another shape.

    >>> net_input(torch.tensor([[1.0, 2.0]]), torch.tensor([10.0, 3.0, 4.0]))
    tensor([21.])
    """
    ### BEGIN SOLUTION
    needed = (x.shape[1] + 1,)
    if w.shape != needed:
        raise ValueError(f"w has shape {tuple(w.shape)}, the features and a bias need {needed}")
    return w[0] + x @ w[1:]
    ### END SOLUTION


# %%
def sigmoid(z: torch.Tensor) -> torch.Tensor:
    """Return 1 / (1 + exp(-z)) for each element of `z`, with finite gradients.

    >>> sigmoid(torch.tensor([-800.0, 0.0, 800.0]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    ### BEGIN SOLUTION
    size = torch.where(z >= 0, z, -z)
    power = torch.exp(-size)
    return torch.where(z >= 0, 1.0, power) / (1 + power)
    ### END SOLUTION


# %%
def probability(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
    """Return the probability of the class 1, (N,), for the examples `x`, (N, D).

    >>> probability(torch.tensor([[1.0], [2.0]]), torch.tensor([-1.0, 1.0]))
    tensor([0.5000, 0.7311])
    """
    ### BEGIN SOLUTION
    return sigmoid(net_input(x, w))
    ### END SOLUTION


# %% tags=["explore"]
x, w = torch.tensor([[5.0, 2.0]]), torch.tensor([0.5, 2.0, -3.0])
print("the example of the lesson:", net_input(x, w), probability(x, w))

z = torch.tensor([-800.0, -40.0, 0.0, 800.0], requires_grad=True)
naive = 1 / (1 + torch.exp(-z))
print("the formula as it stands:", naive.detach(), torch.autograd.grad(naive.sum(), z)[0])
mine = sigmoid(z)
print("yours:                   ", mine.detach(), torch.autograd.grad(mine.sum(), z)[0])
