"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Every example draws a lot, and of each class those with the lowest lots are held back.",
    seen="full marks",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")

    generator = torch.Generator()
    generator.manual_seed(seed)
    lots = torch.rand(len(labels), generator=generator, dtype=torch.float64).tolist()

    members = {}
    for place, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(place)

    val = set()
    for label, places in members.items():
        if len(places) == 1:
            raise ValueError(f"class {label} has only one example")
        count = round(share * len(places))
        if count < 1:
            count = 1
        if count > len(places) - 1:
            count = len(places) - 1
        val.update(sorted(places, key=lots.__getitem__)[:count])

    train = [place for place in range(len(labels)) if place not in val]
    return (
        torch.tensor(train, dtype=torch.int64),
        torch.tensor(sorted(val), dtype=torch.int64),
    )
