"""``./run`` with a stand-in for uv and the installed programs: what it installs when, and what it calls."""

import shutil
import subprocess

import pytest

FAKE_UV = """#!/bin/sh
echo "uv $*" >>"$LOG"
case "$1 ${2:-}" in
venv*) mkdir -p "$CLONE/.venv/bin"
    for program in python banme mkdocs; do
        printf '#!/bin/sh\\necho "%s in $PWD:" >>"$LOG"\\nfor a in "$@"; do echo "[$a]" >>"$LOG"; done\\n' $program \\
            >"$CLONE/.venv/bin/$program"
        chmod +x "$CLONE/.venv/bin/$program"
    done ;;
esac
"""


@pytest.fixture
def clone(root, tmp_path):
    place = tmp_path / "bản sao có dấu cách"
    place.mkdir()
    for name in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(root / name, place / name)
    return place


@pytest.fixture
def call(clone, tmp_path, monkeypatch):
    """Call ``run`` from another folder; return its exit code, error text and the log of what it did."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "uv").write_text(FAKE_UV)
    (programs / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setenv("CLONE", str(clone))
    log = tmp_path / "log"
    monkeypatch.setenv("LOG", str(log))

    def called(*args):
        log.write_text("")
        done = subprocess.run([clone / "run", *args], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr, log.read_text()

    return called


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_shell_reads_the_script_without_error(root, script):
    shell = "sh" if script == "run" else "bash"
    subprocess.run([shell, "-n", root / script], check=True)


def test_the_first_call_installs_the_runtime_lock_with_hashes(call):
    status, _, log = call("demo", "--no-serve")
    assert status == 0
    assert "--require-hashes" in log
    assert "requirements.lock" in log
    assert "requirements-dev.lock" not in log


def test_a_second_call_installs_nothing(call):
    call("demo")
    _, _, log = call("demo")
    assert "sync" not in log


def test_arguments_and_the_callers_folder_reach_banme_unchanged(call, tmp_path):
    _, _, log = call("import", "một tệp.xlsx", "*")
    assert f"banme in {tmp_path}:\n[import]\n[một tệp.xlsx]\n[*]\n" in log


def test_tests_need_the_developers_lock_and_run_in_the_clone(call, clone):
    call("demo")
    _, _, log = call("test", "-k", "a b")
    assert "requirements-dev.lock" in log
    assert f"python in {clone}:\n[-m]\n[pytest]\n" in log
    assert log.endswith("[-k]\n[a b]\n")


def test_the_developers_lock_serves_users_commands_too(call):
    call("test")
    _, _, log = call("demo")
    assert "sync" not in log


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_anew(call, clone, name):
    call("demo")
    with (clone / name).open("a") as file:
        file.write("# changed\n")
    _, _, log = call("demo")
    assert "sync" in log


def test_a_failed_installation_is_tried_again_by_the_next_call(call, clone, tmp_path):
    working = (tmp_path / "programs" / "uv").read_text()
    broken = working.replace('case "$1', '[ "$2" != sync ] || exit 1\ncase "$1')
    (tmp_path / "programs" / "uv").write_text(broken.replace("#!/bin/sh\n", "#!/bin/sh\nexit 1\n", 1))
    (tmp_path / "programs" / "python3").write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    (tmp_path / "programs" / "python3").chmod(0o755)
    status, error, _ = call("demo")
    assert status != 0
    assert "python3-venv" in error
    (tmp_path / "programs" / "uv").write_text(working)
    (tmp_path / "programs" / "python3").unlink()
    status, _, log = call("demo")
    assert status == 0
    assert "sync" in log


def test_a_machine_without_a_new_enough_python_is_told_so(call, tmp_path):
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"):
        (tmp_path / "programs" / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "programs" / name).chmod(0o755)
    status, error, log = call("demo")
    assert status != 0
    assert "3.11" in error
    assert "sync" not in log
