"""How other parts have something graded: the words behind `pytest`, as a user types them."""

from collections.abc import Iterable


def graders_arguments(ids: Iterable[str], *options: str) -> list[str]:
    """What runs the graders of exercises `ids`, in the root of their collection.

    Settings are named, so that none are looked for beside what is graded.
    """
    return [
        *("-q", "--no-header", "-c", "pyproject.toml", "-p", "no:cacheprovider"),
        *("-p", "no:logging"),
        *(f"graders/{id}" for id in ids),
        *options,
    ]
