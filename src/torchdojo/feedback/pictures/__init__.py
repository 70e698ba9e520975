"""Pictures of a failed check: what was given, what came back, what was expected, side by side.

They are made where the tensors are, by `torchdojo.feedback.pictures.describing`; what is here only
shows them and does without torch.
"""

from torchdojo.feedback.pictures.panels import Curve, Grid, Picture, picture_from
from torchdojo.feedback.pictures.svg import as_svg
from torchdojo.feedback.pictures.text import as_text

__all__ = ["Curve", "Grid", "Picture", "as_svg", "as_text", "picture_from"]
