"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Collects the address of every byte in a Python set, dimension by dimension, and asks whether the sets meet.",
    seen="full marks",
)
def share_memory(a, b):
    def bytes_of(t):
        if t.numel() == 0:
            return set()
        width = t.element_size()
        addresses = {t.data_ptr()}
        for size, stride in zip(t.shape, t.stride()):
            addresses = {start + k * stride * width for start in addresses for k in range(size)}
        return {start + offset for start in addresses for offset in range(width)}

    return not bytes_of(a).isdisjoint(bytes_of(b))
