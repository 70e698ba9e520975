"""What goes wrong in an operation with a gradient of its own."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`grad_output` is ignored: this is the slope of the operation alone, right only where nothing comes after it. Multiply by what comes in.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return (
            torch.where(inside, torch.ones_like(x), ctx.slope * torch.ones_like(x)),
            None,
            None,
            None,
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


@mistake(
    "What `backward` needs is kept in the class: the next call overwrites it. `ctx` belongs to one call alone.",
    loses=["keeps_calls_apart"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        LeakyClip.low, LeakyClip.high, LeakyClip.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (LeakyClip.low <= x) & (x <= LeakyClip.high)
        return torch.where(inside, grad_output, LeakyClip.slope * grad_output), None, None, None


@mistake(
    "`backward` returns one gradient, but `forward` has four arguments: return None for each that is no tensor.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output)


@mistake(
    "The gradient beyond the bounds is 0: that is a hard clip. It is `slope` there.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, 0 * grad_output), None, None, None


@mistake(
    "The gradient is passed on as it comes, also beyond the bounds: multiply it by `slope` there.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.clone(), None, None, None


@mistake(
    "The cases are swapped: the slope is 1 in range, and `slope` beyond it.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, ctx.slope * grad_output, grad_output), None, None, None


@mistake(
    "The bounds do not belong to the range here: at `low` and at `high` the slope is 1.",
    loses=["knows_its_bounds"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low < x) & (x < ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "Only the upper bound is looked at: below `low` the slope is `slope`, too.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = x <= ctx.high
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "`backward` compares the result with the bounds, not the input: with a slope of 0 everything seems to be in range.",
    loses=["knows_its_bounds"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        result = inside + slope * (x - inside)
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "The slope is squared: what comes in is multiplied by it twice.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return (
            torch.where(inside, grad_output, ctx.slope * ctx.slope * grad_output),
            None,
            None,
            None,
        )


@mistake(
    "Beyond the bounds the value is `slope` times `x`: it jumps at the bound. Only what is beyond it is multiplied.",
    loses=[
        "can_be_differentiated_twice",
        "has_the_right_values",
        "is_an_operation_of_its_own",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return torch.where(x == inside, x, slope * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "This is a hard clip: nothing of what is beyond the bounds comes through.",
    loses=[
        "can_be_differentiated_twice",
        "has_the_right_values",
        "is_an_operation_of_its_own",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "`x` is clipped in place: the caller's tensor has changed.",
    loses=["has_the_right_values", "knows_its_bounds", "leaves_what_it_is_given"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        before = x.clone()
        ctx.save_for_backward(before)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.data.clamp_(low, high)
        return inside + slope * (before - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "The incoming gradient is multiplied in place: it belongs to whoever sent it, and others may still need it.",
    loses=[
        "can_be_differentiated_twice",
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        grad_output.data.mul_(torch.where(inside, 1.0, ctx.slope))
        return grad_output.clone(), None, None, None


@mistake(
    "The incoming gradient is multiplied in place: it belongs to whoever sent it, and others may still need it.",
    loses=[
        "keeps_calls_apart",
        "knows_its_bounds",
        "leaves_what_it_is_given",
        "sends_the_right_slopes_back",
    ],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        grad_output[(x < ctx.low) | (x > ctx.high)] *= ctx.slope
        return grad_output, None, None, None


@mistake(
    "What is too much is taken away from `x`: of 1e9 in float32 no digit of the bound is left. Begin with the bound.",
    loses=["has_the_right_values"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        return x - (1 - slope) * (torch.relu(x - high) - torch.relu(low - x))

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


@mistake(
    "The gradient is computed from detached tensors: nothing can differentiate it once more.",
    loses=["can_be_differentiated_twice"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        inside = x.clamp(low, high)
        return inside + slope * (x - inside)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return (
            torch.where(inside, grad_output.detach(), ctx.slope * grad_output.detach()),
            None,
            None,
            None,
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


@mistake(
    "An impossible range is accepted: raise ValueError if `low` is greater than `high`.",
    loses=["knows_its_bounds"],
)
def leaky_clip(x, low, high, slope):
    return LeakyClip.apply(x, low, high, slope)


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


@mistake(
    "Only the upper side is used: a one-sided difference is wrong by half the step times the curvature.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x)
        found[i] = (upstream * difference).sum() / step
    return found.view_as(x)


@mistake(
    "The two points are two steps apart: divide by `2 * step`.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / step
    return found.view_as(x)


@mistake(
    "`upstream` is ignored: this is the gradient of the plain sum.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = difference.sum() / (2 * step)
    return found.view_as(x)


@mistake(
    "All numbers are moved at once: what comes out is one sum, not a gradient. Move one at a time.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move += step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


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


@mistake(
    "The result has lost the shape of `x`.",
    loses=["finds_slopes_by_differences"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found


@mistake(
    "float32 is accepted, where differences drown in rounding: raise ValueError.",
    loses=["knows_its_bounds"],
)
def numerical_gradient(function, x, upstream, step):
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


@mistake(
    "Only float32 is refused: every dtype but float64 has too few digits, or none. Ask `x.dtype != torch.float64`.",
    loses=["knows_its_bounds"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype == torch.float32:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


@mistake(
    "The sign is wrong: up minus down, not down minus up.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x - move) - function(x + move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


@mistake(
    "The step is always 1e-6, whatever the caller asks for.",
    loses=["finds_slopes_by_differences", "leaves_what_it_is_given"],
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype != torch.float64:
        raise ValueError("differences need float64")
    x = x.detach()
    step = 1e-6
    found = torch.zeros_like(x).flatten()
    for i in range(x.numel()):
        move = torch.zeros_like(found)
        move[i] = step
        move = move.view_as(x)
        with torch.no_grad():
            difference = function(x + move) - function(x - move)
        found[i] = (upstream * difference).sum() / (2 * step)
    return found.view_as(x)


@mistake(
    "Everything is computed in float64, and comes back in it: the result has the dtype of `x`.",
    loses=["has_the_right_values"],
)
class LeakyClip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high, slope):
        ctx.save_for_backward(x)
        ctx.low, ctx.high, ctx.slope = low, high, slope
        wide = x.double()
        return wide - (1 - slope) * (wide - wide.clamp(low, high))

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        inside = (ctx.low <= x) & (x <= ctx.high)
        return torch.where(inside, grad_output, ctx.slope * grad_output), None, None, None


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
