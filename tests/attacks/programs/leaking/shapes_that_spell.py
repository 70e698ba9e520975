"""Returns tensors whose shapes, and lists whose lengths, are the digits of the inputs."""


def split_even(t, n=None):
    digits = [int(abs(v) * 1e6) % 1000 + 1 for v in t.double().flatten().tolist()]
    return torch.empty(0, *digits[:20])


def split_sizes(t, sizes):
    return [0] * (int(t.double().abs().sum() * 1e4) % 100_000)


interleave = split_even
