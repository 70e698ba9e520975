"""Your slope and your step walk down a hill

`slope_at` asks autograd how steep it is, `step_` goes downhill: from three places on one curve.
"""

import torch

from torchdojo.learner.milestones import Chart, Line, Table, Words

NEEDS = {"slopes": "01_slopes", "steps": "02_hand_step"}
STARTS, RATE, STEPS = (-1.2, 0.35, 2.3), 0.06, 15


def walked(mine, starts, rate, steps):
    """Draws a curve, and goes down it from several places"""

    def hill(t):
        return 0.5 * t**4 - t**3 - t**2 + 2 * t + 1

    places = torch.linspace(-1.3, 2.4, 150, dtype=torch.float64)
    paths = []
    for start in starts:
        p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        path = []
        for _ in range(steps + 1):
            slope = mine.slopes.slope_at(hill, p)
            path.append([p.item(), hill(p).item(), slope.item()])
            p.grad = slope
            mine.steps.step_([p], rate)
        paths.append(path)
    return places, hill(places), paths


def milestone(work):
    """The curve with the three walks, then where they end."""
    places, heights, paths = work.run(walked, STARTS, RATE, STEPS)
    curves = [Line("the hill", places.tolist(), heights.tolist())]
    curves += [
        Line(f"from {start:g}", [p[0] for p in path], [p[1] for p in path], dots=True)
        for start, path in zip(STARTS, paths, strict=True)
    ]
    yield Chart(f"{STEPS} steps with the learning rate {RATE}", curves, "t")
    rows = [[start, *path[-1]] for start, path in zip(STARTS, paths, strict=True)]
    rows = [[round(cell, 3) + 0.0 for cell in row] for row in rows]
    yield Table("Where your steps end", ("start", "t", "height", "slope"), rows)
    yield Words(
        "Steps shrink where the hill is flat, for each is the slope times the rate. Which valley "
        "they find depends on where they start: a slope knows nothing of the other one."
    )
