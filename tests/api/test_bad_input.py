"""Every row of bad input gets its documented answer, and the daemon stays healthy."""
import json

import pytest

ROUTES = ("/api/v1/optimize", "/api/v1/optimize/async", "/api/v1/analyze")

# body, status, code, field at fault
REFUSED = {
    "not_json": (b"def f(): pass", 400, "not_json", None),
    "empty": (b"", 400, "not_json", None),
    "only_blanks": (b"  \n", 400, "not_json", None),
    "trailing_text": (b'{"code": "x"} x', 400, "not_json", None),
    "trailing_comma": (b'{"code": "x",}', 400, "not_json", None),
    "single_quotes": (b"{'code': 'x'}", 400, "not_json", None),
    "nan": (b'{"code": "x", "temperature": NaN}', 400, "not_json", None),
    "leading_zero": (b'{"code": "x", "max_tokens": 01}', 400, "not_json", None),
    "duplicate_key": (b'{"code": "x", "code": "y"}', 400, "not_json", None),
    "byte_order_mark": (b'\xef\xbb\xbf{"code": "x"}', 400, "not_json", None),
    "utf_16": ('{"code": "x"}'.encode("utf-16"), 400, "not_json", None),
    "too_deep": (b"[" * 100 + b"]" * 100, 400, "not_json", None),
    "very_deep": (b'{"a":' * 100000 + b"1" + b"}" * 100000, 400, "not_json", None),
    "raw_nul": (b'{"code": "a\0b"}', 400, "not_json", None),
    "raw_newline": (b'{"code": "a\nb"}', 400, "not_json", None),
    "escaped_nul": (b'{"code": "a\\u0000b"}', 400, "not_json", None),
    "escaped_nul_in_name": (b'{"co\\u0000de": "a"}', 400, "not_json", None),
    "invalid_utf_8": (b'{"code": "\xff"}', 400, "not_json", None),
    "overlong_utf_8": (b'{"code": "\xc0\xaf"}', 400, "not_json", None),
    "surrogate_in_utf_8": (b'{"code": "\xed\xa0\x80"}', 400, "not_json", None),
    "lone_surrogate": (b'{"code": "\\ud800"}', 400, "not_json", None),
    "array": (b"[]", 400, None, None),
    "string": (b'"code"', 400, None, None),
    "number": (b"5", 400, None, None),
    "null": (b"null", 400, None, None),
    "no_code": (b"{}", 400, "missing_field", "code"),
    "null_code": (b'{"code": null}', 400, "missing_field", "code"),
    "code_number": (b'{"code": 1}', 400, "invalid_field", "code"),
    "code_list": (b'{"code": ["x"]}', 400, "invalid_field", "code"),
    "unknown_field": (b'{"code": "x", "colour": 1}', 400, "unknown_field", "colour"),
    "wrong_case": (b'{"Code": "x"}', 400, "unknown_field", "Code"),
    "unknown_nested": (b'{"code": "x", "target": {"gpu": 1}}', 400, "unknown_field", "target.gpu"),
    "code_and_repo": (b'{"code": "x", "repo_url": "https://e.com"}', 400, "conflicting_fields", "repo_url"),
    "bad_choice": (b'{"code": "x", "accept": "hope"}', 400, "invalid_field", "accept"),
    "huge_number": (b'{"code": "x", "max_tokens": 1e999}', 400, None, "max_tokens"),
    "too_large": (json.dumps({"code": "#" * 1050000}).encode(), 413, "too_large", "code"),
    "body_too_large": (b" " * 1400000, 413, "too_large", None),
}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", REFUSED)
def test_bad_input__bodies(daemon, route, name):
    body, status, code, field = REFUSED[name]
    answer = daemon.post(route, body)
    assert answer.status == status and answer.type == "application/problem+json", answer
    problem = answer.json
    assert problem["status"] == status and problem["detail"]
    assert code is None or problem["code"] == code
    assert problem.get("field") == field
    assert daemon.is_healthy()


NOT_PYTHON = {
    "broken": ("def f(:\n    pass\n", 1),
    "python_2": ("x = 1\nprint 'hello'\n", 2),
    "bad_indent": ("def f():\n    x = 1\n  y = 2\n", 3),
    "stray_return": ("x = 1\nreturn x\n", 2),
    "stray_await": ("def f():\n    await g()\n", 2),
    "too_new": ("def f[T](x: T) -> T:\n    return x\n", 1),
    "prose": ("please make my code faster\n", 1),
    "unclosed": ("x = (1,\n", 1),
}


@pytest.mark.parametrize("name", NOT_PYTHON)
@pytest.mark.parametrize("route", ("/api/v1/optimize", "/api/v1/analyze"))
def test_bad_input__invalid_python_is_422_with_its_place(daemon, route, name):
    code, line = NOT_PYTHON[name]
    answer = daemon.post(route, {"code": code}, headers={"Prefer": "wait=60"})
    assert answer.status == 422 and answer.type == "application/problem+json", answer
    assert answer.json["code"] == "invalid_python" and answer.json["line"] == line
    assert answer.json["column"] >= 1 and answer.json["detail"]


