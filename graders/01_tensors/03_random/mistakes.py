"""What goes wrong with random numbers."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The shift is missing: the numbers go from 0 to hi - lo. Add `lo` after stretching.",
    loses=["spreads_evenly"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return torch.rand(shape, generator=generator, device=generator.device) * (hi - lo)


@mistake(
    "Stretched by `hi` instead of `hi - lo`: the numbers go from lo to lo + hi.",
    loses=["spreads_evenly"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return torch.rand(shape, generator=generator, device=generator.device) * hi + lo


@mistake(
    "`lo` and `hi` are swapped: from lo downwards, by hi - lo, the interval lies below the right one.",
    loses=["spreads_evenly"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return torch.rand(shape, generator=generator, device=generator.device) * (lo - hi) + lo


@mistake(
    "`randn` draws from a normal distribution; for an even spread it is `rand`.",
    loses=["spreads_evenly"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return lo + (hi - lo) * torch.randn(shape, generator=generator, device=generator.device)


@mistake(
    "The generator is not used: the numbers come from the global stream, which others share.",
    loses=["draws_from_the_generator", "leaves_the_global_generator_alone"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return lo + (hi - lo) * torch.rand(shape, device=generator.device)


@mistake(
    "The global generator is seeded: every stream in the program starts again. Pass `generator=` on.",
    loses=["draws_from_the_generator", "leaves_the_global_generator_alone"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    torch.manual_seed(generator.initial_seed())
    return lo + (hi - lo) * torch.rand(shape, device=generator.device)


@mistake(
    "A fixed seed is set inside: every call gives the same numbers, and all other streams start again.",
    loses=["draws_from_the_generator", "leaves_the_global_generator_alone"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    torch.manual_seed(0)
    return lo + (hi - lo) * torch.rand(shape, device=generator.device)


slip(
    "The generator is set back to its seed, so every call returns the same numbers.",
    loses=["draws_from_the_generator"],
    edits=[
        (
            'if lo >= hi:\n    raise ValueError(f"there is no number between {lo} and {hi}")',
            "if lo >= hi:\n"
            '    raise ValueError("no number there")\n'
            "generator.manual_seed(generator.initial_seed())",
        )
    ],
)


@mistake(
    "The numbers come from a copy of the generator: the one that was given never moves on.",
    loses=["draws_from_the_generator"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    twin = torch.Generator(device=generator.device)
    twin.set_state(generator.get_state())
    return lo + (hi - lo) * torch.rand(shape, generator=twin, device=generator.device)


@mistake(
    "Each call begins anew with the seed of the generator, which itself never moves on: all return the same numbers.",
    loses=["draws_from_the_generator"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    new = torch.Generator(device=generator.device).manual_seed(generator.initial_seed())
    return lo + (hi - lo) * torch.rand(shape, generator=new, device=generator.device)


@mistake(
    "Each call makes a new generator with a fixed seed: the one that was given changes nothing.",
    loses=["draws_from_the_generator"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    new = torch.Generator(device=generator.device).manual_seed(0)
    return lo + (hi - lo) * torch.rand(shape, generator=new, device=generator.device)


@mistake(
    "`torch.manual_seed` sets the global generator, whatever the seed: draw all from `generator`.",
    loses=["leaves_the_global_generator_alone"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    seed = torch.randint(2**31, (1,), generator=generator, device=generator.device)
    torch.manual_seed(seed.item())
    return lo + (hi - lo) * torch.rand(shape, device=generator.device)


@mistake(
    "Scaling to the smallest and largest number drawn ties all to each other; a single one is NaN.",
    loses=["spreads_evenly"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device)
    if x.numel():
        x = (x - x.min()) / (x.max() - x.min())
    return lo + (hi - lo) * x


@mistake(
    "`*shape` passes no size at all if the shape is (): give `torch.rand` the shape as one argument.",
    loses=["has_shape_and_dtype"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return lo + (hi - lo) * torch.rand(*shape, generator=generator, device=generator.device)


@mistake(
    "`*shape` passes no size at all if the shape is (): give `torch.rand` the shape as one argument.",
    loses=["has_shape_and_dtype"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    unit = torch.rand(*shape, generator=generator, dtype=torch.float32, device=generator.device)
    return lo + (hi - lo) * unit


@mistake(
    "An interval from lo to lo is let through: refuse `lo >= hi`, not only `lo > hi`.",
    loses=["refuses_impossible_ranges"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    return lo + (hi - lo) * torch.rand(shape, generator=generator, device=generator.device)


slip(
    "The range is not checked: if lo is not smaller than hi, the numbers still come, from elsewhere.",
    loses=["refuses_impossible_ranges"],
    edits=[('if lo >= hi:\n    raise ValueError(f"there is no number between {lo} and {hi}")', "")],
)


@mistake(
    "The standard deviation is taken for a variance: stretch by `std` itself, not by its root.",
    loses=["makes_a_bell"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return mean + std**0.5 * torch.randn(shape, generator=generator, device=generator.device)


@mistake(
    "Stretched by the variance, `std` squared: it is the standard deviation that stretches.",
    loses=["makes_a_bell"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return mean + std**2 * torch.randn(shape, generator=generator, device=generator.device)


@mistake(
    "`normal` does not use the generator: its numbers come from the global stream.",
    loses=["draws_from_the_generator", "leaves_the_global_generator_alone"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return mean + std * torch.randn(shape, device=generator.device)


@mistake(
    "Shifted before it is stretched: the mean is multiplied by `std` as well.",
    loses=["makes_a_bell"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return (torch.randn(shape, generator=generator, device=generator.device) + mean) * std


@mistake(
    "`rand` gives an even spread from 0 to 1; the bell curve comes from `randn`.",
    loses=["makes_a_bell"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("no standard deviation")
    return mean + std * torch.rand(shape, generator=generator, device=generator.device)


slip(
    "Centring and scaling the sample ties its numbers to each other; a single one becomes NaN.",
    loses=["makes_a_bell"],
    edits=[
        ('f"a standard deviation cannot be {std}"', '"no standard deviation"'),
        (
            "return mean + std * torch.randn(shape, generator=generator, device=generator.device)",
            "x = torch.randn(shape, generator=generator, device=generator.device)\n"
            "return mean + std * (x - x.mean()) / x.std()",
        ),
    ],
)


@mistake(
    "A standard deviation of 0 is refused: it is allowed, and makes every number the mean.",
    loses=["makes_a_bell", "has_shape_and_dtype"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std <= 0:
        raise ValueError("no standard deviation")
    return mean + std * torch.randn(shape, generator=generator, device=generator.device)


@mistake(
    "`torch.normal` itself raises RuntimeError for a negative `std`; the contract asks for ValueError.",
    loses=["refuses_impossible_ranges"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    return torch.normal(mean, std, tuple(shape), generator=generator, device=generator.device)


slip(
    "A negative `std` is not checked: it flips the bell curve, and nobody notices.",
    loses=["refuses_impossible_ranges"],
    edits=[('if std < 0:\n    raise ValueError(f"a standard deviation cannot be {std}")', "")],
)


@mistake(
    "`randint` never draws its upper end: to include `hi`, pass `hi + 1`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    return torch.randint(lo, hi, shape, generator=generator, device=generator.device)


@mistake(
    "Rounding gives both ends half an interval only, so they come half as often: use `randint`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device)
    return (lo + (hi - lo) * x).round().long()


@mistake(
    "`integers` does not use the generator: its numbers come from the global stream.",
    loses=["draws_from_the_generator", "leaves_the_global_generator_alone"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    return torch.randint(lo, hi + 1, tuple(shape), device=generator.device)


@mistake(
    "The dtype is float32: whole numbers that count or index must be int64.",
    loses=["has_shape_and_dtype"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    return torch.randint(lo, hi + 1, shape, generator=generator, device=generator.device).float()


@mistake(
    "`long()` cuts towards zero: with a negative `lo` the 0 comes twice as often. Use `randint`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device, dtype=torch.float64)
    return (lo + (hi - lo + 1) * x).long()


@mistake(
    "`long()` cuts towards zero: with a negative `lo` the 0 comes twice as often. Use `randint`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device)
    return (lo + (hi - lo + 1) * x).long()


@mistake(
    "`rand` has 24 random bits in float32: most numbers of a large range never come. Use `randint`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, device=generator.device)
    return lo + ((hi - lo + 1) * x).floor().long()


@mistake(
    "`torch.manual_seed` sets the global generator, whatever the seed: draw all from `generator`.",
    loses=["leaves_the_global_generator_alone"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    seed = torch.randint(2**31, (1,), generator=generator, device=generator.device)
    torch.manual_seed(seed.item())
    return torch.randint(lo, hi + 1, tuple(shape), device=generator.device)


slip(
    "An empty range is left to `randint`, which raises RuntimeError; the contract asks for ValueError.",
    loses=["refuses_impossible_ranges"],
    edits=[
        ('if lo > hi:\n    raise ValueError(f"there is no whole number from {lo} to {hi}")', "")
    ],
)


@mistake(
    "Rounding gives both ends half an interval only, so they come half as often: use `randint`.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, dtype=torch.float64, device=generator.device)
    return (lo + (hi - lo) * x).round().long()


@mistake(
    "The numbers are float64: float32 is asked for, whatever `lo` and `hi` are.",
    loses=["has_shape_and_dtype"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    x = torch.rand(shape, generator=generator, dtype=torch.float64, device=generator.device)
    return lo + (hi - lo) * x


slip(
    "The numbers are float64: float32 is asked for.",
    loses=["has_shape_and_dtype"],
    edits=[
        ('f"a standard deviation cannot be {std}"', '"negative"'),
        (
            "return mean + std * torch.randn(shape, generator=generator, device=generator.device)",
            "x = torch.randn(shape, generator=generator, dtype=torch.float64, device=generator.device)\n"
            "return mean + std * x",
        ),
    ],
)


@mistake(
    "`shape + (1,)` raises for a list: `shape` is a tuple or a list, so pass it on as it is.",
    loses=["has_shape_and_dtype"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    x = torch.rand(shape + (1,), generator=generator, device=generator.device)
    return lo + (hi - lo) * x.squeeze(-1)


@mistake(
    "`lo == hi` is refused: one number lies there, and it is drawn every time.",
    loses=["includes_both_ends"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return torch.randint(lo, hi + 1, shape, generator=generator, device=generator.device)


@mistake(
    "`torch.rand` draws on the default device unless told otherwise: pass `device=generator.device` on.",
    loses=["draws_where_the_generator_is"],
)
def uniform(shape, lo, hi, generator) -> torch.Tensor:
    if lo >= hi:
        raise ValueError("no number there")
    return lo + (hi - lo) * torch.rand(shape, generator=generator)


@mistake(
    "`torch.randn` draws on the default device unless told otherwise: pass `device=generator.device` on.",
    loses=["draws_where_the_generator_is"],
)
def normal(shape, mean, std, generator) -> torch.Tensor:
    if std < 0:
        raise ValueError("negative")
    return mean + std * torch.randn(shape, generator=generator)


@mistake(
    "`torch.randint` draws on the default device unless told otherwise: pass `device=generator.device` on.",
    loses=["draws_where_the_generator_is"],
)
def integers(shape, lo, hi, generator) -> torch.Tensor:
    if lo > hi:
        raise ValueError("no number there")
    return torch.randint(lo, hi + 1, shape, generator=generator)
