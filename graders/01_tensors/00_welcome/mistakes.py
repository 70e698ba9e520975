"""What goes wrong in the welcome exercise."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`double` changes the caller's tensor: `mul_` and `*=` work in place, `t * 2` makes a new one.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return t.mul_(2)


@mistake(
    "`double` loses the dtype: multiplying by 2.0 turns integers into floats.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return t * 2.0


@mistake(
    "`double` adds 2 to each element instead of multiplying by 2.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return t + 2


@mistake(
    "`greet` prints the greeting and returns None: a function hands its result back by `return`.",
    loses=["greets_by_name"],
)
def greet(name: str) -> str:
    print(f"Welcome to the dojo, {name}!")
