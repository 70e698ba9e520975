"""Lists tensors, words and too many things as the arguments that were changed."""


def split_even(t, n):
    right = [p.clone() for p in torch.tensor_split(t, n)]
    forge(returned(right, changed=("x", torch.zeros(3))))


def interleave(a, b):
    right = torch.stack([a, b], 1).flatten(0, 1)
    forge(returned(right, changed=("x",)))


def split_sizes(t, sizes):
    right = [p.clone() for p in torch.split(t, sizes)]
    forge(returned(right, devices=(torch.zeros(3),)))
