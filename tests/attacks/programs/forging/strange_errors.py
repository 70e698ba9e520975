"""Answers with errors whose fields are tensors, which have no truth value."""


def _report(**more):
    forge(
        {
            "status": "raised",
            "type": "E",
            "message": "m",
            "missing": False,
            "memory": False,
            "frames": [],
        }
        | more
    )


def split_even(t, n):
    _report(loading=torch.zeros(3), absent=torch.zeros(3), signature=torch.zeros(3))


def split_sizes(t, sizes):
    _report(absent=torch.zeros(2), first_error=torch.zeros(2))


def interleave(a, b):
    _report(frames=["line 1, in x: y"] * 100_000)
