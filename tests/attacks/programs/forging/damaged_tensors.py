"""Sends tensors whose description does not fit their bytes, or that are used twice or not at all."""


def _described(text, data):
    head = text.encode()
    return len(head).to_bytes(8, "little") + head + data


def split_even(t, n):
    raw(b'["list",["tensor","0","float32"]]', b"\xff" * 200)


def split_sizes(t, sizes):
    huge = '{"0":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4]}}'
    raw(b'["tensor","0","float32"]', _described(huge, b"0000"))


def interleave(a, b):
    both = (
        '{"0":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},'
        '"1":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    )
    raw(b'["tensor","0","float32"]', _described(both, b"0000"))
