"""Who runs `pytest graders/`: editors, other plugins, other folders, terminals of any kind."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

WELCOME, SPLIT = "01_tensors/00_welcome", "01_tensors/10_split_and_chunk"
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider")


def _pytest(*words: str, place: Path = ROOT, **environment: str) -> tuple[int, str]:
    """The exit status and all that is printed by `python -m pytest ...` in `place`."""
    done = subprocess.run(
        [*PYTEST, *words],
        cwd=place,
        env=os.environ | environment,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


VS_CODE = json.loads((ROOT / ".vscode/settings.json").read_text())
CONTAINER = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())


@pytest.mark.parametrize(
    "words",
    [(), ("--rootdir=.", "-s", *VS_CODE["python.testing.pytestArgs"])],
    ids=["bare", "an editor"],
)
def test_the_clone_offers_its_exercises(words: tuple[str, ...]) -> None:
    """Bare `pytest`, and an editor that asks for all tests, find every check and no other test."""
    code, said = _pytest(*words, "--collect-only", "-q")
    ids = [line for line in said.splitlines() if "::" in line]
    assert code == 0 and len(ids) > 600, said[-2000:]
    assert all(line.startswith("graders/") for line in ids)


def test_editors_use_what_the_readme_installs() -> None:
    """VS Code and the container name the environment that the README's command makes."""
    assert VS_CODE["python.testing.pytestEnabled"] is True
    made = VS_CODE["python.defaultInterpreterPath"].removeprefix("${workspaceFolder}/")
    folder = made.removesuffix("/bin/python")
    command = CONTAINER["onCreateCommand"]
    assert f"-m venv {folder} &&" in command
    assert command in (ROOT / "README.md").read_text("utf-8")


def test_looking_shows_no_score_and_starts_no_host(tmp_path: Path) -> None:
    """`--collect-only` and `--fixtures` have no score table, draw no seed and start no process."""
    (tmp_path / "sitecustomize.py").write_text(
        "import subprocess\n\nplain = subprocess.Popen.__init__\n\n"
        "def noted(self, words, *args, **kwargs):\n"
        "    print('started' if 'torchdojo' in str(words) else '')\n"
        "    plain(self, words, *args, **kwargs)\n\n"
        "subprocess.Popen.__init__ = noted\n"
    )
    for words in (("--collect-only",), ("--fixtures",), ("--setup-plan",)):
        _, said = _pytest(f"graders/{SPLIT}", *words, PYTHONPATH=str(tmp_path))
        assert not any(word in said for word in ("Total", "--seed", "started")), said


@pytest.mark.parametrize("where", ["above", "inside", "linked"])
def test_where_pytest_is_started_does_not_matter(tmp_path: Path, where: str) -> None:
    """From a folder above, from inside `graders/`, by a link to the clone: the same score."""
    report = tmp_path / "report.json"
    clone = tmp_path / "clone"
    clone.symlink_to(ROOT)
    place, words = {
        "above": (ROOT.parent, (f"--rootdir={ROOT.parent}", f"{ROOT.name}/graders/{WELCOME}")),
        "inside": (ROOT / "graders" / WELCOME, ()),
        "linked": (tmp_path, (f"clone/graders/{WELCOME}",)),
    }[where]
    code, said = _pytest(*words, "--score-report", str(report), place=place)
    assert code == 0, said
    assert json.loads(report.read_text())["exercises"][WELCOME]["score"] == 3


def test_a_folder_above_without_settings_is_told_what_to_name(tmp_path: Path) -> None:
    """Where pytest cannot find this project's settings, one sentence says what to do."""
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone" / "graders").symlink_to(ROOT / "graders" / "01_tensors")
    other = tmp_path / "test_other.py"
    other.write_text("def test_it():\n    pass\n")
    (tmp_path / "clone" / "conftest.py").write_text((ROOT / "graders/conftest.py").read_text())
    for words in ((), ("clone",)):
        code, said = _pytest(*words, place=tmp_path)
        assert code != 0 and "name `graders/` first" in said
        assert "Traceback" not in said and "hookexec" not in said, said


