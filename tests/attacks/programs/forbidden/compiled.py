"""Runs the function from a text."""

# on = softmax
# loses = is_written_by_hand

exec("def softmax(z, dim):\n    return torch.softmax(z, dim)")
