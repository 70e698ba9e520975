"""Packages that take as long to import as torch itself: a host imports them for programs to come.

What a host has imported, all its players find; what it has not, each player imports for itself,
which takes a second or two of its own time. So a host gets those that a program is likely to use.
"""

from collections.abc import Iterable

WORDS = {
    "torchvision": ("torchvision",),
    "torch._dynamo": (
        *("torch._dynamo", "optim", "compile", "checkpoint", "DataParallel", "assert_close"),
        *("backward", "autograd", "meta", "DispatchMode", "probing", "policy"),
        *("spawn", "init_process_group"),
    ),
}
"""By package, words of which a program that uses it has one. `torch._dynamo`, or what comes along
with it, is imported by the first optimizer that is made and the first gradient that is asked for,
by `torch.testing`, `torch.compile`, `torch.utils.checkpoint` and data-parallel modules, by real
process groups, by some kernels for the device `meta`, and by whatever watches operations from
Python."""


def likely(texts: Iterable[str]) -> frozenset[str]:
    """The packages that programs of these texts are likely to use."""
    found: set[str] = set()
    for text in texts:
        if len(found) == len(WORDS):
            break
        found |= {name for name, words in WORDS.items() if any(word in text for word in words)}
    return frozenset(found)
