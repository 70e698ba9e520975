"""Milestones: at the end of a track, a student's own functions work together on something real.

A milestone is one file, ``milestones/TRACK.py``, which its collection's author writes. It names the
exercises that it `NEEDS`, holds probes that run in a player, and a function ``milestone(work)``
that yields what is shown of their answers. What is here is all that such a file imports.
"""

from torchdojo.feedback.pictures.chart import Chart, Line
from torchdojo.feedback.pictures.drawing import Exhibit
from torchdojo.feedback.pictures.listing import Table, Words
from torchdojo.feedback.pictures.plane import Plane, Point
from torchdojo.feedback.pictures.sheet import Photo, Sheet
from torchdojo.feedback.pictures.timeline import Kind, Lane, Span, Timeline
from torchdojo.learner.milestones.working import Work

__all__ = [
    "Chart",
    "Exhibit",
    "Kind",
    "Lane",
    "Line",
    "Photo",
    "Plane",
    "Point",
    "Sheet",
    "Span",
    "Table",
    "Timeline",
    "Words",
    "Work",
]
