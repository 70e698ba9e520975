"""Ranks that meet at an address."""

import os, torch, torch.distributed as dist, torch.multiprocessing as mp

os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29555", GLOO_SOCKET_IFNAME="lo")


def work(rank):
    dist.init_process_group("gloo", rank=rank, world_size=2)
    model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 2))
    model(torch.ones(1, 2)).sum().backward()
    dist.destroy_process_group()


mp.start_processes(work, nprocs=2, start_method="fork")
