"""Right answers by people who had seen the exercise alone."""

from contextlib import ExitStack, contextmanager
import torch

from torchdojo.grading import right


@right(
    "An ExitStack remembers how to undo each module's mode, and holds no_grad.", seen="full marks"
)
@contextmanager
def evaluating(model):
    with ExitStack() as stack:
        for module in model.modules():
            stack.callback(setattr, module, "training", module.training)
        stack.enter_context(torch.no_grad())
        model.eval()
        yield


@right("One row of sums for each batch, added up in float64 at the end.", seen="full marks")
def evaluate(model, loader, loss_fn):
    rows = []
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            hits = logits.max(dim=1).indices.eq(y).count_nonzero().item()
            rows.append([loss_fn(logits, y).item() * len(y), hits, len(y)])
    loss, hits, count = torch.tensor(rows, dtype=torch.float64).sum(dim=0).tolist()
    return loss / count, hits / count


@right("Collects plain numbers in a Python list and makes one tensor of them.", seen="full marks")
def predict(model, loader):
    classes = []
    with evaluating(model):
        for x, _ in loader:
            classes.extend(model(x).argmax(dim=-1).tolist())
    return torch.tensor(classes, dtype=torch.int64)
