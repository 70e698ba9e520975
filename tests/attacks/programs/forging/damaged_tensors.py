"""Sends tensors whose description does not fit their bytes."""


def split_even(t, n):
    raw(b'{"list":[{"tensor":"0"}]}', b"\xff" * 200)


def split_sizes(t, sizes):
    head = b'{"0":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4]}}'
    raw(b'{"tensor":"0"}', len(head).to_bytes(8, "little") + head + b"0000")


def interleave(a, b):
    raw(b'{"meta":[-5, "x"],"dtype":"load"}')
