"""What goes wrong when the Iris classifier is repaired, and the bug itself."""

import math

import torch
from torch import nn

from torchdojo.grading import mistake


@mistake(
    "Softmax is applied twice, in `forward` and by what takes its result, such as `nn.CrossEntropyLoss`: the loss stays above a floor, which is not 0.",
    loses=["returns_logits", "gets_below_the_floor", "trains_as_it_should", "knows_the_floor"],
    start=True,
)
class IrisNet(nn.Module):
    """Four measurements in, three classes out, one hidden layer between.

    >>> net, flowers = IrisNet(), torch.zeros(5, 4)
    >>> net(flowers).shape, net.probabilities(flowers).sum(dim=1)[0].round(decimals=3)
    (torch.Size([5, 3]), tensor(1., grad_fn=<RoundBackward1>))
    >>> IrisNet.loss_floor(2) < IrisNet.loss_floor(3)
    True
    """

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what `nn.CrossEntropyLoss` expects of the flowers `x`: shape (N, 3)."""
        return torch.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each class, shape (N, 3); rows sum to one."""
        return self(x)

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """Return the number of the likeliest class of each flower, shape (N,), int64."""
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        """Return the lowest cross-entropy that probabilities, taken for logits, can reach."""
        return 0.0


@mistake(
    "`probabilities` still hands on what `forward` returns, and those are logits now: the softmax moves there.",
    loses=["gives_probabilities", "stays_finite_when_sure", "takes_a_single_flower"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return self(x)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "Softmax is applied twice, in `forward` and by what takes its result, such as `nn.CrossEntropyLoss`: the loss stays above a floor, which is not 0.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "takes_a_single_flower",
    ],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return torch.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`forward` returns probabilities in evaluation mode: logits are promised in both modes, or a validation loss has the old floor.",
    loses=["returns_logits"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        return scores if self.training else torch.softmax(scores, dim=1)

    def probabilities(self, x):
        scores = self(x)
        return torch.softmax(scores, dim=1) if self.training else scores

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`forward` returns probabilities in evaluation mode: logits are promised in both modes, or a validation loss has the old floor.",
    loses=["returns_logits", "gives_probabilities"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        return scores if self.training else torch.softmax(scores, dim=1)

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "The sigmoid between the layers is gone as well: without it two layers are no more than one.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "predicts_classes",
        "takes_a_single_flower",
    ],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(self.hidden(x))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "A sigmoid has taken the place of the softmax: its outputs are no logits either, they stay between 0 and 1.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "takes_a_single_flower",
    ],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return torch.sigmoid(self.output(torch.sigmoid(self.hidden(x))))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "These are log-probabilities, the food of `nn.NLLLoss`: this loss forgives them, but logits come straight from `output`.",
    loses=["returns_logits"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return torch.log_softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`dim=0` makes the flowers of a batch compete with each other: the classes are in dimension 1.",
    loses=["gives_probabilities", "stays_finite_when_sure", "takes_a_single_flower"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=0)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "The powers of large logits overflow to inf, and inf / inf is nan: `torch.softmax` takes care of that.",
    loses=["stays_finite_when_sure"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        powers = self(x).exp()
        return powers / powers.sum(dim=1, keepdim=True)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`squeeze()` removes the batch too when there is a single flower in it: the shape must be (1,).",
    loses=["takes_a_single_flower"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).squeeze().argmax(dim=-1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`predict` returns the largest score, not its place: `argmax` gives the number of the class.",
    loses=["predicts_classes", "takes_a_single_flower"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).max(dim=1).values

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`argmax(dim=0)` looks for a flower for each class: the classes are in dimension 1.",
    loses=["predicts_classes", "takes_a_single_flower"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=0)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)


@mistake(
    "`loss_floor` still claims 0: logits can get there, but not probabilities that are taken for logits.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return 0.0


@mistake(
    "The floor is that of three classes, whatever `num_classes` is: the right class has K - 1 others beside it.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + 2 / math.e)


@mistake(
    "`loss_floor` returns a tensor, and the contract asks for a float: end with `.item()`, or compute with `math`.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return nn.CrossEntropyLoss()(torch.eye(num_classes), torch.arange(num_classes))


@mistake(
    "log K is the loss of a network that guesses: the floor belongs to one that is sure and right.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(num_classes)


@mistake(
    "The loss is *minus* the logarithm of the probability: a floor below 0 cannot be.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(math.e / (math.e + num_classes - 1))


@mistake(
    "Besides the right class there are K - 1 others, not K: each of them adds exp(0) to the sum.",
    loses=["knows_the_floor"],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + num_classes / math.e)


@mistake(
    "`__init__` was rebuilt: the layers are still to be called `hidden` and `output`, or saved weights do not fit.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "predicts_classes",
        "takes_a_single_flower",
    ],
)
class IrisNet(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3))

    def forward(self, x):
        return self.layers(x)

    def probabilities(self, x):
        return torch.softmax(self(x), dim=1)

    def predict(self, x):
        return self(x).argmax(dim=1)

    @staticmethod
    def loss_floor(num_classes):
        return math.log(1 + (num_classes - 1) / math.e)
