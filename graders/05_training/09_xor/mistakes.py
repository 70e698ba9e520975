"""What goes wrong between a line and XOR."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "The line that is right is counted corner by corner: different lines get different corners right, but no single one all four.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    says = weights @ x.T + biases.unsqueeze(1) > 0
    return int((says == (y > 0)).any(dim=0).sum())


slip(
    "Logits are compared with one half: that is the threshold of probabilities, for logits it is 0.",
    loses=["counts_what_lines_get_right"],
    edits=[
        (
            "x, y = corners()\nsays = weights @ x.T + biases.unsqueeze(1) > 0",
            "x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()\n"
            "y = torch.tensor([0, 1, 1, 0]).double()\n"
            "says = weights @ x.T + biases.unsqueeze(1) > 0.5",
        )
    ],
)

slip(
    "The sigmoid of a tiny logit is rounded to exactly one half: compare the logit itself with 0.",
    loses=["counts_what_lines_get_right"],
    edits=[
        (
            "x, y = corners()\nsays = weights @ x.T + biases.unsqueeze(1) > 0",
            "x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()\n"
            "y = torch.tensor([0, 1, 1, 0]).double()\n"
            "says = torch.sigmoid(weights @ x.T + biases.unsqueeze(1)) > 0.5",
        )
    ],
)


@mistake(
    "The biases are left out: all lines go through the first corner.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return int(((weights @ x.T > 0) == (y > 0)).sum(dim=1).max())


slip(
    "This is one bit, in base 2: torch's losses use the natural logarithm.",
    loses=["knows_the_floor"],
    edits=[("math.log(2)", "1.0")],
)

slip(
    "One quarter is the share of wrong corners, no loss: the floor is the mean of -log p.",
    loses=["knows_the_floor"],
    edits=[("math.log(2)", "0.25")],
)

slip(
    "There is no tanh between the layers: two linear layers are one line.",
    loses=["builds_the_net", "tries_every_seed"],
    edits=[
        (
            "nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1))",
            "nn.Sequential(nn.Linear(2, hidden), nn.Linear(hidden, 1))",
        )
    ],
)


@mistake(
    "A sigmoid at the end makes probabilities, all above 0: `nn.BCEWithLogitsLoss` expects logits.",
    loses=["builds_the_net", "tries_every_seed"],
)
def make_net(hidden):
    layers = nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1), nn.Sigmoid()
    return nn.Sequential(*layers).double()


@mistake(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["trains_as_it_should"],
)
def train(model, steps, lr):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = loss_fn(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
    return loss_fn(model(x).squeeze(1), y).item()


@mistake(
    "This is SGD: the contract asks for `torch.optim.Adam`.",
    loses=["trains_as_it_should"],
)
def train(model, steps, lr):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
    return loss_fn(model(x).squeeze(1), y).item()


@mistake(
    "The squared error is a loss for numbers: for logits of yes or no it is `nn.BCEWithLogitsLoss`.",
    loses=["trains_as_it_should"],
)
def train(model, steps, lr):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
    return loss_fn(model(x).squeeze(1), y).item()


@mistake(
    "The loss returned is that before the last step: compute it once more.",
    loses=["trains_as_it_should"],
)
def train(model, steps, lr):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
    return loss.item()


@mistake(
    "Each corner gets a step of its own: all four belong in each step.",
    loses=["trains_as_it_should"],
)
def train(model, steps, lr):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        for corner, label in zip(x, y):
            optimizer.zero_grad()
            loss_fn(model(corner.unsqueeze(0)).squeeze(1), label.unsqueeze(0)).backward()
            optimizer.step()
    return loss_fn(model(x).squeeze(1), y).item()


@mistake(
    "Three of four corners are called solved; a line can do that.",
    loses=["asks_for_all_four", "tries_every_seed"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return ((model(x).squeeze(1) > 0) == (y > 0)).double().mean().item() >= 0.75


@mistake(
    "Logits are rounded as if they were probabilities: a logit of 0.1 says 1 already.",
    loses=["asks_for_all_four"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return bool(((model(x).squeeze(1) > 0.5) == (y > 0)).all())


@mistake(
    "The sigmoid of a tiny logit is rounded to one half: `solves` compares the logit itself with 0.",
    loses=["asks_for_all_four"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return bool(((torch.sigmoid(model(x).squeeze(1)) > 0.5) == (y > 0)).all())


@mistake(
    "A small loss proves that all corners are right, but a larger one does not prove that one is wrong: ask each corner.",
    loses=["asks_for_all_four"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    loss = nn.functional.binary_cross_entropy_with_logits(model(x).squeeze(1), y)
    return loss.item() < 0.17


@mistake(
    "Only the number of ones is compared: they may be the wrong two. Compare corner by corner.",
    loses=["asks_for_all_four"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return bool((model(x).squeeze(1) > 0).sum() == y.sum())


slip(
    "The seed is set once, and one net is trained again and again: try new first weights for each seed.",
    loses=["tries_every_seed"],
    edits=[
        (
            "for seed in seeds:",
            "torch.manual_seed(seeds[0])\nmodel = make_net(hidden)\nfor seed in seeds:",
        ),
        ("torch.manual_seed(seed)\nmodel = make_net(hidden)", ""),
    ],
)

slip(
    "The seed is set after the net was made: its first weights do not depend on it.",
    loses=["tries_every_seed"],
    edits=[
        ("torch.manual_seed(seed)", "model = make_net(hidden)\ntorch.manual_seed(seed)"),
        ("model = make_net(hidden)", ""),
    ],
)


@mistake(
    "This is the luck of one seed: whether the first one works says little about the others.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    torch.manual_seed(seeds[0])
    model = make_net(hidden)
    learn(model)
    return float(solves(model))


slip(
    "The number of seeds that worked is returned, not their share.",
    loses=["tries_every_seed"],
    edits=[("solved / len(seeds)", "solved")],
)

slip(
    "One seed that works is enough for you: the *share* has to be large enough.",
    loses=["finds_the_smallest", "goes_to_the_largest"],
    edits=[
        ("share_of(hidden) >= share", "share_of(hidden) > 0"),
        ('f"not even {largest} hidden units solve XOR for {share:.0%} of the seeds"', '"none"'),
    ],
)

slip(
    "`range(1, largest)` ends before `largest`: the last size is never tried.",
    loses=["goes_to_the_largest"],
    edits=[
        ("largest + 1", "largest"),
        ('f"not even {largest} hidden units solve XOR for {share:.0%} of the seeds"', '"none"'),
    ],
)

slip(
    "If no net is good enough, the largest is returned, as if it were.",
    loses=["goes_to_the_largest"],
    edits=[
        (
            'raise ValueError(f"not even {largest} hidden units solve XOR for {share:.0%} of the seeds")',
            "return largest",
        )
    ],
)

slip(
    "The net is judged before it has learned anything.",
    loses=["tries_every_seed"],
    edits=[
        ("model = make_net(hidden)", "model = make_net(hidden)\nsolved += solves(model)"),
        ("solved += solves(model)", ""),
    ],
)

slip(
    "The share has to be *at least* as large; an equal one is enough.",
    loses=["goes_to_the_largest"],
    edits=[
        ("share_of(hidden) >= share", "share_of(hidden) > share"),
        ('f"not even {largest} hidden units solve XOR for {share:.0%} of the seeds"', '"none"'),
    ],
)


@mistake(
    "All sizes are tried, and the one with the best share is taken: asked for is the smallest that is good enough.",
    loses=["finds_the_smallest", "goes_to_the_largest"],
)
def smallest_net(largest, share, share_of):
    shares = {hidden: share_of(hidden) for hidden in range(1, largest + 1)}
    best = max(shares, key=shares.get)
    if shares[best] < share:
        raise ValueError("none")
    return best


@mistake(
    "Halving the range tries sizes above the answer, and takes for granted that shares never fall as nets grow.",
    loses=["finds_the_smallest"],
)
def smallest_net(largest, share, share_of):
    low, high = 1, largest + 1
    while low < high:
        middle = (low + high) // 2
        if share_of(middle) >= share:
            high = middle
        else:
            low = middle + 1
    if low > largest:
        raise ValueError("none")
    return low


slip(
    "The net is float32: `double()` is missing.",
    loses=["builds_the_net", "tries_every_seed"],
    edits=[
        (
            "nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1)).double()",
            "nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1))",
        )
    ],
)


@mistake(
    "A logit of exactly 0 counts as 1: only a logit *above* 0 says 1.",
    loses=["asks_for_all_four"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return bool(((model(x).squeeze(1) >= 0) == (y > 0)).all())


@mistake(
    "A tensor is returned: `bool(...)` or `item()` makes a Python bool of it.",
    loses=["asks_for_all_four", "tries_every_seed"],
)
def solves(model):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return ((model(x).squeeze(1) > 0) == (y > 0)).all()


@mistake(
    "A tensor is returned: `int(...)` or `item()` makes a Python int of it.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    says = weights @ x.T + biases.unsqueeze(1) > 0
    return (says == (y > 0)).sum(dim=1).max()


@mistake(
    "All sizes are tried before the smallest is chosen: stop at the first that is good enough.",
    loses=["finds_the_smallest"],
)
def smallest_net(largest, share, share_of):
    shares = {hidden: share_of(hidden) for hidden in range(1, largest + 1)}
    enough = [hidden for hidden, found in shares.items() if found >= share]
    if not enough:
        raise ValueError(f"not even {largest} hidden units are enough")
    return min(enough)


slip(
    "A logit of exactly 0 is taken for a 1: the model says 1 only where its logit is above 0.",
    loses=["counts_what_lines_get_right"],
    edits=[("biases.unsqueeze(1) > 0", "biases.unsqueeze(1) >= 0")],
)

slip(
    "A net that failed is trained once more: each seed gives one net and one training, and the share counts those.",
    loses=["tries_every_seed"],
    edits=[("learn(model)", "learn(model)\nif not solves(model):\n    learn(model)")],
)


@mistake(
    "Halving the range tries sizes above the answer, and takes for granted that shares never fall as nets grow.",
    loses=["finds_the_smallest"],
)
def smallest_net(largest, share, share_of):
    if share_of(largest) < share:
        raise ValueError("none")
    low, high = 1, largest
    while low < high:
        middle = (low + high) // 2
        if share_of(middle) >= share:
            high = middle
        else:
            low = middle + 1
    return low
