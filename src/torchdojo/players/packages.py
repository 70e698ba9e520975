"""Packages that take as long to import as torch itself: a host imports them for programs to come.

What a host has imported, all its players find; what it has not, each player imports for itself,
which takes a second or two of its own time. So a host gets those that a program is likely to use.
"""

from collections.abc import Iterable

WORDS = {
    "torchvision": ("torchvision",),
    "torch._dynamo": (
        *("torch._dynamo", "optim", "compile", "checkpoint", "DataParallel"),
        *("meta", "DispatchMode", "probing.operations", "policy"),
    ),
}
"""By package, words of which a program that uses it has one. `torch._dynamo` is imported by the
first optimizer that is made, by `torch.compile`, `torch.utils.checkpoint` and data-parallel modules
(`torch._compile._disable_dynamo`), by some kernels for the device `meta`, and by whatever watches
operations from Python."""


def likely(texts: Iterable[str]) -> frozenset[str]:
    """The packages that programs of these texts are likely to use."""
    found: set[str] = set()
    for text in texts:
        if len(found) == len(WORDS):
            break
        found |= {name for name, words in WORDS.items() if any(word in text for word in words)}
    return frozenset(found)
