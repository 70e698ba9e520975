# /// torchdojo
# title = "Welcome: check your installation"
# form = "module"
# start = "solved"
# difficulty = 1
# minutes = 5
# hints = [
#   "There is nothing to write: run `pytest graders/ --exercise welcome`.",
#   "If a check fails, run `torchdojo doctor`: it names what is missing and how to mend it.",
#   """If you have changed this file, `torchdojo build` cannot help; take it back with \
#   `git checkout`.""",
# ]
# ///
"""# Welcome: check your installation

This exercise is already solved. It shows how every other one works, and it proves that Python,
torch and the referee work together on your machine.

## Goal

Run `pytest graders/ --exercise welcome`. You should see three checks pass and a table with full
marks.

## How it works

Your file is loaded in a process of its own, a *player*. The *referee* draws random inputs, gives
them to the player and to the reference solution, and compares both answers: type, shape and dtype
first, then every element. So nothing that your code prints or claims can change a score, only what
it returns.

## Contract

- `greet(name)`
  - *takes* a string
  - *returns* the string `"Welcome to the dojo, NAME!"`, with the name exactly as given
- `double(t)`
  - *takes* a tensor of numbers, of any shape and dtype
  - *returns* a new tensor, same shape and dtype, each element doubled
- `versions()`
  - *takes* nothing
  - *returns* a dictionary with torch's version under `"torch"`

## Example

```python
>>> greet("Ada")
'Welcome to the dojo, Ada!'
>>> double(torch.tensor([1.5, -2.0]))
tensor([ 3., -4.])
```

## Try it

Break something on purpose: let `double` change `t` in place with `t.mul_(2)`, run the check again,
and read what the feedback says. Then put it back.

## Out of scope

Speed, and graphics cards: later exercises use one when there is one.

## Read more

[Tensors](https://docs.pytorch.org/docs/stable/tensors.html). Next: your first real exercise,
tensors from lists and from NumPy.
"""

# %%
import torch


# %%
def greet(name: str) -> str:
    """Return a greeting for `name`.

    >>> greet("Grace Hopper")
    'Welcome to the dojo, Grace Hopper!'
    """
    ### BEGIN SOLUTION
    return f"Welcome to the dojo, {name}!"
    ### END SOLUTION


# %%
def double(t: torch.Tensor) -> torch.Tensor:
    """Return a new tensor, shape and dtype of `t`, with each element doubled.

    >>> double(torch.tensor([3, 5]))
    tensor([ 6, 10])
    """
    ### BEGIN SOLUTION
    return t * 2
    ### END SOLUTION


# %%
def versions() -> dict[str, str]:
    """Return torch's version under the key ``"torch"``.

    >>> versions()["torch"] == torch.__version__
    True
    """
    ### BEGIN SOLUTION
    return {"torch": torch.__version__}
    ### END SOLUTION


# %% tags=["explore"]
print(greet("Ada"))
print(double(torch.tensor([1.5, -2.0])))
print(versions())
