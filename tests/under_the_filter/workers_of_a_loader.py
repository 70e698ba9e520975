"""Workers of a loader."""

import multiprocessing
import socket

import torch
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.players.sharing import share_by_value

multiprocessing.set_start_method("fork", force=True)
try:
    socket.socket(socket.AF_UNIX).close()
except PermissionError:
    share_by_value()  # as the engine does where players have no sockets
data = TensorDataset(torch.arange(64.0).reshape(32, 2), torch.arange(32))
for options in (
    {},
    {"persistent_workers": True, "prefetch_factor": 4},
    {"shuffle": True, "drop_last": True},
):
    loader = DataLoader(data, batch_size=5, num_workers=2, **options)
    for _ in range(2):
        assert sum(len(y) for _, y in loader) in (30, 32)
