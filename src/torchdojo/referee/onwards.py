"""What to do after a run: the exercise that was asked for, or the one that follows it."""

from collections.abc import Sequence

from torchdojo.catalog import Collection
from torchdojo.referee.results import ExerciseScore, Next


def next_after(
    exercises: Sequence[ExerciseScore], collection: Collection, submission: str
) -> Next | None:
    """What is begun but not done comes first, then what is not begun, then what follows."""
    scored = {e.id: e for e in exercises if e.id in collection.exercises}
    left = [e for e in scored.values() if e.status != "passed"]
    begun = [e for e in left if e.status != "not_started"]
    if left:
        id = (begun or left)[0].id
    else:
        ids = list(collection.exercises)
        later = ids[ids.index(max(scored, key=ids.index)) + 1 :] if scored else []
        if not later:
            return None
        id = later[0]
    exercise = collection.exercises[id]
    handed_in = scored[id].graded["file"] if id in scored else None
    return Next(exercise.source.title, f"{submission}/{handed_in or exercise.file}")
