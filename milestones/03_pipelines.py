"""Your own pipeline loads faces, and prints a contact sheet

Your `Smiling` reads the tables and opens the pictures, your `Compose`, `resize` and `to_tensor`
change them, your `MiniLoader` makes batches, and your `for_imshow` makes pictures of these again.
"""

from pathlib import Path

import torch

from torchdojo.learner.milestones import Photo, Sheet, Table, Words

NEEDS = {"faces": "10_faces", "steps": "08_compose", "loader": "04_mini_loader"}
HIGH, WIDE, SIZE = 60, 48, 10


def loaded(mine, folder, high, wide, size):
    """Loads an epoch of faces, shuffled, in batches; keeps one batch, and counts the others"""
    steps = mine.steps.Compose([mine.steps.resize(high, wide), mine.steps.to_tensor])
    sets = {split: mine.faces.Smiling(Path(folder), split, steps) for split in ("train", "valid")}
    order = torch.Generator().manual_seed(5)
    loader = mine.loader.MiniLoader(sets["train"], size, shuffle=True, generator=order)
    pictures, labels = next(iter(loader))
    tested = mine.loader.MiniLoader(sets["valid"], size)
    smiles = sum(int(y.sum()) for _, y in tested)
    shown = [torch.from_numpy(mine.steps.for_imshow(picture) * 255).byte() for picture in pictures]
    sizes = {split: len(one) for split, one in sets.items()}
    kinds = [[str(t.dtype), str(tuple(t.shape))] for t in (pictures, labels)]
    return shown, labels, sizes, [len(loader), len(tested)], smiles, kinds


def milestone(work):
    """The first batch as pictures, and what the epoch was made of."""
    folder = str(work.datasets / "faces")
    answer = work.run(loaded, folder, HIGH, WIDE, SIZE)
    pictures, labels, sizes, batches, smiles, kinds = answer
    photos = [
        Photo(["no smile", "smiles"][label], WIDE, HIGH, bytes(picture.flatten().tolist()))
        for picture, label in zip(pictures, labels.tolist(), strict=True)
    ]
    yield Sheet("The first batch of a shuffled epoch, a face for each example", photos)
    rows = [
        [split, count, number]
        for (split, count), number in zip(sizes.items(), batches, strict=True)
    ]
    yield Table(f"What your loader makes of {sum(sizes.values())} files", HEAD, rows)
    (dtype, shape), (kind, length) = kinds
    yield Words(
        f"A batch is pictures, {dtype} {shape}, and labels, {kind} {length}. Of the faces in "
        f"`valid`, {smiles / sizes['valid']:.0%} smile: counted by a loop over your loader."
    )


HEAD = ("split", "faces", "batches")
