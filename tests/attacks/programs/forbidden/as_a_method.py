"""Calls the method of the tensor."""

# on = softmax
# loses = is_written_by_hand


def softmax(z, dim):
    return z.softmax(dim)
