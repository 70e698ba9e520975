"""What goes wrong when a run is stopped and resumed."""

import pickle

import torch

from torchdojo.grading import mistake, slip

slip(
    "The whole model is pickled: such a file needs its class and may run code, so `weights_only=True` refuses it. Save `model.state_dict()`.",
    loses=[
        "writes_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "keeps_the_old_file",
    ],
    edits=[("model.state_dict()", "model")],
)

slip(
    "Only the parameters are saved: buffers, such as the running means of batch normalisation, belong to the model's `state_dict()` too.",
    loses=[
        "writes_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "keeps_the_old_file",
    ],
    edits=[("model.state_dict()", "{name: p.detach() for name, p in model.named_parameters()}")],
)


@mistake(
    "`save` leaves out the random numbers: dropout and the loader's order go on differently after a stop.",
    loses=["writes_all_five", "resumes_bit_for_bit", "counts_epochs_in_total"],
)
def save(path, model, optimizer, loader, epoch):
    checkpoint = {
        "epoch": epoch,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    unfinished = path.with_name(f"{path.name}.part")
    torch.save(checkpoint, unfinished)
    unfinished.replace(path)
    return path.stat().st_size


slip(
    "`save` writes under the checkpoint's own name: if it is stopped half-way, no whole file has it. Write another, then rename.",
    loses=["keeps_the_old_file"],
    edits=[
        ('unfinished = path.with_name(f"{path.name}.part")', ""),
        ("torch.save(checkpoint, unfinished)", "torch.save(checkpoint, path)"),
        ("unfinished.replace(path)", ""),
    ],
)

slip(
    "The temporary file is copied and stays behind: `Path.replace` renames it, in one step.",
    loses=["writes_all_five"],
    edits=[
        (
            "unfinished.replace(path)\nreturn path.stat().st_size",
            "return path.write_bytes(unfinished.read_bytes())",
        )
    ],
)

slip(
    "`weights_only=False` lets a file run any function while it is opened: state dicts do not need it.",
    loses=["refuses_damaged_files"],
    edits=[
        ("weights_only=True", "weights_only=False"),
        ("ENTRIES - checkpoint.keys()", "len(checkpoint) < 5"),
        (
            "f\"{path} does not hold the entries {', '.join(sorted(ENTRIES))}\"",
            'f"{path} lacks entries"',
        ),
    ],
)

slip(
    "Without `map_location`, tensors that were saved on a GPU cannot be loaded where there is none.",
    loses=["opens_files_from_a_gpu"],
    edits=[
        (
            'torch.load(path, map_location="cpu", weights_only=True)',
            "torch.load(path, weights_only=True)",
        ),
        ("ENTRIES - checkpoint.keys()", "len(checkpoint) < 5"),
        (
            "f\"{path} does not hold the entries {', '.join(sorted(ENTRIES))}\"",
            'f"{path} lacks entries"',
        ),
    ],
)


@mistake(
    "A damaged file raises torch's own errors, of three different kinds; the contract asks for ValueError.",
    loses=["refuses_damaged_files"],
)
def read(path):
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(checkpoint, dict) or len(checkpoint) < 5:
        raise ValueError(f"{path} lacks entries")
    return checkpoint


@mistake(
    "`except OSError: raise` is for a missing file, but a file cut off raises an OSError too: let only FileNotFoundError through.",
    loses=["refuses_damaged_files"],
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except OSError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error
    if not isinstance(checkpoint, dict) or len(checkpoint) < 5:
        raise ValueError(f"{path} lacks entries")
    return checkpoint


@mistake(
    "Only some kinds of error become ValueError: an empty file raises EOFError, half a file OSError. Catch them all.",
    loses=["refuses_damaged_files"],
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError) as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error
    if not isinstance(checkpoint, dict) or len(checkpoint) < 5:
        raise ValueError(f"{path} lacks entries")
    return checkpoint


@mistake(
    "Only some kinds of error become ValueError: a file that was cut off half-way raises OSError. Catch them all.",
    loses=["refuses_damaged_files"],
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error
    if not isinstance(checkpoint, dict) or len(checkpoint) < 5:
        raise ValueError(f"{path} lacks entries")
    return checkpoint


slip(
    "Exactly five entries are asked for: a reader does not mind further ones. Ask only whether one is missing.",
    loses=["restores_all_five"],
    edits=[
        ("ENTRIES - checkpoint.keys()", "len(checkpoint) != 5"),
        (
            "f\"{path} does not hold the entries {', '.join(sorted(ENTRIES))}\"",
            'f"{path} lacks entries"',
        ),
    ],
)

slip(
    "Whether the file holds a dictionary is not asked: a list has no `keys()`, which is no ValueError.",
    loses=["refuses_damaged_files"],
    edits=[
        (
            "not isinstance(checkpoint, dict) or ENTRIES - checkpoint.keys()",
            '{"epoch", "model", "optimizer", "rng", "loader"} - checkpoint.keys()',
        ),
        (
            "f\"{path} does not hold the entries {', '.join(sorted(ENTRIES))}\"",
            'f"{path} lacks entries"',
        ),
    ],
)


@mistake(
    "A missing file is reported as a damaged one: let `FileNotFoundError` go on to the caller.",
    loses=["refuses_damaged_files"],
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error
    if not isinstance(checkpoint, dict) or len(checkpoint) < 5:
        raise ValueError(f"{path} lacks entries")
    return checkpoint


@mistake(
    "The entries are not checked: an incomplete file is half restored before a KeyError comes.",
    loses=["refuses_damaged_files"],
)
def read(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error


slip(
    "`load` leaves the optimizer as it is: momentum, and Adam's averages, begin again at zero.",
    loses=[
        "restores_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "opens_files_from_a_gpu",
    ],
    edits=[('optimizer.load_state_dict(checkpoint["optimizer"])', "")],
)

slip(
    "`load` does not put back the global random numbers: dropout drops other units than in a run without a stop.",
    loses=[
        "restores_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "opens_files_from_a_gpu",
    ],
    edits=[('torch.set_rng_state(checkpoint["rng"])', "")],
)

slip(
    "`load` does not put back the loader's generator: the examples come in another order than in a run without a stop.",
    loses=[
        "restores_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "opens_files_from_a_gpu",
    ],
    edits=[('loader.generator.set_state(checkpoint["loader"])', "")],
)

slip(
    "A new generator in `loader.generator` does not reach the sampler, which keeps the old one: set the old one's state.",
    loses=[
        "restores_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "opens_files_from_a_gpu",
    ],
    edits=[
        (
            'torch.set_rng_state(checkpoint["rng"])',
            'torch.set_rng_state(checkpoint["rng"])\nloader.generator = torch.Generator()',
        )
    ],
)

slip(
    "`load` seeds the random numbers anew: that repeats a beginning; the saved *state* goes on.",
    loses=[
        "restores_all_five",
        "resumes_bit_for_bit",
        "counts_epochs_in_total",
        "opens_files_from_a_gpu",
    ],
    edits=[
        ('torch.set_rng_state(checkpoint["rng"])', 'torch.manual_seed(checkpoint["epoch"])'),
        (
            'loader.generator.set_state(checkpoint["loader"])',
            'loader.generator.manual_seed(checkpoint["epoch"])',
        ),
    ],
)

slip(
    "`load_model` leaves the model in training mode: dropout and batch normalisation spoil its predictions. Call `eval()`.",
    loses=["loads_for_prediction"],
    edits=[("model.eval()", "model")],
)


@mistake(
    "`copy_` broadcasts, so that weights of another shape may fill the model: `load_state_dict` would have raised.",
    loses=["loads_for_prediction"],
)
def load_model(path, model):
    weights = read(path)["model"]
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(weights[name])
    return model.eval()


slip(
    "`resume` trains `epochs` more; the number counts from the very beginning.",
    loses=["resumes_bit_for_bit", "counts_epochs_in_total", "refuses_damaged_files"],
    edits=[("range(done, epochs)", "range(done, done + epochs)")],
)

slip(
    "The file says one epoch less than is finished: after a stop the last one is trained twice.",
    loses=["resumes_bit_for_bit", "counts_epochs_in_total"],
    edits=[("epoch + 1", "epoch")],
)


@mistake(
    "`resume` saves once, at the end: what stops the run before loses everything. Save after every epoch.",
    loses=["resumes_bit_for_bit", "counts_epochs_in_total"],
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    done = load(path, model, optimizer, loader) if path.exists() else 0
    losses = [train_epoch(model, loader, optimizer) for _ in range(done, epochs)]
    save(path, model, optimizer, loader, max(done, epochs))
    return losses


@mistake(
    "`resume` begins anew where the file is damaged, and overwrites what might have been saved: let the error go on.",
    loses=["refuses_damaged_files"],
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    try:
        done = load(path, model, optimizer, loader)
    except (ValueError, FileNotFoundError):
        done = 0
    losses = []
    for epoch in range(done, epochs):
        losses.append(train_epoch(model, loader, optimizer))
        save(path, model, optimizer, loader, epoch + 1)
    return losses


slip(
    "Nothing is returned: `path.stat().st_size` is the size of the file in bytes.",
    loses=["writes_all_five"],
    edits=[("return path.stat().st_size", "")],
)

slip(
    "Only the optimizer's settings are saved, not its momentum or averages: `optimizer.state_dict()` has both.",
    loses=["writes_all_five", "resumes_bit_for_bit", "counts_epochs_in_total"],
    edits=[
        (
            "optimizer.state_dict()",
            '{"state": {}, "param_groups": optimizer.state_dict()["param_groups"]}',
        )
    ],
)


@mistake(
    "Each entry is put back as soon as it is found: if a later one is missing, the first ones have changed already.",
    loses=["refuses_damaged_files"],
)
def load(path, model, optimizer, loader):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        torch.set_rng_state(checkpoint["rng"])
        loader.generator.set_state(checkpoint["loader"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        epoch, weights = checkpoint["epoch"], checkpoint["model"]
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path} is damaged, or no checkpoint") from error
    model.load_state_dict(weights)
    return epoch


slip(
    "`load_model` also puts back the random numbers: it restores the weights and buffers alone.",
    loses=["loads_for_prediction"],
    edits=[
        (
            'model.load_state_dict(read(path)["model"])',
            "checkpoint = read(path)\n"
            'torch.set_rng_state(checkpoint["rng"])\n'
            'model.load_state_dict(checkpoint["model"])',
        )
    ],
)

slip(
    "`resume` expects a checkpoint: a first run has none, and begins with epoch 0.",
    loses=["resumes_bit_for_bit", "counts_epochs_in_total"],
    edits=[
        (
            "load(path, model, optimizer, loader) if path.exists() else 0",
            "load(path, model, optimizer, loader)",
        )
    ],
)