def test_warnings_as_errors_make_no_difference(graders: Callable[..., Run]) -> None:
    """`-W error` finds nothing that the engine leaves to the garbage collector."""
    for players in ("fork", "start"):
        options = ("-W", "error", "--submission", "solutions", "--players", players)
        run = graders(*options, places=(f"graders/{WELCOME}", "graders/01_tensors/01_create"))
        assert run.code == 0, run.output
        assert run.report["score"] == run.report["max_score"] == 15


@pytest.mark.parametrize("kind", ["no folder", "a folder", "read-only", "a file for a folder"])
def test_a_report_that_cannot_be_written_is_refused_first(tmp_path: Path, kind: str) -> None:
    """Before any check runs, a sentence says why FILE of `--score-report` will not do."""
    (tmp_path / "file").touch()
    place = {
        "no folder": tmp_path / "none" / "report.json",
        "a folder": tmp_path,
        "read-only": Path("/proc/report.json"),
        "a file for a folder": tmp_path / "file" / "report.json",
    }[kind]
    code, said = _pytest(f"graders/{WELCOME}", "--score-report", str(place))
    assert code == 4 and "passed" not in said, said
    assert "--score-report" in said and str(place) in said and "Traceback" not in said


def test_a_report_for_which_no_space_is_left_is_kept_elsewhere() -> None:
    """What cannot be written at the end is not lost: it is kept in a file that is named."""
    code, said = _pytest(f"graders/{WELCOME}", "--score-report", "/dev/full")
    assert code != 0 and "Total 3 of 3" in said and "Traceback" not in said, said
    kept = next(line for line in said.splitlines() if "is kept in" in line)
    path = Path(kept.rpartition("is kept in ")[2].rstrip("."))
    assert json.loads(path.read_text())["score"] == 3
    path.unlink()


def test_an_old_report_stays_if_nothing_is_scored(tmp_path: Path) -> None:
    """Trying whether FILE can be written leaves it alone, and makes no empty one."""
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text("old")
    for path in (old, new):
        code, _ = _pytest(f"graders/{WELCOME}", "--score-report", str(path), "-k", "nothing")
        assert code == 5
    assert old.read_text() == "old" and not new.exists()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_knows_few_characters(tmp_path: Path, encoding: str) -> None:
    """What it cannot show is replaced by something alike, neither `?` nor an escape."""
    work = tmp_path / "01_tensors"
    work.mkdir()
    text = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    broken = (
        "\n\ndef interleave(a, b):\n    print('größer — … ×')\n    raise ValueError('größer')\n"
    )
    (work / "10_split_and_chunk.py").write_text(text + broken, "utf-8")
    code, said = _pytest(
        *(f"graders/{SPLIT}", "--submission", str(tmp_path), "--color=no"),
        PYTHONIOENCODING=encoding,
        LANG="C",
    )
    table = said[said.index("\n01_tensors\n") if "\n01_tensors\n" in said else 0 :]
    assert code == 1 and "Total" in table, said
    assert "\\u" not in said and "\\n" not in said and "?" not in table, said


PLUGINS = {
    "twice": """
        import pytest
        from _pytest.runner import runtestprotocol

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_protocol(item, nextitem):
            for attempt in ("rerun", None):
                for report in runtestprotocol(item, nextitem=nextitem, log=False):
                    report.outcome = attempt or report.outcome
                    item.ihook.pytest_runtest_logreport(report=report)
            return True
    """,
    "repeated": """
        def pytest_generate_tests(metafunc):
            metafunc.fixturenames.append("repetition")
            metafunc.parametrize("repetition", range(2))
    """,
    "apart": """
        import marshal
        import os

        import pytest
        from _pytest.runner import runtestprotocol

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_protocol(item, nextitem):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            ours, theirs = os.pipe()
            if not (child := os.fork()):
                reports = runtestprotocol(item, log=False)
                data = [item.config.hook.pytest_report_to_serializable(
                    config=item.config, report=r) for r in reports]
                os.write(theirs, marshal.dumps(data))
                os._exit(0)
            os.close(theirs)
            data = b"".join(iter(lambda: os.read(ours, 65536), b""))
            os.waitpid(child, 0)
            for one in marshal.loads(data):
                report = item.config.hook.pytest_report_from_serializable(
                    config=item.config, data=one)
                item.ihook.pytest_runtest_logreport(report=report)
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
            return True
    """,
    "shuffled": """
        import pytest

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(items):
            items.reverse()
    """,
}