def test_bad_input__invalid_python_fails_its_job(daemon):
    answer = daemon.post("/api/v1/optimize/async", {"code": "def f(:\n"})
    job = daemon.wait_for(answer.json["job_id"])
    assert job["state"] == "failed" and job["result"] is None
    assert job["error"]["code"] == "invalid_python" and job["error"]["status"] == 422
    assert daemon.get(answer.json["status_url"] + "/diff").status == 422


@pytest.mark.parametrize("job_id", [
    "01a20843-5384-7ead-b101-2134ad9a09bc", "x", "1", "..", "%2e%2e", "a" * 3000,
    "01A20843-5384-7EAD-B101-2134AD9A09BC", "' OR 1=1 --".replace(" ", "%20")])
@pytest.mark.parametrize("method,tail", [("GET", ""), ("DELETE", ""), ("GET", "/diff")])
def test_bad_input__unknown_job_is_404(daemon, job_id, method, tail):
    answer = daemon.request(method, f"/api/v1/jobs/{job_id}{tail}")
    assert answer.status == 404 and answer.json["code"] == "not_found", answer


@pytest.mark.parametrize("path", [
    "/", "/api", "/api/v1", "/api/v1/jobs/", "/api/v2/optimize", "/healthz/", "/HEALTHZ", "//healthz",
    "/api/v1/jobs/x/y/z", "/api/v1/../../healthz", "/etc/passwd"])
def test_bad_input__unknown_path_is_404(daemon, path):
    assert daemon.get(path).status == 404


@pytest.mark.parametrize("method,path,allow", [
    ("GET", "/api/v1/optimize", "POST"),
    ("PUT", "/api/v1/optimize", "POST"),
    ("HEAD", "/api/v1/analyze", "POST"),
    ("DELETE", "/api/v1/jobs", "GET, HEAD"),
    ("POST", "/api/v1/jobs/x", "GET, HEAD, DELETE"),
    ("POST", "/healthz", "GET, HEAD"),
])
def test_bad_input__wrong_method_is_405(daemon, method, path, allow):
    answer = daemon.request(method, path)
    assert answer.status == 405 and answer.headers["allow"] == allow


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded",
                                  "application/json; charset=latin-1"])
def test_bad_input__wrong_media_type_is_415(daemon, kind):
    answer = daemon.post("/api/v1/optimize", b'{"code": "x"}', headers={"Content-Type": kind})
    assert answer.status == 415 and answer.json["code"] == "unsupported_media_type"


@pytest.mark.parametrize("query,field", [
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=-1", "limit"), ("limit=", "limit"),
    ("limit=1e1", "limit"), ("status=done", "status"), ("status=", "status"), ("colour=red", "colour"),
    ("cursor=x", "cursor"), ("cursor=%27%20OR%201=1", "cursor")])
def test_bad_input__query_of_the_job_list(daemon, query, field):
    answer = daemon.get(f"/api/v1/jobs?{query}")
    assert answer.status == 400 and answer.json["field"] == field, answer


@pytest.mark.parametrize("query", ["a=%00", "limit=%zz", "limit=1&limit=2", "=1", "limit=%ff"])
def test_bad_input__malformed_query_is_400(daemon, query):
    assert daemon.get(f"/api/v1/jobs?{query}").status == 400


def test_bad_input__keys_never_come_back(daemon):
    secret = "sk-do-not-show-me-4711"
    answer = daemon.post("/api/v1/optimize/async", {"code": "x = 1\n", "api_key": secret})
    job = daemon.wait_for(answer.json["job_id"])
    assert secret not in json.dumps(job) and secret not in daemon.get("/api/v1/jobs").body.decode()


# Code that attacks its host is a normal job: it ends, and the answer names the limit.
HOSTILE_CODE = {
    "never_ends": "while True:\n    pass\n",
    "forks": "import os\nwhile True:\n    os.fork()\n",
    "eats_memory": "x = []\nwhile True:\n    x.append(bytes(10**7))\n",
    "prints_for_ever": "while True:\n    print('x' * 1000)\n",
    "exits": "import os\nos._exit(3)\n",
    "kills_parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
    "deep_recursion": "def f(n):\n    return f(n + 1)\n\nf(0)\n",
}


@pytest.mark.parametrize("name", HOSTILE_CODE)
def test_bad_input__hostile_code_ends_in_a_normal_answer(daemon, name):
    answer = daemon.post("/api/v1/optimize/async", {"code": HOSTILE_CODE[name], "budget": {"seconds": 5}})
    job = daemon.wait_for(answer.json["job_id"])
    assert job["state"] in ("succeeded", "failed"), job
    if job["state"] == "succeeded":
        assert job["result"]["optimized_code"] == HOSTILE_CODE[name]
        assert job["result"]["changed"] is False
    assert daemon.is_healthy()
    daemon.wait_until_ready()
