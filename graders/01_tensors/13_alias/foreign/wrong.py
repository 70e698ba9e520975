"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Compares the stretch from first to last byte: two columns of a matrix overlap in that, yet have no number in common.",
    seen="named",
)
def share_memory(a, b):
    def stretch(t):
        last = sum((size - 1) * stride for size, stride in zip(t.shape, t.stride()))
        return t.data_ptr(), t.data_ptr() + (last + 1) * t.element_size()

    if a.numel() == 0 or b.numel() == 0:
        return False
    a_begin, a_end = stretch(a)
    b_begin, b_end = stretch(b)
    return a_begin < b_end and b_begin < a_end


@wrong(
    "Collects only the first byte of each number: an int32 that is the second half of an int64 begins at no address of it.",
    seen="named",
)
def share_memory(a, b):
    def addresses(t):
        found = torch.full(t.shape, t.data_ptr(), dtype=torch.int64)
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            shape = [1] * t.dim()
            shape[dim] = size
            found += (torch.arange(size) * stride * t.element_size()).view(shape)
        return set(found.flatten().tolist())

    return not addresses(a).isdisjoint(addresses(b))


@wrong(
    "Writes into a to see whether b moves, and puts it back: the contract forbids changing a tensor, even for a moment.",
    seen="caught",
)
def share_memory(a, b):
    if a.numel() == 0 or b.numel() == 0:
        return False
    with torch.no_grad():
        saved, before = a.clone(), b.clone()
        a.zero_()
        changed = not torch.equal(b, before)
        a.fill_(1)
        changed = changed or not torch.equal(b, before)
        a.copy_(saved)
    return changed


@wrong(
    "t.contiguous() and t.to(torch.float32) give t itself here: that is no view with a base, but shares all of its memory.",
    seen="named",
)
def predict():
    t = torch.zeros(3, 4)
    texts = (
        "t[1:]",
        "t[[1, 2]]",
        "t[t > 5]",
        "t[:, 2]",
        "t.T",
        "t.reshape(12)",
        "t.T.reshape(12)",
        "t.contiguous()",
        "t.T.contiguous()",
        "t.flatten()",
        "t.expand(2, 3, 4)",
        "t.repeat(2, 1)",
        "t.to(torch.float32)",
        "t.to(torch.float64)",
        "t.detach()",
        "t.clone()",
        "t + 0",
        "t.squeeze()",
        "t.chunk(2)[1]",
        "torch.cat([t])",
    )
    answers = {}
    for text in texts:
        answers[text] = eval(text, {"t": t, "torch": torch})._base is t
    return answers


@wrong(
    "For the number 0 the caller's own t comes back instead of a new tensor: who writes into the result changes t.",
    seen="full marks",
)
def plus(t, number):
    if number == 0:
        return t
    return t + number


@wrong(
    "flatten() of a tensor that does not lie in one piece, such as a transposed view, is a copy: t itself never changes.",
    seen="named",
)
def plus_(t, number):
    t.flatten().add_(number)
    return t


@wrong(
    "t[rows] += number reads, adds and writes back once: a row that is listed twice gets the number only once.",
    seen="named",
)
def plus_rows_(t, rows, number):
    t[rows] += number
    return t


@wrong(
    "torch.tensor([]) is float32, which index_add_ refuses as an index: an empty list of rows raises an error.",
    seen="caught",
)
def plus_rows_(t, rows, number):
    index = torch.tensor(rows, device=t.device)
    source = torch.full((len(rows), *t.shape[1:]), number, dtype=t.dtype, device=t.device)
    t.index_add_(0, index, source)
    return t
