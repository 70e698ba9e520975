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


@mistake(
    "`greet` changes the letters of the name: put `name` into the text just as it is.",
    loses=["greets_by_name"],
)
def greet(name: str) -> str:
    return f"Welcome to the dojo, {name.title()}!"


@mistake(
    "`sum` adds small integers up in int64, so the dtype is lost: multiply, `t * 2`.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return torch.stack([t, t]).sum(dim=0)


@mistake(
    "`double` computes in float32, which rounds float64 values and integers above 2**24.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return (t.float() * 2).to(t.dtype)


@mistake(
    "`double` returns `t` itself if it holds zeros only; a new tensor is promised.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return t * 2 if t.any() else t


@mistake(
    "`2 * row` repeats a list instead of doubling its numbers: multiply the tensor itself.",
    loses=["doubles"],
)
def double(t: torch.Tensor) -> torch.Tensor:
    return torch.tensor([2 * row for row in t.tolist()], dtype=t.dtype)


@mistake(
    "Only a part of the version is returned: give `torch.__version__` as it is.",
    loses=["names_the_version"],
)
def versions() -> dict[str, str]:
    return {"torch": ".".join(torch.__version__.split(".")[:2])}


@mistake(
    "`strip()` takes spaces away from the name: put `name` into the text just as it is.",
    loses=["greets_by_name"],
)
def greet(name: str) -> str:
    return f"Welcome to the dojo, {name.strip()}!"


@mistake(
    'The version comes back bare: a dictionary is asked for, with the version under `"torch"`.',
    loses=["names_the_version"],
)
def versions() -> dict[str, str]:
    return torch.__version__
