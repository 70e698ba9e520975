"""Calls the function without arguments, and reads in the error what it is called where it was written."""

# on = judge


def test_softmax(softmax):
    try:
        softmax()
    except Exception as error:
        said = str(error) + repr(error) + str(vars(error)) + str(error.__traceback__.tb_next)
        own = ("built_in", "detour", "by_logarithms", "softmax()")
        assert any(name in said for name in own)
        assert "softmax() missing" in said or any(name in said for name in own[:3])
