"""Checks of `label_of`, `labels_of` and `folder_labels`."""

from pathlib import Path

import pytest

from torchdojo import probing


def labelled(module, paths):
    """Calls `label_of` for several paths and notes the label, or the kind of error, of each"""
    found = {}
    for path in paths:
        kind = probing.raised(module.label_of, path)
        found[str(path)] = module.label_of(path) if kind == "no error" else kind
    return found


def animals(draw, n):
    """Paths of cats and dogs in folders whose names tell nothing."""
    folders = ["cat_dog_images", "dogs", "cats", "Dog-9"]
    beginnings = ["cat", "Cat", "CAT", "dog", "Dog", "DOG"]
    numbers = draw.shuffled(range(10, 99))
    return [
        Path(draw.choice(folders)) / f"{draw.choice(beginnings)}-{numbers[i]}.jpg" for i in range(n)
    ]


@pytest.mark.points(2)
def test_labels_by_name(agree, draw):
    """`label_of` looks at the beginning of the file's name, in capital or small letters."""
    agree.run(labelled, [Path("cat_dog_images/cat-5.jpg"), Path("cats/dog-6.jpg")])
    agree.run(labelled, [*animals(draw, 8), Path("Dog-9/CAT_3.png"), Path("cats/dog-and-cat.jpg")])
    agree.run(labelled, [Path("cats/dogs_7.png"), Path("dogs/Catnap.jpg"), Path("cats/DOG")])
    agree.run(labelled, [Path("cats/dOG_8.jpg"), Path("dogs/cAt-9.png")])


@pytest.mark.points(2)
def test_refuses_other_names(agree, draw):
    """A name that begins with neither animal, as `hotdog.jpg`, is a ValueError, in a list too."""
    other = f"{draw.choice(['fox', 'cow', 'emu'])}.jpg"
    names = draw.shuffled(["hotdog.jpg", "bobcat.png", other, "1-dog.png", "do.png"])
    agree.run(labelled, [Path("cats/dog-1.jpg"), *(Path("cat_dog_images") / n for n in names)])
    for paths in draw.amid(animals(draw, 4), Path("cat_dog_images") / draw.choice(names)):
        agree.error("labels_of", paths)


@pytest.mark.points(2)
def test_makes_a_tensor(agree, draw):
    """`labels_of` returns the labels in the order of the paths, as an int64 tensor."""
    agree.call("labels_of", [Path("cats/dog-1.jpg"), Path("dogs/cat-2.jpg"), *animals(draw, 6)])
    agree.call("labels_of", animals(draw, 1))


@pytest.mark.hidden
def test_bears_no_paths(agree):
    """An empty list of paths gives an empty tensor, int64 as well, and no classes."""
    agree.call("labels_of", [Path("dogs/cat-1.jpg"), Path("cats/dog-2.jpg")])
    agree.call("labels_of", [])
    agree.call("folder_labels", [])


@pytest.mark.points(2)
def test_labels_by_folder(agree, draw):
    """`folder_labels` takes the folder that holds the file, wherever that folder lies."""
    classes = ["zebra", "ant", "Yak", "owl", *draw.shuffled(["ant", "owl", "zebra", "zebra"])]
    roots = [Path("data/ant"), Path("data/train"), Path("/srv/zebra/data")]
    paths = [roots[i % 3] / name / f"owl-{i}.png" for i, name in enumerate(classes)]
    agree.call("folder_labels", paths)
    agree.call("folder_labels", paths[:1])


@pytest.mark.hidden
def test_sorts_the_classes(agree, draw):
    """Classes are sorted as texts, whatever comes first, and no class is left out or doubled."""
    classes = ["b", "9", "a", "B", "10", *draw.shuffled(["a", "b", "9"])]
    agree.call("folder_labels", [Path("data") / name / "x.png" for name in classes])
