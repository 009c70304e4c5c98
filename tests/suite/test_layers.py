"""tests/layers.py finds what it is there to find, in trees made for the purpose."""
import pathlib
import subprocess

import pytest

LAYERS = pathlib.Path(__file__).resolve().parent.parent / "layers.py"


def check(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    done = subprocess.run(["/usr/bin/python3", LAYERS, root], capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout


def test_layers__clean_tree_passes(tmp_path):
    code, output = check(tmp_path, {
        "include/hasten/python.h": '#include "model.h"\n',
        "include/hasten/model.h": '#include "base.h"\n',
        "core/python/parse.c": '#include <tree_sitter/api.h>\n#include "hasten/python.h"\n',
        "core/llm/call.c": '#include "core/llm/llm_internal.h"\n#include "hasten/facts.h"\n',
        "core/llm/llm_internal.h": '#include "hasten/llm.h"\n',
        "server/serve.c": '#include "server/http/http.h"\n/* strcpy(a, b) */\n',
        "server/http/http.h": "",
    })
    assert code == 0, output
    assert "7 files checked, 0 violations" in output


@pytest.mark.parametrize("name, text, violation", [
    ("core/llm/a.c", '#include "hasten/verify.h"\n', "same rank"),
    ("core/python/a.c", '#include "hasten/llm.h"\n', "higher core/llm"),
    ("core/edit/a.c", '#include "hasten/python.h"\n', "same rank"),
    ("core/base/a.c", '#include "hasten/store.h"\n', "higher core/store"),
    ("include/hasten/edit.h", '#include "python.h"\n', "same rank"),
    ("core/llm/a.c", "#include <curl/curl.h>\n", "only be included in"),
    ("server/http/b.c", "\n# include <microhttpd.h>\n", "b.c:2"),
    ("core/llm/a.c", "int f(void)\n{\n    return atoi(s);\n}\n", "a.c:3: atoi() is banned"),
    ("core/llm/a.c", "\n" * 601, "more than 600"),
])
def test_layers__violation_is_found(tmp_path, name, text, violation):
    code, output = check(tmp_path, {name: text})
    assert code == 1
    assert violation in output


def test_layers__a_path_below_the_root_is_resolved(tmp_path):
    code, output = check(tmp_path, {
        "core/python/a.c": '#include "server/http/b.h"\n',
        "server/http/b.h": "",
    })
    assert code == 1
    assert "higher server/http" in output


def test_layers__private_header_of_a_lower_rank(tmp_path):
    code, output = check(tmp_path, {
        "core/python/python_internal.h": "",
        "core/llm/a.c": '#include "core/python/python_internal.h"\n',
    })
    assert code == 1
    assert "private to core/python" in output


def test_layers__an_empty_tree_is_no_success(tmp_path):
    assert check(tmp_path, {})[0] == 1
