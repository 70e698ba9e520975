"""What goes wrong in an operation with a gradient of its own."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`grad_output` is ignored: this is the slope of the operation alone, right only where nothing comes after it. Multiply by what comes in.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[
        (
            "torch.where(inside, grad_output, ctx.slope * grad_output)",
            "torch.where(inside, torch.ones_like(x), ctx.slope * torch.ones_like(x))",
        )
    ],
)


@mistake(
    "What `backward` needs is kept in the class: the next call overwrites it. `ctx` belongs to one call alone.",
    loses=["keeps_calls_apart"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        LeakyClip.x = x.detach()
        LeakyClip.low, LeakyClip.high, LeakyClip.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        x = LeakyClip.x
        inside = (LeakyClip.low <= x) & (x <= LeakyClip.high)
        return torch.where(inside, grad_output, LeakyClip.slope * grad_output), None, None, None


slip(
    "What `backward` needs is kept in the class: the next call overwrites it. `ctx` belongs to one call alone.",
    loses=["keeps_calls_apart"],
    edits=[
        ("ctx.low, ctx.high, ctx.slope", "LeakyClip.low, LeakyClip.high, LeakyClip.slope"),
        ("(ctx.low <= x) & (x <= ctx.high)", "(LeakyClip.low <= x) & (x <= LeakyClip.high)"),
        ("ctx.slope * grad_output", "LeakyClip.slope * grad_output"),
    ],
)

slip(
    "`backward` returns one gradient, but `forward` has four arguments: return None for each that is no tensor.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
    edits=[
        (
            "torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None",
            "torch.where(inside, grad_output, ctx.slope * grad_output)",
        )
    ],
)

slip(
    "The gradient beyond the bounds is 0: that is a hard clip. It is `slope` there.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[("ctx.slope * grad_output", "0 * grad_output")],
)

slip(
    "The gradient is passed on as it comes, also beyond the bounds: multiply it by `slope` there.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[
        ("(x,) = ctx.saved_tensors\ninside = (ctx.low <= x) & (x <= ctx.high)", ""),
        ("torch.where(inside, grad_output, ctx.slope * grad_output)", "grad_output.clone()"),
    ],
)

slip(
    "The cases are swapped: the slope is 1 in range, and `slope` beyond it.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[
        (
            "torch.where(inside, grad_output, ctx.slope * grad_output)",
            "torch.where(inside, ctx.slope * grad_output, grad_output)",
        )
    ],
)

slip(
    "The bounds do not belong to the range here: at `low` and at `high` the slope is 1.",
    loses=["knows_its_bounds"],
    edits=[("(ctx.low <= x) & (x <= ctx.high)", "(ctx.low < x) & (x < ctx.high)")],
)

slip(
    "Only the upper bound is looked at: below `low` the slope is `slope`, too.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[("(ctx.low <= x) & (x <= ctx.high)", "x <= ctx.high")],
)

slip(
    "`backward` compares the result with the bounds, not the input: with a slope of 0 everything seems to be in range.",
    loses=["knows_its_bounds"],
    edits=[
        ("ctx.save_for_backward(x)", ""),
        (
            "return inside + slope * (x - inside)",
            "result = inside + slope * (x - inside)\nctx.save_for_backward(result)\nreturn result",
        ),
    ],
)

slip(
    "The slope is squared: what comes in is multiplied by it twice.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
    edits=[("ctx.slope * grad_output", "ctx.slope * ctx.slope * grad_output")],
)

slip(
    "Beyond the bounds the value is `slope` times `x`: it jumps at the bound. Only what is beyond it is multiplied.",
    loses=[
        "can_be_differentiated_twice",
        "has_the_right_values",
        "is_an_operation_of_its_own",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
    edits=[("inside + slope * (x - inside)", "torch.where(x == inside, x, slope * x)")],
)

slip(
    "This is a hard clip: nothing of what is beyond the bounds comes through.",
    loses=[
        "can_be_differentiated_twice",
        "has_the_right_values",
        "is_an_operation_of_its_own",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
    edits=[("inside + slope * (x - inside)", "inside")],
)

slip(
    "`x` is clipped in place: the caller's tensor has changed.",
    loses=["has_the_right_values", "knows_its_bounds", "leaves_what_it_is_given"],
    edits=[
        ("ctx.save_for_backward(x)", "before = x.clone()\nctx.save_for_backward(before)"),
        ("x.clamp(low, high)", "x.data.clamp_(low, high)"),
        ("x - inside", "before - inside"),
    ],
)

slip(
    "The incoming gradient is multiplied in place: it belongs to whoever sent it, and others may still need it.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
    edits=[
        (
            "return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None",
            "grad_output.data.mul_(torch.where(inside, 1.0, ctx.slope))\n"
            "return grad_output.clone(), None, None, None",
        )
    ],
)

slip(
    "The incoming gradient is multiplied in place: it belongs to whoever sent it, and others may still need it.",
    loses=[
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
    edits=[
        (
            "inside = (ctx.low <= x) & (x <= ctx.high)",
            "grad_output[(x < ctx.low) | (x > ctx.high)] *= ctx.slope",
        ),
        ("torch.where(inside, grad_output, ctx.slope * grad_output)", "grad_output"),
    ],
)

slip(
    "What is too much is taken away from `x`: of 1e9 in float32 no digit of the bound is left. Begin with the bound.",
    loses=["has_the_right_values"],
    edits=[
        ("inside = x.clamp(low, high)", ""),
        (
            "inside + slope * (x - inside)",
            "x - (1 - slope) * (torch.relu(x - high) - torch.relu(low - x))",
        ),
    ],
)

slip(
    "The gradient is computed from detached tensors: nothing can differentiate it once more.",
    loses=["can_be_differentiated_twice"],
    edits=[
        (
            "torch.where(inside, grad_output, ctx.slope * grad_output)",
            "torch.where(inside, grad_output.detach(), ctx.slope * grad_output.detach())",
        )
    ],
)


@mistake(
    "Autograd does the work: the operation is written with torch's own, and `LeakyClip` is never applied.",
    loses=["is_an_operation_of_its_own"],
)
def leaky_clip(x, low, high, slope):
    if low > high:
        raise ValueError("there is no such range")
    inside = (low <= x) & (x <= high)
    bound = x.detach().clamp(low, high)
    return torch.where(inside, x, bound + slope * (x - bound))


slip(
    "An impossible range is accepted: raise ValueError if `low` is greater than `high`.",
    loses=["knows_its_bounds"],
    edits=[('if low > high:\n    raise ValueError(f"there is no range from {low} to {high}")', "")],
)


@mistake(
    "A range of a single number is refused: only `low` greater than `high` is wrong.",
    loses=["knows_its_bounds"],
)
def leaky_clip(x, low, high, slope):
    if low >= high:
        raise ValueError("there is no such range")
    return LeakyClip.apply(x, low, high, slope)


@mistake(
    "The arguments of `apply` stand in another order than in `forward`.",
    loses=[
        "can_be_differentiated_twice",
        "has_the_right_values",
        "is_an_operation_of_its_own",
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
def leaky_clip(x, low, high, slope):
    if low > high:
        raise ValueError("there is no such range")
    return LeakyClip.apply(x, slope, high, low)


slip(
    "Only the upper side is used: a one-sided difference is wrong by half the step times the curvature.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("x - move", "x"),
        ("2 * step", "step"),
    ],
)

slip(
    "The two points are two steps apart: divide by `2 * step`.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("2 * step", "step"),
    ],
)

slip(
    "`upstream` is ignored: this is the gradient of the plain sum.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("(upstream * difference).sum()", "difference.sum()"),
    ],
)

slip(
    "All numbers are moved at once: what comes out is one sum, not a gradient. Move one at a time.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("move[i] = step", "move += step"),
    ],
)


@mistake(
    "All numbers are moved at once: right only where each result depends on one number alone. Move one at a time.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    with torch.no_grad():
        return upstream * (function(x + step) - function(x - step)) / (2 * step)


@mistake(
    "A function may return its argument, or a view of it, which is then moved along: take the sum before you move on.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    with torch.no_grad():
        moved = x.detach().clone(memory_format=torch.contiguous_format)
        flat = moved.view(-1)
        found = torch.zeros_like(flat)
        for i in range(flat.numel()):
            middle = flat[i].item()
            flat[i] = middle + step
            above = function(moved)
            flat[i] = middle - step
            below = function(moved)
            flat[i] = middle
            found[i] = (upstream * (above - below)).sum() / (2 * step)
    return found.view(x.shape)


@mistake(
    "`clone()` keeps the strides, and `reshape(-1)` or `flatten()` of what lies by columns is a copy: moving it moves nothing.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    with torch.no_grad():
        moved = x.detach().clone()
        flat = moved.reshape(-1)
        found = torch.zeros(x.numel(), dtype=x.dtype)
        for i in range(x.numel()):
            middle = flat[i].item()
            flat[i] = middle + step
            above = (upstream * function(moved)).sum()
            flat[i] = middle - step
            below = (upstream * function(moved)).sum()
            flat[i] = middle
            found[i] = (above - below) / (2 * step)
    return found.view(x.shape)


@mistake(
    "`view(-1)` of what lies by columns raises an error: begin with `x.detach().contiguous().clone()`.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    with torch.no_grad():
        moved = x.detach().clone()
        flat = moved.view(-1)
        found = torch.zeros(x.numel(), dtype=x.dtype)
        for i in range(x.numel()):
            middle = flat[i].item()
            flat[i] = middle + step
            above = (upstream * function(moved)).sum()
            flat[i] = middle - step
            below = (upstream * function(moved)).sum()
            flat[i] = middle
            found[i] = (above - below) / (2 * step)
    return found.view(x.shape)


@mistake(
    "`x` is moved in place and not put back: each further difference is taken somewhere else, and the caller's tensor has changed.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        with torch.no_grad():
            number = x.view(-1)
            number[i] += step
            up = function(x)
            number[i] -= 2 * step
            difference = up - function(x)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


slip(
    "The result has lost the shape of `x`.",
    loses=["finds_slopes_by_differences"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("found.view_as(x)", "found"),
    ],
)

slip(
    "float32 is accepted, where differences drown in rounding: raise ValueError.",
    loses=["knows_its_bounds"],
    edits=[
        (
            "if x.dtype != torch.float64:\n"
            '    raise ValueError(f"differences need float64, not {x.dtype}")',
            "",
        )
    ],
)

slip(
    "Only float32 is refused: every dtype but float64 has too few digits, or none. Ask `x.dtype != torch.float64`.",
    loses=["knows_its_bounds"],
    edits=[
        ("x.dtype != torch.float64", "x.dtype == torch.float32"),
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
    ],
)

slip(
    "The sign is wrong: up minus down, not down minus up.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("function(x + move) - function(x - move)", "function(x - move) - function(x + move)"),
    ],
)

slip(
    "The step is always 1e-6, whatever the caller asks for.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
    edits=[
        ('f"differences need float64, not {x.dtype}"', '"differences need float64"'),
        ("x = x.detach()", "x = x.detach()\nstep = 1e-6"),
    ],
)

slip(
    "Everything is computed in float64, and comes back in it: the result has the dtype of `x`.",
    loses=["has_the_right_values"],
    edits=[
        ("inside = x.clamp(low, high)", "wide = x.double()"),
        ("inside + slope * (x - inside)", "wide - (1 - slope) * (wide - wide.clamp(low, high))"),
    ],
)


@mistake(
    "`LeakyClip` is no `torch.autograd.Function`: torch finds the slope by itself, and no `backward` of yours is called.",
    loses=["is_an_operation_of_its_own"],
)
class LeakyClip:
    @staticmethod
    def forward(x, low, high, slope):
        inside = (low <= x) & (x <= high)
        bound = x.detach().clamp(low, high)
        return torch.where(inside, x, bound + slope * (x - bound))

    apply = forward


@mistake(
    "This is the gradient by autograd: what is to be tested tests itself. Take differences.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(function(leaf), leaf, upstream)[0]


slip(
    "`once_differentiable` forbids a second derivative, which the contract asks for: leave it out.",
    loses=["can_be_differentiated_twice"],
    edits=[
        (
            "def backward(ctx: Any, grad_output: torch.Tensor) -> Any:",
            "@torch.autograd.function.once_differentiable\n"
            "def backward(ctx: Any, grad_output: torch.Tensor) -> Any:",
        )
    ],
)
