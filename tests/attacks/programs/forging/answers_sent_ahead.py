"""Sends a row of answers before any question is read."""

_value = [torch.zeros(2, 3)] * 4
for _ in range(8):
    forge(returned(_value))
