"""Lists tensors and words as the arguments that were changed."""


def split_even(t, n):
    right = [p.clone() for p in torch.tensor_split(t, n)]
    forge(
        {"status": "returned", "value": right, "devices": ["cpu"], "changed": ["x", torch.zeros(3)]}
    )


def interleave(a, b):
    right = torch.stack([a, b], 1).flatten(0, 1)
    forge({"status": "returned", "value": right, "devices": ["cpu"], "changed": ["x"]})


def split_sizes(t, sizes):
    right = [p.clone() for p in torch.split(t, sizes)]
    forge({"status": "returned", "value": right, "devices": [torch.zeros(3)], "changed": []})
