"""Probes of `save`, `read`, `load`, `load_model` and `resume`."""

import os
import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def saved(module, x, seed, epoch):
    """Calls `save` in an empty folder, then opens the file with `weights_only=True`"""
    os.chdir(tempfile.mkdtemp())
    path = Path("run.pt")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Linear(5, 2)).double()
        optimizer = torch.optim.Adam(model.parameters(), lr=seed % 97 / 500 + 0.01)
        loader = DataLoader(TensorDataset(x), 4, shuffle=True, generator=torch.Generator())
        loader.generator.manual_seed(seed)
        for (batch,) in loader:
            model(batch).square().mean().backward()
            optimizer.step()
        result = module.save(path, model, optimizer, loader, epoch)
    try:
        content = torch.load(path, weights_only=True)
    except Exception as error:
        content = f"a file that `torch.load` refuses ({type(error).__name__})"
    content = dict(content) if isinstance(content, dict) else content
    if isinstance(content, dict) and isinstance(content.get("model"), dict):
        content["model"] = dict(content["model"])
    files = sorted(file.name for file in Path().iterdir())
    size = result - path.stat().st_size if isinstance(result, int) else "no int"
    return {"files": files, "content": content, "size, more than the file's": size}


def loaded(module, x, seed, tag):
    """Calls `load` on a right checkpoint, then trains on; TAG is the device that the file names"""
    os.chdir(tempfile.mkdtemp())
    path, location = Path("run.pt"), torch.serialization.location_tag
    with torch.random.fork_rng(devices=[]):
        for part in range(2):
            torch.manual_seed(seed + part)
            model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Dropout(0.4)).double()
            optimizer = torch.optim.Adam(model.parameters(), lr=0.05 + 0.1 * part)
            loader = DataLoader(TensorDataset(x), 4, shuffle=True, generator=torch.Generator())
            loader.generator.manual_seed(seed + part)
            before = torch.random.get_rng_state()
            try:
                content = module.read(path) if part else {}
                epoch = module.load(path, model, optimizer, loader) if part else 0
            except ValueError:
                return "a ValueError"
            order = torch.cat([batch for (batch,) in loader])
            state = {name: value.clone() for name, value in model.state_dict().items()}
            noise = torch.rand(3)
            for _ in range(2):
                model(x).square().mean().backward()
                optimizer.step()
            if part == 0:
                states = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
                rng = {"rng": before, "loader": loader.generator.get_state()}
                more = {"note": "more is fine"} if tag == "cpu" else {}
                torch.serialization.location_tag = lambda storage: tag
                try:
                    torch.save({"epoch": 3 + seed % 5} | more | states | rng, path)
                finally:
                    torch.serialization.location_tag = location
    ends = {f"{name}, trained on": p.detach() for name, p in model.named_parameters()}
    found = {f"`read`: {name}": content[name] for name in ("epoch", "rng", "loader", "model")}
    found |= {"epoch": epoch, "state": state, "order": order, "random numbers": noise}
    return found | ends


def resumed(module, x, y, seed, stops):
    """Calls `resume` on one file for each total number of epochs in STOPS, with a new model each"""
    os.chdir(tempfile.mkdtemp())
    path, seen, found = Path("run.pt"), [], {}

    def train_epoch(model, loader, optimizer):
        done = torch.load(path, weights_only=True)["epoch"] if path.exists() else "no file"
        seen.append(done)
        model.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(a), b)
            loss.backward()
            optimizer.step()
        return loss.item()

    with torch.random.fork_rng(devices=[]):
        for part, epochs in enumerate(stops):
            torch.manual_seed(seed + part)
            net = [nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Dropout(0.4), nn.Linear(5, 2)]
            model = nn.Sequential(*net).double()
            optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
            loader = DataLoader(TensorDataset(x, y), 4, shuffle=True, generator=torch.Generator())
            loader.generator.manual_seed(seed + part)
            seen.clear()
            losses = module.resume(path, model, optimizer, loader, train_epoch, epochs)
            when = f"call {part + 1}, until epoch {epochs}"
            found |= {f"{when}: losses": losses, f"{when}: finished in the file": [*seen]}
    bits = {f"bits of {n}": p.detach().view(torch.int64) for n, p in model.named_parameters()}
    return found | bits


def inferred(module, weights, x):
    """Calls `load_model` for a model in training mode, looks at the modes, then predicts"""
    os.chdir(tempfile.mkdtemp())
    path = Path("run.pt")
    with torch.random.fork_rng(devices=[]):
        rest = {"rng": torch.get_rng_state(), "loader": torch.get_rng_state(), "optimizer": {}}
        torch.save({"epoch": 1, "model": weights} | rest, path)
        torch.manual_seed(5)
        model = nn.Sequential(nn.Linear(3, 5), nn.Dropout(0.5), nn.BatchNorm1d(5)).double()
        result = module.load_model(path, model)
        modes = [name or "the model" for name, part in model.named_modules() if part.training]
        random = torch.rand(3)
        answer = result(x).detach()
    return {"in training mode": modes, "next random numbers": random, "prediction": answer}
