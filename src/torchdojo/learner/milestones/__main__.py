"""``python -m torchdojo.learner.milestones ROOT SUBMISSION TRACK WIDTH`` prints a milestone.

The app has this done by a process of its own, and so needs no torch itself.
"""

import sys
from pathlib import Path

from torchdojo.errors import DojoError, GraderError
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import meant_by, need
from torchdojo.learner.milestones.showing import shown
from torchdojo.learner.milestones.working import players


def main(root: str, submission: str, track: str, width: str) -> None:
    """Print the milestone, or one sentence on why it is not shown."""
    desk = Desk.at(Path(root), Path(submission), lambda sentence: None)
    try:
        milestone = meant_by(desk.collection, track)
        need(milestone, desk.store.read())
        with players(desk.collection, milestone) as troupe:
            print("\n".join(shown(milestone, desk, troupe).lines(int(width))))
    except (DojoError, GraderError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
