"""The part of the plugin that collects results and shows them; no xdist worker has it."""

from pathlib import Path
from typing import Any

import pytest

from torchdojo.referee.failures import tell
from torchdojo.referee.junit import revise_junit
from torchdojo.referee.report_file import write_report
from torchdojo.referee.reporting import report_of
from torchdojo.referee.results import KEY, REVISED, Report, Results
from torchdojo.referee.session import Session

_UNASKED = {"f", "E"}
"""What pytest's short summary lists if nobody says what."""


class Recorder:
    """A pytest plugin that makes the report of a run and writes it wherever it is wanted."""

    def __init__(self, session: Session, results: Results, report: Path | None) -> None:
        self.session = session
        self.results = results
        self.path = report
        self.report: Report | None = None
        self.written = ""
        self._failed: dict[str, pytest.TestReport] = {}
        self._revised: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the result that a report carries; what is to be run again is none."""
        if str(report.outcome) == "rerun":
            return
        values = [value for name, value in report.user_properties if name == KEY]
        for value in values:
            if isinstance(value, dict):
                self.results.add(value)
        if report.failed and report.when != "teardown":
            self._failed[report.nodeid] = report
        if report.failed and not values:
            self.results.lose(report.nodeid)
        self._revise(report)

    def _revise(self, report: pytest.TestReport) -> None:
        """Take over what the last check of a program says of those before it."""
        for name, value in report.user_properties:
            if name == REVISED and isinstance(value, dict):
                for node, said in value.items():
                    self.results.revise(node, said["check"])
                    if node in self._failed:
                        self._failed[node].longrepr = said["shown"]
                        self._revised.append(node)
        kept = [one for one in report.user_properties if one[0] != REVISED]
        report.user_properties[:] = kept

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what an xdist worker collected."""
        output = getattr(node, "workeroutput", None) or {}
        self.results.expect(output.get("torchdojo", []))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        """Note the exercises that will run, should no worker live to tell of them."""
        self.results.begun.update(map(self.session.id_of_node, ids))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the report, whatever is shown on the terminal."""
        self.report = report_of(self.session, self.results)
        revise_junit(
            session.config, {node: str(self._failed[node].longrepr) for node in self._revised}
        )
        self._tell(session.config.pluginmanager.get_plugin("terminalreporter"))
        if self.path is not None and self.report.exercises:
            self.written = write_report(self.path, self.report.as_json())
            if "could not be written" in self.written and session.exitstatus == 0:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _tell(self, terminal: Any) -> None:
        """Have the terminal show each failed check once, and its cause in full once."""
        found = ((self._failed[node], self.results.by_node.get(node)) for node in self._failed)
        tell(found, wrapped=terminal is not None and terminal.isatty)
        if terminal is not None and set(terminal.reportchars) - {"w"} == _UNASKED:
            others = {r.nodeid for r in terminal.getreports("failed")} - self._failed.keys()
            if not others and not terminal.getreports("error"):
                terminal.reportchars = "w" if "w" in terminal.reportchars else ""

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Show the score table."""
        if self.report is None:
            return
        from torchdojo.referee.table import render_table

        terminalreporter.ensure_newline()
        terminalreporter.line("")
        width = terminalreporter._tw.fullwidth
        colour = terminalreporter._tw.hasmarkup
        terminalreporter.write(render_table(self.report, width, colour=colour))
        if self.written:
            terminalreporter.write_line(self.written)
