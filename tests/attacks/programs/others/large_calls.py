"""Calls the function with as much as a message takes, until the questions no longer fit."""

# on = judge
# seconds = 5


def test_softmax(softmax):
    for size in range(1_000_000, 1_000_050):
        softmax(torch.zeros(size), 0)
