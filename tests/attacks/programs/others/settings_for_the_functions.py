"""Calls the function so that it leaves its process changed, for whoever calls it next."""

# on = judge
# seconds = 3


def test_softmax(softmax):
    softmax(torch.full((3,), float("nan")), 0)
    for dtype in (torch.float16, torch.bfloat16, torch.complex64, torch.int64, torch.bool):
        try:
            softmax(torch.ones(3, dtype=dtype), 0)
        except Exception:
            continue
    try:
        softmax(torch.ones(2, requires_grad=True), 0).sum().backward()
    except Exception:
        pass
