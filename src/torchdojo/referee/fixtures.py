"""The fixtures that checks use; everything else in a grader is plain pytest."""

from collections.abc import Iterator

import pytest

from torchdojo.catalog import Unreadable
from torchdojo.players.limits import Limits
from torchdojo.referee.actors import Agree, Cast, Policy, Reference, Student
from torchdojo.referee.asking import Actor
from torchdojo.referee.draw import Draw, derived_seed
from torchdojo.referee.plugin import PRINTED, SESSION
from torchdojo.referee.pool import Setting
from torchdojo.referee.programs import Program
from torchdojo.referee.session import ABSENT
from torchdojo.referee.verdict import Outcome, Verdict

CAST = pytest.StashKey[Cast]()


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Iterator[Cast]:
    """The programs of one check: the engine's own fixture, behind the others."""
    item = request.node
    session = request.config.stash[SESSION]
    params = item.callspec.params if hasattr(item, "callspec") else {}
    if params.get("device") == ABSENT:
        pytest.skip("no accelerator here")
    program: Program | None = params.get("program")
    exercise, name = session.exercise_of(item), item.originalname.removeprefix("test_")
    stage = session.stage
    seed = derived_seed("player", _seed(request), exercise.id)
    limits = _limits(item, program)
    setting = Setting(exercise.id, seed, params.get("device", "cpu"), limits, stage.readable)
    try:
        code = stage.program(exercise, program)
    except Unreadable as error:
        raise Verdict(Outcome.NOT_GRADABLE, [str(error)]) from error
    own = derived_seed("player", _seed(request), exercise.id, name)
    student = Student(Actor(stage.kept, code, setting, own))
    right = stage.reference(exercise)
    reference = Reference(Actor(stage.kept, right, setting, own, stage.answers))
    cast = Cast(stage, exercise, name, student, reference)
    item.stash[CAST] = cast
    yield cast
    cast.close()


def _limits(item: pytest.Item, program: Program | None) -> Limits:
    marker = item.get_closest_marker("limits")
    wanted = dict(marker.kwargs) if marker else {}
    if program is not None and program.seconds is not None:
        wanted["seconds"] = program.seconds
    return Limits(**wanted)


def _seed(request: pytest.FixtureRequest) -> int:
    item = request.node
    program = item.callspec.params.get("program") if hasattr(item, "callspec") else None
    if program is not None and program.seed is not None:
        return int(program.seed)
    return request.config.stash[SESSION].seed


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """While the programs of a failed check are at hand, name the student's mistake."""
    outcome = yield
    error = outcome.excinfo[1] if outcome.excinfo else None  # type: ignore[attr-defined]
    cast = item.stash.get(CAST, None)
    if cast is None:
        return
    cast.failed = error is not None and not (isinstance(error, Verdict) and error.not_started)
    if isinstance(error, Verdict):
        cast.name_mistake(error)
    if error is not None and item.get_closest_marker("hidden") is None:
        cast.student.actor.close()
        item.stash[PRINTED] = cast.printed


@pytest.fixture
def student(cast: Cast) -> Student:
    """The submission under test, in a player of its own."""
    return cast.student


@pytest.fixture
def reference(cast: Cast) -> Reference:
    """The solution, in another player."""
    return cast.reference


@pytest.fixture
def agree(cast: Cast) -> Agree:
    """Same probe, two programs, compare."""
    return Agree(cast.student, cast.reference)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """Rules about how the answer is computed."""
    return Policy(cast.student)


@pytest.fixture
def draw(request: pytest.FixtureRequest) -> Draw:
    """Random inputs for this check, from the run's seed."""
    session = request.config.stash[SESSION]
    name = request.node.originalname
    return Draw(derived_seed("inputs", _seed(request), session.id_of(request.node), name))
