"""Calls the function inside an expression too deep to be printed again."""

# on = softmax
# loses = is_written_by_hand

_deep = "z" + "[()]" * 300


def softmax(z, dim):
    return eval(f"({_deep}).softmax({dim})")
