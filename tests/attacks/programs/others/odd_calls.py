"""Calls the function with what its player might choke on: meta tensors, deep lists, huge numbers, bytes."""

# on = judge
# seconds = 3


def test_softmax(softmax):
    deep = []
    for _ in range(35):
        deep = [deep]
    for args in ((torch.empty(2**40, device="meta"), 0), (deep, 0), (torch.ones(2), 2**900), (b"x" * 10**6, 0)):
        try:
            softmax(*args)
        except Exception:
            continue