def _with_plugin(folder: Path, text: str, *words: str) -> tuple[int, str, dict[str, Any]]:
    lines = text.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    (folder / "some_plugin.py").write_text("\n".join(line[indent:] for line in lines) + "\n")
    report = folder / "report.json"
    options = ("-p", "some_plugin", "--device", "cpu", "--score-report", str(report))
    code, said = _pytest(*options, *words, PYTHONPATH=str(folder))
    return code, said, json.loads(report.read_text()) if report.is_file() else {}


@pytest.mark.parametrize("plugin", list(PLUGINS))
def test_other_plugins_change_no_score(tmp_path: Path, plugin: str) -> None:
    """Plugins that run a check twice, in a process of its own or in another order: same report."""
    places = (f"graders/{WELCOME}", f"graders/{SPLIT}")
    options = (*places, "--submission", "solutions", "--seed", "3")
    code, said, found = _with_plugin(tmp_path, PLUGINS[plugin], *options)
    assert code == 0, said
    assert found["score"] == found["max_score"] == 13
    plain = _with_plugin(tmp_path, "import pytest", *options)[2]
    for report in (found, plain):
        for exercise in report["exercises"].values():
            for check in exercise["checks"]:
                del check["seconds"]
    assert found == plain


def test_a_check_that_passes_in_one_of_two_runs_has_not_passed(tmp_path: Path) -> None:
    """Of repetitions the worst counts, once."""
    work = tmp_path / "01_tensors"
    work.mkdir()
    text = (ROOT / f"solutions/{WELCOME}.py").read_text("utf-8")
    (work / "00_welcome.py").write_text(text.replace("def double", "def doubled"), "utf-8")
    options = (f"graders/{WELCOME}", "--submission", str(tmp_path))
    _, said, found = _with_plugin(tmp_path, PLUGINS["repeated"], *options)
    assert (found["score"], found["max_score"]) == (2, 3), said


ENDS = """
    import os

    def pytest_runtest_call(item):
        if "interleaves" in item.name:
            {how}
"""


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("os._exit(3)", ("-n", "1", "--max-worker-restart", "0")),
        ("raise KeyboardInterrupt", ()),
        ("raise AssertionError", ("-x",)),
        ("pass", ("-k", "splits_into or interleaves")),
        ("pass", ("--deselect", f"graders/{SPLIT}/test_split_and_chunk.py::test_interleaves")),
    ],
    ids=["crashed", "interrupted", "stopped", "chosen", "deselected"],
)
def test_a_result_that_never_came_is_no_zero(
    tmp_path: Path, how: str, words: tuple[str, ...]
) -> None:
    """What did not run has no score, in a sentence; neither has its exercise, nor the whole."""
    place = f"graders/{SPLIT}"
    if "splits_into or interleaves" not in words:
        words += (f"graders/{WELCOME}",)
    options = (place, "--submission", "solutions", *words)
    _, said, found = _with_plugin(tmp_path, ENDS.format(how=how), *options)
    assert found, said
    checks = {c["name"].split("[")[0]: c for c in found["exercises"][SPLIT]["checks"]}
    missing = [c for c in checks.values() if c["outcome"] == "not_run"]
    assert len(checks) == 6 and missing, said
    assert all(c["score"] is None and c["feedback"].startswith("No") for c in missing)
    assert found["exercises"][SPLIT]["score"] is None and found["score"] is None
    assert found["exercises"][SPLIT]["max_score"] == 10
    assert found["exercises"][SPLIT]["status"] in ("incomplete", "error")
    assert "Traceback" not in said and "done" not in said.split("10_split")[-1].splitlines()[0]
