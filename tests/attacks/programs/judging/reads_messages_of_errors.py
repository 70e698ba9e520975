"""Calls with arguments of other kinds, and reads in the messages which functions of torch are used."""

# on = judge


def _said(softmax, *args):
    try:
        return str(softmax(*args))
    except Exception as error:
        return f"{error} {getattr(error, 'name', '')} {getattr(error, 'obj', '')}"


def test_softmax(softmax):
    said = " ".join(
        _said(softmax, *args) for args in (("z", 0), (None, 0), ([1.0], 0), (torch.ones(2), "x"))
    )
    assert not any(word in said for word in ("max()", "sum", "clamp", "mul", "round", "dividing", "/"))
    assert "softmax" in said or "exp" in said
