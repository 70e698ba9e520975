"""The pytest plugin: options, fixtures and hooks of `pytest graders/`.

It is loaded by this project's pytest settings and sleeps unless graders are run. The work is
done elsewhere: `session` holds what a run shares, `results` what comes out of it.
"""

import gc
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from torchdojo.errors import DojoError, need_unix
from torchdojo.referee.results import KEY, Results
from torchdojo.referee.verdict import Verdict

if TYPE_CHECKING:
    from torchdojo.referee.session import Session

SESSION: "pytest.StashKey[Session]" = pytest.StashKey()
PRINTED = pytest.StashKey[str]()
RESULTS = pytest.StashKey[Results]()

_MARKERS = (
    "points(n): what a check is worth (1 if not said)",
    "hidden: the check is not part of a release for students",
    "limits(seconds=, memory_mb=, disk_mb=): wider limits for the players of a check",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the dojo."""
    group = parser.getgroup("torchdojo", "scoring PyTorch exercises")
    group.addoption("--submission", metavar="DIR", help="score DIR instead of exercises/")
    group.addoption("--score-report", metavar="FILE", help="write the scores to FILE as JSON")
    group.addoption("--seed", type=int, metavar="N", help="draw the inputs of run N again")
    group.addoption("--visible", action="store_true", help="run the visible checks only")
    group.addoption(
        "--device",
        choices=("auto", "cpu", "cuda", "mps"),
        default="auto",
        help="where checks that ask for a device run (default: the CPU and any accelerator)",
    )
    group.addoption(
        "--isolation",
        choices=("best", "full", "confined", "process"),
        default="best",
        help="how players are shut in (default: as well as this machine can)",
    )
    group.addoption(
        "--require-isolation",
        choices=("full", "confined", "process"),
        default="process",
        help="refuse to score with weaker isolation than this",
    )
    group.addoption(
        "--players",
        choices=("fork", "start"),
        help="fork players from a warm host, or start a process for each (slower)",
    )
    group.addoption("--programs", metavar="FILE", help="score the programs in FILE instead")
    group.addoption("--record", metavar="DIR", help="write the programs' answers to DIR")
    group.addoption("--stream", metavar="FILE", help="append each program's result to FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Start the player host if graders will run, before anything imports torch."""
    for line in _MARKERS:
        config.addinivalue_line("markers", line)
    if not _runs_graders(config):
        return
    try:
        need_unix()
        from torchdojo.referee.session import Session  # what it imports, Windows does not have

        session = Session(config)
    except DojoError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[SESSION] = session
    # Only now, while the host imports torch too: the fixtures import it.
    config.pluginmanager.import_plugin("torchdojo.referee.fixtures")
    if getattr(config.option, "dist", "no") == "load" and config.option.programs is None:
        config.option.dist = "loadfile"  # one worker, one player: the checks of an exercise
    if not hasattr(config, "workerinput"):
        config.stash[RESULTS] = Results()
        if config.option.stream is not None:
            from torchdojo.referee.stream import Stream

            stream = Stream(session, config.stash[RESULTS], Path(config.option.stream))
            config.pluginmanager.register(stream)


def _runs_graders(config: pytest.Config) -> bool:
    graders = config.rootpath / "graders"
    places = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    related = (p == graders or graders in p.parents or p in graders.parents for p in places)
    return graders.is_dir() and any(related) and not config.option.help


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
    dojo = session.config.stash.get(SESSION, None)
    if dojo is None:
        return
    checks = [dojo.describe(item) for item in session.items if dojo.owns(item)]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["torchdojo"] = checks
    else:
        session.config.stash[RESULTS].expect(checks)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what an xdist worker collected."""
    if RESULTS in node.config.stash:
        output = getattr(node, "workeroutput", None) or {}
        node.config.stash[RESULTS].expect(output.get("torchdojo", []))


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
        session.settle(item, call, report)
        if report.failed and (printed := item.stash.get(PRINTED, "")):
            report.sections.append(("Printed by your code", printed))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the result that a report carries; under xdist, in the controller."""
    for name, value in report.user_properties:
        if name == KEY and _results is not None and isinstance(value, dict):
            _results.add(value)


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    """Count a check that was not started apart from those that went wrong."""
    if getattr(report, "when", None) != "call" or not report.failed:
        return None
    for name, value in report.user_properties:
        if name == KEY and value["not_started"]:
            return "not started", "-", "NOT STARTED"
    return None


_results: Results | None = None


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make the collected results reachable for hooks that are not given a config."""
    global _results
    _results = session.config.stash.get(RESULTS, None)


def pytest_report_header(config: pytest.Config) -> list[str] | None:
    """Say what is scored and how to replay it."""
    session = config.stash.get(SESSION, None)
    return None if session is None else session.header()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Write the report file and show the score table."""
    if RESULTS not in config.stash:
        return
    session, results = config.stash[SESSION], config.stash[RESULTS]
    report = session.report(results)
    if config.option.score_report:
        Path(config.option.score_report).write_text(report.as_json(), encoding="utf-8")
    from torchdojo.referee.table import render_table

    terminalreporter.ensure_newline()
    width = terminalreporter._tw.fullwidth
    colour = terminalreporter._tw.hasmarkup
    terminalreporter.write(render_table(report, width, colour=colour))
    if config.option.score_report:
        terminalreporter.write_line(f"Report: {config.option.score_report}")
