"""What goes wrong between a line and XOR."""

import torch
from torch import nn

from torchdojo.grading import mistake


@mistake(
    "The line that is right is counted corner by corner: different lines get different corners right, but no single one all four.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    says = weights @ x.T + biases.unsqueeze(1) > 0
    return int((says == (y > 0)).any(dim=0).sum())


@mistake(
    "Logits are compared with one half: that is the threshold of probabilities, for logits it is 0.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    says = weights @ x.T + biases.unsqueeze(1) > 0.5
    return int((says == (y > 0)).sum(dim=1).max())


@mistake(
    "The sigmoid of a tiny logit is rounded to exactly one half: compare the logit itself with 0.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    says = torch.sigmoid(weights @ x.T + biases.unsqueeze(1)) > 0.5
    return int((says == (y > 0)).sum(dim=1).max())


@mistake(
    "The biases are left out: all lines go through the first corner.",
    loses=["counts_what_lines_get_right"],
)
def most_right(weights, biases):
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).double()
    y = torch.tensor([0, 1, 1, 0]).double()
    return int(((weights @ x.T > 0) == (y > 0)).sum(dim=1).max())


@mistake(
    "This is one bit, in base 2: torch's losses use the natural logarithm.",
    loses=["knows_the_floor"],
)
def linear_floor():
    return 1.0


@mistake(
    "One quarter is the share of wrong corners, no loss: the floor is the mean of -log p.",
    loses=["knows_the_floor"],
)
def linear_floor():
    return 0.25


@mistake(
    "There is no tanh between the layers: two linear layers are one line.",
    loses=["builds_the_net", "tries_every_seed"],
)
def make_net(hidden):
    return nn.Sequential(nn.Linear(2, hidden), nn.Linear(hidden, 1)).double()


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


@mistake(
    "The seed is set once, and one net is trained again and again: try new first weights for each seed.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    solved = 0
    torch.manual_seed(seeds[0])
    model = make_net(hidden)
    for seed in seeds:
        learn(model)
        solved += solves(model)
    return solved / len(seeds)


@mistake(
    "The seed is set after the net was made: its first weights do not depend on it.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        model = make_net(hidden)
        torch.manual_seed(seed)
        learn(model)
        solved += solves(model)
    return solved / len(seeds)


@mistake(
    "This is the luck of one seed: whether the first one works says little about the others.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    torch.manual_seed(seeds[0])
    model = make_net(hidden)
    learn(model)
    return float(solves(model))


@mistake(
    "The number of seeds that worked is returned, not their share.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        torch.manual_seed(seed)
        model = make_net(hidden)
        learn(model)
        solved += solves(model)
    return solved


@mistake(
    "One seed that works is enough for you: the *share* has to be large enough.",
    loses=["finds_the_smallest", "goes_to_the_largest"],
)
def smallest_net(largest, share, share_of):
    for hidden in range(1, largest + 1):
        if share_of(hidden) > 0:
            return hidden
    raise ValueError("none")


@mistake(
    "`range(1, largest)` ends before `largest`: the last size is never tried.",
    loses=["goes_to_the_largest"],
)
def smallest_net(largest, share, share_of):
    for hidden in range(1, largest):
        if share_of(hidden) >= share:
            return hidden
    raise ValueError("none")


@mistake(
    "If no net is good enough, the largest is returned, as if it were.",
    loses=["goes_to_the_largest"],
)
def smallest_net(largest, share, share_of):
    for hidden in range(1, largest + 1):
        if share_of(hidden) >= share:
            return hidden
    return largest


@mistake(
    "The net is judged before it has learned anything.",
    loses=["tries_every_seed"],
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        torch.manual_seed(seed)
        model = make_net(hidden)
        solved += solves(model)
        learn(model)
    return solved / len(seeds)


@mistake(
    "The share has to be *at least* as large; an equal one is enough.",
    loses=["goes_to_the_largest"],
)
def smallest_net(largest, share, share_of):
    for hidden in range(1, largest + 1):
        if share_of(hidden) > share:
            return hidden
    raise ValueError("none")


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


@mistake(
    "The net is float32: `double()` is missing.",
    loses=["builds_the_net", "tries_every_seed"],
)
def make_net(hidden):
    return nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1))


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
