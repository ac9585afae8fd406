from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_only_point_down(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
