"""The import direction: spiders, pipelines, commands -> corpus -> pages -> text -> items, site, errors."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "novelspider"
MODULES = sorted(path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*.py"))
RECORDS = {"items", "site", "errors", "tidy"}
MAY_IMPORT = {
    "items": set(),
    "errors": set(),
    "tidy": set(),
    "site": {"errors"},
    "text": RECORDS | {"text"},
    "pages": RECORDS | {"text", "pages"},
    "corpus": RECORDS | {"text", "pages", "corpus"},
}
IO_MODULES = {"socket", "http", "urllib.request", "subprocess", "sqlite3", "asyncio", "shutil", "tempfile", "os", "io"}


def imports(path: Path) -> set[str]:
    """Every module that the file imports, wherever the import stands, type checking included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE.parent / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its direction"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def layer(module: str) -> str:
    return module.split(".")[1] if module.startswith("novelspider.") else ""


@pytest.mark.parametrize("path", [m for m in MODULES if layer(".".join(m.with_suffix("").parts)) in MAY_IMPORT], ids=str)
def test_imports_go_down(path):
    here = layer(".".join(path.with_suffix("").parts))
    upward = {module for module in imports(path) if layer(module) and layer(module) not in MAY_IMPORT[here]}
    assert upward == set()


@pytest.mark.parametrize("package", ["items", "site", "errors", "pages", "text", "corpus"])
def test_importing_it_brings_in_no_scrapy(package):
    code = f"import sys, novelspider.{package}; sys.exit('scrapy' in sys.modules or 'twisted' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("path", [m for m in MODULES if m.parts[1] in ("pages", "text")], ids=str)
def test_readers_do_no_io(path):
    assert {m for m in imports(path) if m in IO_MODULES} == set()
    tree = ast.parse((PACKAGE.parent / path).read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert calls.isdisjoint({"open", "print", "input", "exec", "eval"})


def test_the_check_sees_an_upward_import(tmp_path):
    source = tmp_path / "m.py"
    source.write_text("def f():\n    from novelspider.corpus import Corpus\n")
    assert "novelspider.corpus.Corpus" in imports(source)
    assert layer("novelspider.corpus.Corpus") not in MAY_IMPORT["pages"]
