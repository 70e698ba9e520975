"""Says of right answers that an argument was changed whose number has thousands of digits."""


def _said(value, changed):
    header, body = wire_of(returned(value))
    raw(header.replace(b'"changed",["tuple"]', b'"changed",["tuple",' + changed + b"]"), body)


def wire_of(reply):
    from torchdojo.players import wire

    return wire.encode(reply)


def split_even(t, n):
    _said([p.clone() for p in torch.tensor_split(t, n)], b"9" * 4300)


def interleave(a, b):
    _said(torch.stack([a, b], 1).flatten(0, 1), b"9" * 300)


def split_sizes(t, sizes):
    _said([p.clone() for p in torch.split(t, sizes)], b"1e999")
