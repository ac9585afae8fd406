import subprocess
import sys


def test_imports_only_point_down(root):
    """In a process of its own: the linter silences every logger of the process that runs it."""
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
