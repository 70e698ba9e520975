"""What goes wrong in tanh."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The formula as it stands: for 800 it is inf / inf, which is nan. Use a power that never exceeds 1.",
    loses=["has_finite_slopes", "is_right_for_any_size", "keeps_digits_near_zero"],
)
def tanh(z):
    up, down = torch.exp(z), torch.exp(-z)
    return (up - down) / (up + down)


@mistake(
    "Only one sign is safe: `exp(-2z)` overflows for very negative numbers.",
    loses=["has_finite_slopes", "is_right_for_any_size"],
)
def tanh(z):
    power = torch.expm1(-2 * z)
    return -power / (2 + power)


@mistake(
    "`torch.where` picks the right value, but the part that it does not pick has overflowed, and 0 times inf makes the gradient nan: give both parts a safe argument.",
    loses=["has_finite_slopes"],
)
def tanh(z):
    down, up = torch.expm1(-2 * z), torch.expm1(2 * z)
    return torch.where(z >= 0, -down / (2 + down), up / (2 + up))


@mistake(
    "`where` puts the sign for large numbers, but the quotient not picked is inf / inf, and its gradient nan.",
    loses=["has_finite_slopes"],
)
def tanh(z):
    power = torch.expm1(2 * z)
    return torch.where(z.abs() > 20, z.sign(), power / (power + 2))


@mistake(
    "`clamp(-10, 10)` stops too early: in float64 tanh(10) is 1 - 4e-9, so 800 does not give 1.",
    loses=["is_right_for_any_size"],
)
def tanh(z):
    power = torch.expm1(2 * z.clamp(-10, 10))
    return power / (power + 2)


@mistake(
    "Near 0, z itself is returned, which is right to a few digits only: `torch.expm1` keeps them all.",
    loses=["keeps_digits_near_zero"],
)
def tanh(z):
    size = torch.where(z > 0, z, -z)
    power = torch.exp(-2 * size)
    far = (1 - power) / (1 + power)
    return torch.where(size < 1e-3, z, torch.where(z > 0, far, -far))


@mistake(
    "The slope of `abs` at 0 is 0, and so is that of `sign`: your tanh has no gradient at 0, where it should be 1.",
    loses=["has_finite_slopes"],
)
def tanh(z):
    power = torch.expm1(-2 * z.abs())
    return z.sign() * -power / (2 + power)


@mistake(
    "`1 - exp(-2z)` loses its digits near 0, where two numbers close to 1 cancel: `torch.expm1` keeps them.",
    loses=["keeps_digits_near_zero"],
)
def tanh(z):
    size = torch.where(z >= 0, z, -z)
    power = torch.exp(-2 * size)
    return torch.where(z >= 0, 1 - power, power - 1) / (1 + power)


slip(
    "The sign is lost: tanh is negative for negative numbers.",
    loses=["keeps_digits_near_zero", "has_finite_slopes", "is_right_for_any_size"],
    edits=[("torch.where(z >= 0, -power, power)", "-power")],
)


@mistake(
    "`tanh` is left to torch: write the powers yourself.",
    loses=["takes_help_where_it_should"],
)
def tanh(z):
    return torch.tanh(z)


slip(
    "2 s(z) - 1 is tanh(z / 2): the argument of the logistic function has to be doubled.",
    loses=["follows_from_the_logistic"],
    edits=[("2 * z", "z")],
)

slip(
    "s(2z) lies between 0 and 1: stretch it by 2 and move it down by 1.",
    loses=["follows_from_the_logistic"],
    edits=[("2 * torch.sigmoid(2 * z) - 1", "torch.sigmoid(2 * z)")],
)

slip(
    "`slope` applies tanh once more: its argument is already the output.",
    loses=["knows_its_slope"],
    edits=[("1 - y**2", "1 - torch.tanh(y) ** 2")],
)

slip(
    "y (1 - y) is the slope of the logistic function; that of tanh is another.",
    loses=["knows_its_slope"],
    edits=[("1 - y**2", "y * (1 - y)")],
)

slip(
    "The square is missing: 1 - y is no slope of tanh, which is the same for y and -y.",
    loses=["knows_its_slope"],
    edits=[("1 - y**2", "1 - y")],
)


@mistake(
    "tanh already reaches from -1 to 1, a width of 2: scaled by the whole width, it leaves the interval.",
    loses=["stays_within_bounds", "refuses_empty_intervals"],
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError("empty")
    return low + (high - low) * torch.tanh(z)


@mistake(
    "`clamp` also stays within the bounds, but beyond them it has no gradient: nothing leads back.",
    loses=["stays_within_bounds", "takes_help_where_it_should", "refuses_empty_intervals"],
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError("empty")
    return z.clamp(low, high)


@mistake(
    "This is the logistic function, stretched: its slope in the middle is a quarter of the width, not half.",
    loses=["stays_within_bounds", "takes_help_where_it_should", "refuses_empty_intervals"],
)
def bounded(z, low, high):
    if low >= high:
        raise ValueError("empty")
    return low + (high - low) * torch.sigmoid(z)


slip(
    "`torch.tensor` rounds the bounds to float32: compute with Python's floats, or pass the dtype of `z`.",
    loses=["stays_within_bounds"],
    edits=[
        (
            "if not low < high:\n"
            '    raise ValueError(f"the interval from {low} to {high} is empty")',
            "if not low < high:\n"
            '    raise ValueError("empty")\n'
            "low, high = torch.tensor([low, high], device=z.device)",
        )
    ],
)

slip(
    "No comparison with nan is true, so `low >= high` lets it pass: raise the error unless `low < high`.",
    loses=["refuses_empty_intervals"],
    edits=[
        ("not low < high", "low >= high"),
        ('f"the interval from {low} to {high} is empty"', '"empty"'),
    ],
)

slip(
    "An empty interval passes unnoticed: with `low` above `high` the scores are turned around.",
    loses=["refuses_empty_intervals"],
    edits=[
        (
            "if not low < high:\n"
            '    raise ValueError(f"the interval from {low} to {high} is empty")',
            "",
        )
    ],
)

slip(
    "Everything is computed in float32: the result has the dtype of `z`.",
    loses=["follows_from_the_logistic"],
    edits=[("2 * z", "2 * z.float()")],
)

slip(
    "This is torch's own tanh: here it is to be computed with `torch.sigmoid`.",
    loses=["takes_help_where_it_should"],
    edits=[("2 * torch.sigmoid(2 * z) - 1", "torch.tanh(z)")],
)


@mistake(
    "`clamp(-9, 9)` stops too early: in float64 tanh(9) is 1 - 3e-8, so 800 does not give 1.",
    loses=["is_right_for_any_size"],
)
def tanh(z):
    power = torch.expm1(2 * z.clamp(-9, 9))
    return power / (power + 2)
