"""What goes wrong when the Iris classifier is repaired, and the bug itself."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip


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


slip(
    "`probabilities` still hands on what `forward` returns, and those are logits now: the softmax moves there.",
    loses=["gives_probabilities", "stays_finite_when_sure", "takes_a_single_flower"],
    edits=[("torch.softmax(self(x), dim=1)", "self(x)")],
)

slip(
    "Softmax is applied twice, in `forward` and by what takes its result, such as `nn.CrossEntropyLoss`: the loss stays above a floor, which is not 0.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "takes_a_single_flower",
    ],
    edits=[
        (
            "self.output(torch.sigmoid(self.hidden(x)))",
            "torch.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)",
        )
    ],
)

slip(
    "`forward` returns probabilities in evaluation mode: logits are promised in both modes, or a validation loss has the old floor.",
    loses=["returns_logits"],
    edits=[
        (
            "return self.output(torch.sigmoid(self.hidden(x)))",
            "scores = self.output(torch.sigmoid(self.hidden(x)))\n"
            "return scores if self.training else torch.softmax(scores, dim=1)",
        ),
        (
            "return torch.softmax(self(x), dim=1)",
            "scores = self(x)\nreturn torch.softmax(scores, dim=1) if self.training else scores",
        ),
    ],
)

slip(
    "`forward` returns probabilities in evaluation mode: logits are promised in both modes, or a validation loss has the old floor.",
    loses=["returns_logits", "gives_probabilities"],
    edits=[
        (
            "return self.output(torch.sigmoid(self.hidden(x)))",
            "scores = self.output(torch.sigmoid(self.hidden(x)))\n"
            "return scores if self.training else torch.softmax(scores, dim=1)",
        )
    ],
)

slip(
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
    edits=[("torch.sigmoid(self.hidden(x))", "self.hidden(x)")],
)

slip(
    "A sigmoid has taken the place of the softmax: its outputs are no logits either, they stay between 0 and 1.",
    loses=[
        "returns_logits",
        "gets_below_the_floor",
        "trains_as_it_should",
        "gives_probabilities",
        "stays_finite_when_sure",
        "takes_a_single_flower",
    ],
    edits=[
        (
            "self.output(torch.sigmoid(self.hidden(x)))",
            "torch.sigmoid(self.output(torch.sigmoid(self.hidden(x))))",
        )
    ],
)

slip(
    "These are log-probabilities, the food of `nn.NLLLoss`: this loss forgives them, but logits come straight from `output`.",
    loses=["returns_logits"],
    edits=[
        (
            "self.output(torch.sigmoid(self.hidden(x)))",
            "torch.log_softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)",
        )
    ],
)

slip(
    "`dim=0` makes the flowers of a batch compete with each other: the classes are in dimension 1.",
    loses=["gives_probabilities", "stays_finite_when_sure", "takes_a_single_flower"],
    edits=[("torch.softmax(self(x), dim=1)", "torch.softmax(self(x), dim=0)")],
)

slip(
    "The powers of large logits overflow to inf, and inf / inf is nan: `torch.softmax` takes care of that.",
    loses=["stays_finite_when_sure"],
    edits=[
        (
            "return torch.softmax(self(x), dim=1)",
            "powers = self(x).exp()\nreturn powers / powers.sum(dim=1, keepdim=True)",
        )
    ],
)

slip(
    "`squeeze()` removes the batch too when there is a single flower in it: the shape must be (1,).",
    loses=["takes_a_single_flower"],
    edits=[("self(x).argmax(dim=1)", "self(x).squeeze().argmax(dim=-1)")],
)

slip(
    "`predict` returns the largest score, not its place: `argmax` gives the number of the class.",
    loses=["predicts_classes", "takes_a_single_flower"],
    edits=[("self(x).argmax(dim=1)", "self(x).max(dim=1).values")],
)

slip(
    "`argmax(dim=0)` looks for a flower for each class: the classes are in dimension 1.",
    loses=["predicts_classes", "takes_a_single_flower"],
    edits=[("self(x).argmax(dim=1)", "self(x).argmax(dim=0)")],
)

slip(
    "`loss_floor` still claims 0: logits can get there, but not probabilities that are taken for logits.",
    loses=["knows_the_floor"],
    edits=[("math.log(1 + (num_classes - 1) / math.e)", "0.0")],
)

slip(
    "The floor is that of three classes, whatever `num_classes` is: the right class has K - 1 others beside it.",
    loses=["knows_the_floor"],
    edits=[("num_classes - 1", "2")],
)

slip(
    "`loss_floor` returns a tensor, and the contract asks for a float: end with `.item()`, or compute with `math`.",
    loses=["knows_the_floor"],
    edits=[
        (
            "math.log(1 + (num_classes - 1) / math.e)",
            "nn.CrossEntropyLoss()(torch.eye(num_classes), torch.arange(num_classes))",
        )
    ],
)

slip(
    "log K is the loss of a network that guesses: the floor belongs to one that is sure and right.",
    loses=["knows_the_floor"],
    edits=[("1 + (num_classes - 1) / math.e", "num_classes")],
)

slip(
    "The loss is *minus* the logarithm of the probability: a floor below 0 cannot be.",
    loses=["knows_the_floor"],
    edits=[("1 + (num_classes - 1) / math.e", "math.e / (math.e + num_classes - 1)")],
)

slip(
    "Besides the right class there are K - 1 others, not K: each of them adds exp(0) to the sum.",
    loses=["knows_the_floor"],
    edits=[("num_classes - 1", "num_classes")],
)

slip(
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
    edits=[
        (
            "self.hidden = nn.Linear(4, hidden)",
            "self.layers = nn.Sequential(nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3))",
        ),
        ("self.output = nn.Linear(hidden, 3)", ""),
        ("self.output(torch.sigmoid(self.hidden(x)))", "self.layers(x)"),
    ],
)
