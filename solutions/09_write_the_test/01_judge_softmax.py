# /// torchdojo
# title = "Write the test: softmax"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """Write down what could be wrong with a softmax that looks right on one small matrix. Each \
#   of your ideas needs an input on which right and wrong functions differ.""",
#   """One tensor with three dimensions of different sizes tells most mistakes apart, if `dim` \
#   is not the last one. Scores around 1000 and -1000 need a call of their own. \
#   `torch.testing.assert_close` compares shape and dtype as well, with a tolerance that fits.""",
#   """Take `torch.softmax` as the one that knows. Compare values on a float64 tensor that \
#   requires a gradient, then `torch.autograd.grad` of both results with the same random \
#   upstream gradient. Then two rows near 1000 and -1000 along both dims, with a wider \
#   tolerance; require no gradient there, and look whether the scores are still what they were.""",
# ]
# ///
"""# Write the test: softmax

A wrong softmax rarely crashes. It trains, a little worse than it should, and nobody looks at it
again. What finds it is a test, and a test is a program too: one that accepts everything is worth as
little as one that finds fault with everything. In this exercise the roles change. You write the
test; several functions, right ones and wrong ones, are handed to it; and your score is how well it
tells them apart.

## Goal

Write one function that accepts every right softmax and rejects every wrong one.

## Contract

- `test_softmax(softmax)`
  - *takes* a function `softmax(z, dim)`
  - *returns* None if the function is right; raises an error, `AssertionError` as a rule, if it is
    not

This is what a right `softmax(z, dim)` promises:

- `z` is a floating-point tensor of one or more dimensions, `dim` an int, which may count from the
  end. The result has the shape and dtype of `z`. Along `dim`, it is exp(z) divided by its sum.
- It is right and finite for scores of any size: around 1000, around -1000, and both in one tensor.
- Gradients flow back to `z`, as they should.
- `z` stays as it is.

And this is what your test may rely on:

- The function lives in **another process**. You cannot look into it, only call it, with tensors and
  numbers. Shapes, dtypes, values, errors, changes to `z` and gradients (`backward`,
  `torch.autograd.grad`) come through as if it were here.
- Your test runs several times, with the same random numbers each time.
- At most **8 different calls** of each function, where a backward pass counts as a call. A short
  test is read by others, and runs a thousand times a day.

## Two ways to know what is right

An *oracle* computes the same in another way: a slow loop, a formula on paper, a library.
A *property* must hold whatever the numbers are. Here both are used on a function that takes means:

```python
def test_mean(mean):
    x = torch.randn(3, 5)
    torch.testing.assert_close(mean(x, 1), x.sum(1) / 5)         # an oracle
    torch.testing.assert_close(mean(x + 7, 1), mean(x, 1) + 7)   # a property
```

Would you notice a `mean` that ignores the 1 and always takes the last dimension? This test would
not. A call with another dim settles it, and so does a tensor whose sizes are all different.

## How close is close?

Two right functions that add in a different order differ in the last digits. `torch.equal` calls one
of them wrong. A tolerance of 0.1 calls everything right that lies between 0 and 0.1.
`torch.testing.assert_close` has a fitting tolerance for each dtype, and says in its error which
element differs.

It cannot know how many digits your *input* has. A float32 has about seven, so a score of 1234.5678
has three after the point, and a right function that computes with it as it is can be off by one in
the fourth. Then say so: `assert_close(got, right, rtol=1e-3, atol=1e-3)`.

## A test that says nothing

A function that ends without an error has accepted, whatever it returns: `return False` is as good
as no test at all. `assert` is what says no.

## Out of scope

Integer tensors, scores of `-inf` or `nan`, speed, devices.

## Read more

[torch.testing.assert_close](https://docs.pytorch.org/docs/stable/testing.html#torch.testing.assert_close),
[torch.softmax](https://docs.pytorch.org/docs/stable/generated/torch.softmax.html),
[torch.autograd.grad](https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html).
Next: a test for a dataset of pairs, where mistakes sit at the ends.
"""

# %%
from collections.abc import Callable

import torch


# %%
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    """Raise an error unless `softmax` keeps all its promises.

    >>> test_softmax(torch.softmax)
    >>> test_softmax(lambda z, dim: z.exp())
    Traceback (most recent call last):
    AssertionError...
    """
    ### BEGIN SOLUTION
    z = torch.randn(3, 4, 5, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(3, 4, 5, dtype=torch.float64)
    got, right = softmax(z, -2), torch.softmax(z, -2)
    torch.testing.assert_close(got, right)
    slopes = (torch.autograd.grad(result, z, upstream)[0] for result in (got, right))
    torch.testing.assert_close(*slopes)
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    before = far.clone()
    for dim in (0, 1):
        torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim), rtol=1e-3, atol=1e-3)
        assert torch.equal(far, before), "the scores were changed"
    ### END SOLUTION


# %% tags=["explore"]
def careless(z: torch.Tensor, dim: int) -> torch.Tensor:
    """It looks right, and overflows."""
    return z.exp() / z.exp().sum(dim, keepdim=True)


# %% tags=["explore"]
if __name__ == "__main__":
    for softmax in (torch.softmax, careless):
        try:
            test_softmax(softmax)
            print(f"{softmax.__name__}: accepted")
        except Exception as error:
            print(f"{softmax.__name__}: rejected. {type(error).__name__}: {error}")
