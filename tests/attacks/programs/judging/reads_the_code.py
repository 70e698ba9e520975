"""Looks for what wrong functions are made of in the code of the function that it judges, and beside it."""

# on = judge

import gc


def _texts(function):
    yield repr(getattr(function, "__code__", ""))
    yield repr(vars(function))
    for other in gc.get_objects():
        if callable(other) and getattr(other, "__name__", "") == "softmax":
            yield str(getattr(getattr(other, "__code__", None), "co_names", ""))


def test_softmax(softmax):
    text = " ".join(_texts(softmax))
    assert not any(word in text for word in ("clamp", "round", "sum", "max", "detach", "float"))
