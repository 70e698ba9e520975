"""Checks of `uniform`, `normal` and `integers`: how 40,000 numbers lie, and whose they are."""

import pytest
import torch

# With 40,000 numbers, five standard deviations of a decile are less than 2.5 % of the spread
# between the outer deciles, and those of the share of one number in six less than 8 % of it.
DECILES, SHARES = 0.03, 0.1


def deciles(module, function, a, b, seed, like):
    """Calls `FUNCTION((200, 200), A, B, generator)` and takes the deciles of the 40,000 numbers"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = getattr(module, function)((200, 200), a, b, generator)
    steps = torch.linspace(0.1, 0.9, 9, dtype=torch.float64, device=x.device)
    return {
        "deciles": torch.quantile(x.double(), steps),
        "share of different numbers": len(x.unique()) / 40_000,
    }


def shares(module, lo, hi, seed, like):
    """Calls `integers((200, 200), LO, HI, generator)` and counts each number"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = module.integers((200, 200), lo, hi, generator)
    numbers = range(lo - 1, hi + 2)
    return {f"share of {k}": (x == k).double().mean() for k in numbers}


def streams(module, function, a, b, seed):
    """Draws from a generator, from it again, then from one seeded alike and one seeded otherwise"""
    first = torch.Generator().manual_seed(seed)
    alike, other = torch.Generator().manual_seed(seed), torch.Generator().manual_seed(seed + 1)
    names = ["the first", "the second", "seeded alike", "seeded otherwise"]
    draws = [getattr(module, function)((30,), a, b, g) for g in (first, first, alike, other)]
    return {
        name: f"same numbers as {names[[torch.equal(d, x) for d in draws].index(True)]}"
        for name, x in zip(names, draws, strict=True)
    }


def global_numbers(module, function, a, b, seed):
    """Seeds the global generator, calls `FUNCTION`, and draws three global numbers"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        getattr(module, function)((4, 3), a, b, torch.Generator().manual_seed(5))
        return torch.rand(3), torch.initial_seed()


def drawn(module, function, shape, a, b):
    """Calls `FUNCTION(SHAPE, A, B, generator)` and looks at the result's shape and dtype"""
    x = getattr(module, function)(shape, a, b, torch.Generator().manual_seed(5))
    return list(x.shape), str(x.dtype)


def refusal(module, function, a, b):
    """Calls `FUNCTION((2,), A, B, generator)` and notes the kind of error"""
    try:
        getattr(module, function)((2,), a, b, torch.Generator().manual_seed(5))
    except NotImplementedError:
        raise
    except Exception as error:
        return "ValueError" if isinstance(error, ValueError) else type(error).__name__
    return "no error"


@pytest.mark.points(2)
def test_spreads_evenly(agree, draw, device):
    """`uniform` covers lo to hi evenly: each decile is right within 3 % of the spread."""
    for lo, hi in ((3.0, 5.0), (-1.0, 0.5 + draw.int(1, 3)), (-9.0, -7.5)):
        agree.run(deciles, "uniform", lo, hi, draw.int(0, 2**40), draw.normal(1), rtol=DECILES)


@pytest.mark.points(2)
def test_makes_a_bell(agree, draw, device):
    """`normal` has the mean and standard deviation asked for: deciles within 3 % of the spread."""
    for mean, std in ((3.0, 0.5), (-2.0, 3.0 + draw.int(1, 3)), (0.25, 1.5)):
        agree.run(deciles, "normal", mean, std, draw.int(0, 2**40), draw.normal(1), rtol=DECILES)


@pytest.mark.points(2)
def test_includes_both_ends(agree, draw, device):
    """`integers` draws lo, hi and all between equally often, within a tenth of each share."""
    for lo, hi in ((1, 6), (-2, 1), (draw.int(3, 9),) * 2):
        agree.run(shares, lo, hi, draw.int(0, 2**40), draw.normal(1), rtol=SHARES)


@pytest.mark.points(2)
def test_draws_from_the_generator(agree, draw):
    """Generators that are seeded alike give the same numbers, and a second call gives new ones."""
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 9)):
        agree.run(streams, function, a, b, draw.int(0, 2**40))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_global_generator_alone(agree, draw):
    """The program's next global random numbers are what they would have been."""
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 9)):
        agree.run(global_numbers, function, a, b, draw.int(0, 2**40))


def test_has_shape_and_dtype(agree, draw):
    """Any shape, also an empty or a single one; float32, and int64 for whole numbers."""
    for shape in ((2, 3), [4], (), (0, 2)):
        agree.run(drawn, "uniform", shape, 1.0, 3.0)
        agree.run(drawn, "normal", shape, 1.0, 0.0)
        agree.run(drawn, "integers", shape, 2, draw.int(3, 5))


@pytest.mark.hidden
def test_refuses_impossible_ranges(agree):
    """An interval without numbers and a negative standard deviation raise ValueError."""
    for a, b in ((2.0, 1.0), (1.5, 1.5)):
        agree.run(refusal, "uniform", a, b)
    agree.run(refusal, "normal", 0.0, -0.5)
    agree.run(refusal, "integers", 4, 3)
