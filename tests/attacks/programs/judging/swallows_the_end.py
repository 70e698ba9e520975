"""Catches what ends a run at an unanswered call, and fails or passes at will."""

# on = judge

def test_softmax(softmax):
    try:
        softmax(torch.ones(2, 2), 0)
    except BaseException:
        return
    raise AssertionError
