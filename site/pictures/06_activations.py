"""Pictures for lessons on activations whose examples show no numbers."""

from math import erf, exp, log10, sqrt, tanh

from torchdojo.site import curve, picture

_PLACES = [place / 10 for place in range(-30, 31)]


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z))


def _reach(depth: int) -> float:
    """The slope at 0 of so many logistic functions, one after the other."""
    value, slope = 0.0, 1.0
    for _ in range(depth):
        value = _logistic(value)
        slope *= value * (1 - value)
    return slope


PICTURES = {
    "03_tanh": picture(
        "Tanh and the logistic function from -3 to 3: the same shape, once from -1 to 1 and once "
        "from 0 to 1, and twice as steep.",
        curve("tanh", [tanh(z) for z in _PLACES]),
        curve("logistic", [_logistic(z) for z in _PLACES]),
    ),
    "04_relus": picture(
        "ReLU and three relatives from -3 to 3. Left of 0, ReLU is flat: a unit that is always "
        "there gets no gradient any more.",
        curve("ReLU", [max(z, 0.0) for z in _PLACES]),
        curve("leaky, 0.1", [z if z > 0 else 0.1 * z for z in _PLACES]),
        curve("ELU", [z if z > 0 else exp(z) - 1 for z in _PLACES]),
        curve("GELU", [z * (1 + erf(z / sqrt(2))) / 2 for z in _PLACES]),
    ),
    "05_depth": picture(
        "The power of ten of the gradient that is left after 1 to 10 logistic functions in a row: "
        "each takes at least three quarters of it.",
        curve("log10 of the gradient", [log10(_reach(depth)) for depth in range(1, 11)]),
    ),
}
