"""The pytest plugin: options, fixtures and hooks of `pytest graders/`.

It is loaded by this project's pytest settings and sleeps unless graders are run. The work is
done elsewhere: `options` and `selection` say what is asked for, `session` holds what a run shares,
`recorder` makes the report of it.
"""

import gc
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from torchdojo.errors import DojoError, need_unix
from torchdojo.referee.options import MARKERS, add_options, only_looks
from torchdojo.referee.report_file import need_writable
from torchdojo.referee.results import KEY, Results
from torchdojo.referee.selection import choose_exercises, runs_graders
from torchdojo.referee.verdict import Verdict
from torchdojo.terminal import show_alike

if TYPE_CHECKING:
    from torchdojo.referee.recorder import Recorder
    from torchdojo.referee.session import Session
    from torchdojo.referee.stream import Stream
    from torchdojo.referee.warm import WarmHost

SESSION: "pytest.StashKey[Session]" = pytest.StashKey()
PRINTED = pytest.StashKey[str]()
RESULTS = pytest.StashKey[Results]()
RECORDER: "pytest.StashKey[Recorder]" = pytest.StashKey()
STREAM: "pytest.StashKey[Stream]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the dojo."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Start the player host if graders will run, before anything imports torch."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)
    if not runs_graders(config):
        if config.option.exercise:
            raise pytest.UsageError("--exercise: name `graders/` first on the command line.")
        return
    show_alike(sys.stdout)
    try:
        need_unix()
        from torchdojo.referee.session import Session  # what it imports, Windows does not have

        choose_exercises(config)
        report = _report_file(config)
        session = Session(config)
    except DojoError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[SESSION] = session
    # Only now, while the host imports torch too: the fixtures import it.
    gc.disable()  # while so much is imported that stays
    config.pluginmanager.import_plugin("torchdojo.referee.fixtures")
    gc.freeze()
    gc.enable()
    if (
        getattr(config.option, "dist", "no") in ("load", "worksteal")
        and config.option.programs is None
    ):
        config.option.dist = "loadfile"  # one worker, one player: the checks of an exercise
    from torchdojo.referee.forking import follow_forks

    follow_forks(session)
    if not hasattr(config, "workerinput") and not only_looks(config):
        _record(config, session, report)


def _report_file(config: pytest.Config) -> Path | None:
    """The file for the report, if one is wanted and it can be written."""
    if config.option.score_report is None or only_looks(config):
        return None
    path = Path(config.invocation_params.dir, config.option.score_report)
    if not hasattr(config, "workerinput"):
        need_writable(path)
    return path


def _record(config: pytest.Config, session: "Session", report: Path | None) -> None:
    from torchdojo.referee.recorder import Recorder

    results = config.stash[RESULTS] = Results()
    config.stash[RECORDER] = Recorder(session, results, report)
    config.pluginmanager.register(config.stash[RECORDER])
    if config.option.stream is not None:
        from torchdojo.referee.stream import Stream

        config.stash[STREAM] = Stream(session, results, Path(config.option.stream))
        config.pluginmanager.register(config.stash[STREAM])


def begin(config: pytest.Config, warm: "WarmHost") -> None:
    """Make a run that was prepared ahead the one that its options ask for by now.

    Those that may have changed since it was configured are ``--submission``, ``--programs``,
    ``--seed``, ``--score-report`` and ``--stream``. Raises `DojoError` if they cannot be met.
    """
    config.stash[SESSION].begin(warm)
    config.stash[RECORDER].path = _report_file(config)
    if STREAM in config.stash:
        config.stash[STREAM].open(config.option.stream)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the host and all players."""
    if SESSION in config.stash:
        if config.option.record is not None:
            config.stash[SESSION].stage.write_recorded(Path(config.option.record))
        config.stash[SESSION].close()
        gc.freeze()  # or the interpreter walks all of torch once more at its end


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker the seed and the host of this run."""
    if SESSION in node.config.stash:
        node.workerinput["torchdojo"] = node.config.stash[SESSION].for_worker()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run checks that ask for a `device` on each device, and all on the programs given."""
    session = metafunc.config.stash.get(SESSION, None)
    if session is None or not session.owns(metafunc.definition):
        return
    if "device" in metafunc.fixturenames:
        metafunc.parametrize("device", session.devices, scope="function")
    programs = session.programs_for(metafunc.definition)
    if programs is not None:
        metafunc.fixturenames.append("program")
        metafunc.parametrize("program", programs, ids=[p.label for p in programs])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out hidden checks where only visible ones were asked for; keep programs together."""
    session = config.stash.get(SESSION, None)
    if session is None:
        return
    if config.option.programs is not None:
        items.sort(key=session.place_of)
    if not config.option.visible:
        return
    hidden = [i for i in items if session.owns(i) and i.get_closest_marker("hidden")]
    if hidden:
        config.hook.pytest_deselected(items=hidden)
        items[:] = [item for item in items if item not in hidden]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which checks there are, so that those that never run are not forgotten."""
    config = session.config
    dojo = config.stash.get(SESSION, None)
    if dojo is None:
        return
    from torchdojo.referee.reporting import describe

    checks = [describe(dojo, item) for item in session.items if dojo.owns(item)]
    if hasattr(config, "workeroutput"):
        config.workeroutput["torchdojo"] = checks
    elif RESULTS in config.stash:
        config.stash[RESULTS].expect(checks)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, None]:
    """Replace the referee's own traceback by feedback, and attach the result of the check."""
    error = call.excinfo.value if call.excinfo else None
    if isinstance(error, Verdict):
        # pytest would write out every argument of every frame, only to have it replaced.
        vars(item)["repr_failure"] = lambda *_, **__: error.text
    outcome = yield
    session = item.config.stash.get(SESSION, None)
    if session is not None and session.owns(item):
        report = outcome.get_result()
        from torchdojo.referee.reporting import settle

        settle(session, item, call, report)
        if call.when == "teardown":
            from torchdojo.referee.revising import revise

            revise(session, item, report)
        if report.failed and (printed := item.stash.get(PRINTED, "")):
            report.sections.append(("Printed by your code", printed))


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    """Count a check that was not started apart from those that went wrong."""
    if getattr(report, "when", None) != "call" or not report.failed:
        return None
    for name, value in report.user_properties:
        if name == KEY and value["not_started"]:
            return "not started", "-", "NOT STARTED"
    return None


def pytest_report_header(config: pytest.Config) -> list[str] | None:
    """Say what is scored and how to replay it."""
    session = config.stash.get(SESSION, None)
    if session is None or only_looks(config):
        return None
    from torchdojo.referee.reporting import header

    return header(session)
