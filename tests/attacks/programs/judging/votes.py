"""Compares the answers of all functions, in the memory of those who asked before, and rejects the minority."""

# on = judge

_seen = []


def test_softmax(softmax):
    z = torch.arange(24.0).view(2, 3, 4).sin()
    far = z * 1000
    answers = [softmax(z, 1), softmax(z, -2), softmax(far, 0), softmax(z.double(), 0)]
    mine = [str(answer.shape) + str(answer.tolist())[:60] for answer in answers]
    _seen.append(mine)
    most = max(_seen, key=_seen.count)
    assert mine == most
