"""What goes wrong in the welcome exercise."""

from torchdojo.grading import slip

slip(
    "`double` changes the caller's tensor: `mul_` and `*=` work in place, `t * 2` makes a new one.",
    loses=["doubles"],
    edits=[("t * 2", "t.mul_(2)")],
)

slip(
    "`double` loses the dtype: multiplying by 2.0 turns integers into floats.",
    loses=["doubles"],
    edits=[("t * 2", "t * 2.0")],
)

slip(
    "`double` adds 2 to each element instead of multiplying by 2.",
    loses=["doubles"],
    edits=[("t * 2", "t + 2")],
)

slip(
    "`greet` prints the greeting and returns None: a function hands its result back by `return`.",
    loses=["greets_by_name"],
    edits=[('return f"Welcome to the dojo, {name}!"', 'print(f"Welcome to the dojo, {name}!")')],
)

slip(
    "`greet` changes the letters of the name: put `name` into the text just as it is.",
    loses=["greets_by_name"],
    edits=[('f"Welcome to the dojo, {name}!"', 'f"Welcome to the dojo, {name.title()}!"')],
)

slip(
    "`sum` adds small integers up in int64, so the dtype is lost: multiply, `t * 2`.",
    loses=["doubles"],
    edits=[("t * 2", "torch.stack([t, t]).sum(dim=0)")],
)

slip(
    "`double` computes in float32, which rounds float64 values and integers above 2**24.",
    loses=["doubles"],
    edits=[("t * 2", "(t.float() * 2).to(t.dtype)")],
)

slip(
    "`double` returns `t` itself if it holds zeros only; a new tensor is promised.",
    loses=["doubles"],
    edits=[("t * 2", "t * 2 if t.any() else t")],
)

slip(
    "`2 * row` repeats a list instead of doubling its numbers: multiply the tensor itself.",
    loses=["doubles"],
    edits=[("t * 2", "torch.tensor([2 * row for row in t.tolist()], dtype=t.dtype)")],
)

slip(
    "Only a part of the version is returned: give `torch.__version__` as it is.",
    loses=["names_the_version"],
    edits=[("torch.__version__", '".".join(torch.__version__.split(".")[:2])')],
)

slip(
    "`strip()` takes spaces away from the name: put `name` into the text just as it is.",
    loses=["greets_by_name"],
    edits=[('f"Welcome to the dojo, {name}!"', 'f"Welcome to the dojo, {name.strip()}!"')],
)

slip(
    'The version comes back bare: a dictionary is asked for, with the version under `"torch"`.',
    loses=["names_the_version"],
    edits=[('{"torch": torch.__version__}', "torch.__version__")],
)
