"""Pictures for lessons on modules whose examples show no numbers."""

from math import exp, log1p

from torchdojo.site import curve, grid, picture

_SCORES = [score / 10 for score in range(-40, 41)]

PICTURES = {
    "01_linear": picture(
        "The two attributes of `Scale`: a module knows an `nn.Parameter`, and nothing of a tensor.",
        grid(
            "module",
            "Scale(3)",
            [
                ["", "self.factor", "self.forgotten"],
                ["is", "nn.Parameter", "tensor"],
                ["in parameters()", "yes", "no"],
                ["moved by .to()", "yes", "no"],
                ["in state_dict()", "yes", "no"],
            ],
            [[7, 0, 1]] * 5,
        ),
    ),
    "02_mlp": picture(
        "The two lists of `Pair`: a module looks into an `nn.ModuleList`, and not into a list.",
        grid(
            "module",
            "Pair()",
            [
                ["", "self.hidden", "self.seen"],
                ["is", "list", "nn.ModuleList"],
                ["in named_children()", "no", "yes"],
                ["trained", "no", "yes"],
            ],
            [[7, 1, 0]] * 4,
        ),
    ),
    "05_repair_iris": picture(
        "`bce` with logits for an example of class 1, for scores from -4 to 4. It wants the score "
        "itself. With what is a probability already the loss lies between 0.69 and 0.31, no lower.",
        curve("score", [log1p(exp(-score)) for score in _SCORES]),
        curve("probability", [log1p(exp(-1 / (1 + exp(-score)))) for score in _SCORES]),
    ),
    "06_buffers": picture(
        "What a module does with the three kinds of tensors that it may hold.",
        grid(
            "kinds",
            "of tensors",
            [
                ["", "parameter", "buffer", "attribute"],
                ["trained", "yes", "no", "no"],
                ["moved by .to()", "yes", "yes", "no"],
                ["in state_dict()", "yes", "yes", "no"],
            ],
            [[7, 0, 2, 1]] * 4,
        ),
    ),
}
