"""The fixtures that checks use; everything else in a grader is plain pytest."""

from collections.abc import Generator, Iterator

import pytest

from torchdojo.errors import GraderError
from torchdojo.referee.actors import Agree, Cast, Policy, Reference, Student
from torchdojo.referee.blaming import LOG, blamed, said
from torchdojo.referee.casting import cast_of, params_of, prepare, program_of, seed_of
from torchdojo.referee.draw import Draw, derived_seed
from torchdojo.referee.examination import Exam
from torchdojo.referee.loading_words import notes
from torchdojo.referee.plugin import PRINTED, SESSION
from torchdojo.referee.recorded import REFERENCE
from torchdojo.referee.reporting import NOTES
from torchdojo.referee.revising import LAST, forget
from torchdojo.referee.session import ABSENT
from torchdojo.referee.tracing import record_traces
from torchdojo.referee.verdict import Verdict

CAST = pytest.StashKey[Cast]()


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Iterator[Cast]:
    """The programs of one check: the engine's own fixture, behind the others."""
    item = request.node
    if params_of(item).get("device") == ABSENT:
        pytest.skip("no accelerator here")
    session = request.config.stash[SESSION]
    if session.place_of(item) in session.settled:
        pytest.skip("this program has failed a check before")
    cast = cast_of(item, session)
    cast.spoilt = item.stash.get(LAST, False)
    item.stash[CAST] = cast
    yield cast
    cast.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """While this check runs, have the program of the next one loaded if it is another."""
    session = item.config.stash[SESSION]
    item.stash[LAST] = nextitem is None or session.place_of(item) != session.place_of(nextitem)
    if nextitem is not None and session.owns(item) and session.owns(nextitem):
        if item.stash[LAST] and params_of(nextitem).get("device") != ABSENT:
            prepare(nextitem, session)
    done = yield
    if CAST in item.stash:
        del item.stash[CAST]  # an item stays until the end of the run, and all answers with it
        forget(session, item)
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """While the programs of a failed check are at hand, find who is to blame, and for what."""
    cast = item.stash.get(CAST, None)
    if cast is not None and cast.verdict is not None:
        raise cast.verdict
    try:
        returned = yield
        if cast is not None:
            cast.agree.end()
            cast.findings.passed.add(cast.check)
            _keep_traces(item, cast)
        return returned
    except Exception as raised:
        if cast is None:
            raise
        error = cast.agree.verdict or raised
        verdict = error if isinstance(error, Verdict) else _blamed(item, cast, error)
        _failed(item, cast, verdict)
        if verdict is None or verdict is raised:
            raise
        raise verdict from raised
    finally:
        if cast is not None:
            item.stash[NOTES] = notes(cast.student.actor.account)


def _keep_traces(item: pytest.Item, cast: Cast) -> None:
    """While the solution is recorded for a release, record what right programs do as well."""
    program = program_of(item)
    if item.config.option.record is not None and program is not None:
        if program.label == REFERENCE:
            record_traces(cast.stage, cast.exercise, cast.student.actor)


def _blamed(item: pytest.Item, cast: Cast, error: Exception) -> Verdict | None:
    """The verdict if a student is to blame; programs of our own are not, so they find faults."""
    return None if _is_trusted(item) else blamed(item, cast, error)


def _is_trusted(item: pytest.Item) -> bool:
    program = program_of(item)
    return program is not None and program.trusted


def _failed(item: pytest.Item, cast: Cast, verdict: Verdict | None) -> None:
    cast.spoilt |= verdict is None or not cast.unharmed()
    program = program_of(item)
    if verdict is not None and (program is None or program.named):
        _name_mistake(item, cast, verdict)
    if verdict is not None and program is not None and program.settled_by_one:
        session = item.config.stash[SESSION]
        session.settled.add(session.place_of(item))
    if item.get_closest_marker("hidden") is None:
        cast.student.actor.close(keep=not cast.spoilt)
        item.stash[PRINTED] = cast.printed


def _name_mistake(item: pytest.Item, cast: Cast, verdict: Verdict) -> None:
    """Name the mistake, if the student's answers can be compared with those of a mistake."""
    try:
        cast.name_mistake(item, verdict)
    except Exception as error:
        if _is_trusted(item) or isinstance(error, GraderError):
            raise
        LOG.warning("%s: no mistake could be looked for: %s", item.nodeid, said(error))


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
    return cast.agree


@pytest.fixture
def policy(agree: Agree, cast: Cast) -> Policy:
    """Rules about how the answer is computed."""
    return Policy(agree, cast.exercise)


@pytest.fixture
def draw(request: pytest.FixtureRequest) -> Draw:
    """Random inputs for this check, from the run's seed."""
    session = request.config.stash[SESSION]
    name = request.node.originalname
    seed = seed_of(request.node, session)
    return Draw(derived_seed("inputs", seed, session.id_of(request.node), name))


@pytest.fixture
def exam(request: pytest.FixtureRequest, cast: Cast, draw: Draw) -> Exam:
    """For exercises in which students write a test: right and wrong functions for it to judge."""
    return Exam(cast.student, cast.stage, draw, apart=not _is_trusted(request.node))
