"""Tells the functions apart by what is left of the one that was judged before in the same player."""

# on = judge

import builtins


def test_softmax(softmax):
    z = torch.arange(6.0).view(2, 3)
    mine = str(softmax(z, 1))
    seen = vars(builtins).setdefault("_seen", [])
    seen.append(mine)
    assert len(set(seen)) == 1 and len(seen) > 4
