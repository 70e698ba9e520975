"""Checks of `uniform`, `normal` and `integers`: how 40,000 numbers lie, and whose they are."""

import pytest
import torch

from torchdojo import probing

# With 40,000 numbers, five standard deviations of a decile are less than 2.5 % of the spread
# between the outer deciles, and those of the share of one number in six less than 8 % of it.
DECILES, SHARES = 0.03, 0.1


def deciles(module, function, a, b, seed, like):
    """Draws 200 by 200 numbers and takes their deciles: what 10 %, 20 %, ... 90 % stay below"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = getattr(module, function)((200, 200), a, b, generator)
    steps = torch.linspace(0.1, 0.9, 9, dtype=torch.float64, device=x.device)
    return {
        f"deciles of {function}({(200, 200)}, {a}, {b}, generator)": torch.quantile(
            x.double(), steps
        ),
        f"share of different numbers in {function}": len(x.unique()) / 40_000,
    }


def shares(module, lo, hi, seed, like):
    """Draws 200 by 200 whole numbers by `integers` and counts each"""
    generator = torch.Generator(like.device).manual_seed(seed)
    x = module.integers((200, 200), lo, hi, generator)
    numbers = range(lo - 1, hi + 2)
    return {f"share of {k} among {lo} to {hi}": (x == k).double().mean() for k in numbers}


def streams(module, function, a, b, seed):
    """Draws from a generator, from it again, then from one seeded alike and one seeded otherwise"""
    first = torch.Generator().manual_seed(seed)
    same, other = torch.Generator().manual_seed(seed), torch.Generator().manual_seed(seed + 1)
    names = ["draw 1", "draw 2", "draw 3, seeded alike", "draw 4, seeded otherwise"]
    draws = [getattr(module, function)((30,), a, b, g) for g in (first, first, same, other)]
    found = {}
    for i, x in enumerate(draws):
        alike = [f"those of {names[j]} again" for j in range(i) if torch.equal(draws[j], x)]
        found[f"{function}, {names[i]}"] = alike[0] if alike else "new numbers"
    return found


def global_numbers(module, function, a, b, seed):
    """Seeds the global generator, calls the function, and draws three global numbers"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        x = getattr(module, function)((4, 3), a, b, torch.Generator().manual_seed(5))
        return {
            f"numbers of {function} differ": len(x.unique()) > 6,
            f"global numbers after {function}": torch.rand(3),
            f"global seed after {function}": torch.initial_seed(),
        }


def drawn(module, function, shape, a, b):
    """Draws numbers and looks at their shape and dtype"""
    x = getattr(module, function)(shape, a, b, torch.Generator().manual_seed(5))
    call = f"{function}({shape}, {a}, {b}, generator)"
    return {f"shape of {call}": list(x.shape), f"dtype of {call}": str(x.dtype)}


def refusal(module, function, a, b):
    """Asks for an impossible range and notes the kind of error"""
    generator = torch.Generator().manual_seed(5)
    kind = probing.raised(getattr(module, function), (2,), a, b, generator)
    return {f"{function}((2,), {a}, {b}, generator)": kind}


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
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 10**5)):
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
    for a, b in ((1.0, 2.0), (2.0, 1.0), (1.5, 1.5)):
        agree.run(refusal, "uniform", a, b)
    agree.run(refusal, "normal", 0.0, -0.5)
    agree.run(refusal, "integers", 4, 3)
