"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "numbers all elements of the storage and lets as_strided pick those of the tensor",
    seen="full marks",
)
def share_memory(a, b):
    def touched(t):
        storage, size = t.untyped_storage(), t.element_size()
        numbers = torch.arange(storage.nbytes() // size)
        places = numbers.as_strided(t.shape, t.stride(), t.storage_offset())
        offsets = places.reshape(-1, 1) * size + torch.arange(size)
        return storage.data_ptr() + offsets.flatten()

    if a.numel() == 0 or b.numel() == 0:
        return False
    return bool(torch.isin(touched(a), touched(b)).any())


@right(
    "asks whose storage each result has, which is enough for these expressions", seen="full marks"
)
def predict():
    t = torch.arange(12.0).view(3, 4)
    texts = """
        t[1:] | t[[1, 2]] | t[t > 5] | t[:, 2] | t.T | t.reshape(12) | t.T.reshape(12) | t.contiguous()
        | t.T.contiguous() | t.flatten() | t.expand(2, 3, 4) | t.repeat(2, 1) | t.to(torch.float32)
        | t.to(torch.float64) | t.detach() | t.clone() | t + 0 | t.squeeze() | t.chunk(2)[1] | torch.cat([t])
    """
    home = t.untyped_storage().data_ptr()
    answers = {}
    for text in texts.split("|"):
        result = eval(text.strip(), {"t": t, "torch": torch})
        answers[text.strip()] = result.untyped_storage().data_ptr() == home
    return answers


@right("a loop that adds to one view after the other", seen="full marks")
def plus_rows_(t, rows, number):
    for row in rows:
        t.select(0, row).add_(number)
    return t
