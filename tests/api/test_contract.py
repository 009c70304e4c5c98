"""openapi.yaml against the running server, both ways: every documented operation is really
called and its live answers validate; what the document refuses the server refuses, and what it
allows the server takes. tests/unit/http/test_contract.c compares the route table itself.
"""
import json
import pathlib
import re
import subprocess
import uuid

import pytest

HERE = pathlib.Path(__file__).parent
CODE = """\
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def total(xs):
    s = 0
    for x in xs:
        s += x * x
    return s


if __name__ == "__main__":
    print(fib(15), total(range(10)))
"""
NOT_PYTHON = "def f(:\n"
UNKNOWN = str(uuid.uuid4())


def complaints(cases):
    done = subprocess.run(["node", str(HERE / "validate.cjs")], input=json.dumps(cases),
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Recorder:
    """Asks the server and remembers each answer for validation."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.cases = []

    def __call__(self, operation, path=None, body=None, **kwargs):
        method, route = operation.split(" ")
        answer = self.daemon.request(method.upper(), path or route, body, **kwargs)
        is_json = "json" in answer.type
        self.cases.append({
            "operation": operation, "part": "response", "status": answer.status,
            "type": answer.type, "headers": answer.headers,
            "body": answer.json if is_json else answer.body.decode()})
        return answer


@pytest.fixture(scope="module")
def recorded(daemon):
    ask = Recorder(daemon)
    daemon.wait_until_ready()
    for route in ("/healthz", "/readyz", "/metrics", "/version", "/openapi.yaml"):
        assert ask(f"get {route}").status == 200
    done = ask("post /api/v1/optimize", body={"code": CODE}, headers={"Prefer": "wait=60"})
    assert done.status in (200, 202)
    job_id = done.json["job_id"]
    daemon.wait_for(job_id)
    one = "/api/v1/jobs/{id}"
    ask("get " + one, f"/api/v1/jobs/{job_id}")
    ask("get " + one + "/diff", f"/api/v1/jobs/{job_id}/diff")
    assert ask("delete " + one, f"/api/v1/jobs/{job_id}").status == 409
    later = ask("post /api/v1/optimize/async", body={"code": CODE})
    assert later.status == 202
    ask("get " + one, later.json["status_url"])
    ask("get " + one + "/diff", later.json["status_url"] + "/diff")
    ask("delete " + one, later.json["status_url"])
    ask("post /api/v1/optimize", body={"code": CODE}, headers={"Prefer": "respond-async"})
    pair = {"original": CODE, "candidate": CODE.replace("s += x * x", "s = s + x * x")}
    judged = ask("post /api/v1/verify", body=pair, headers={"Prefer": "wait=60"})
    assert judged.status in (200, 202)
    daemon.wait_for(judged.json["job_id"])
    ask("get " + one, f"/api/v1/jobs/{judged.json['job_id']}")
    assert ask("get " + one + "/certificate", f"/api/v1/jobs/{judged.json['job_id']}/certificate").status == 200
    assert ask("post /api/v1/verify", body=pair, headers={"Prefer": "respond-async"}).status == 202
    assert ask("post /api/v1/verify", body={"original": CODE}).status == 400
    assert ask("post /api/v1/verify", body=b"x", headers={"Content-Type": "text/plain"}).status == 415
    assert ask("post /api/v1/analyze", body={"code": CODE}).status == 200
    failed = ask("post /api/v1/optimize", body={"code": NOT_PYTHON}, headers={"Prefer": "wait=60"})
    assert failed.status in (422, 202)
    assert ask("post /api/v1/analyze", body={"code": NOT_PYTHON}).status == 422
    for format, kind in (("sarif", "application/sarif+json"), ("dot", "text/vnd.graphviz"), ("json", "application/json")):
        by_query = ask("post /api/v1/analyze", path=f"/api/v1/analyze?format={format}", body={"code": CODE})
        by_header = ask("post /api/v1/analyze", body={"code": CODE}, headers={"Accept": f"{kind}, */*;q=0.1"})
        assert by_query.status == 200 and by_query.type == by_header.type == kind
        assert by_query.body == by_header.body
    assert ask("post /api/v1/analyze", path="/api/v1/analyze?format=xml", body={"code": CODE}).status == 400
    assert ask("post /api/v1/analyze", path="/api/v1/analyze?frmat=dot", body={"code": CODE}).status == 400
    assert ask("get /api/v1/jobs", "/api/v1/jobs?limit=2").status == 200
    assert ask("get /api/v1/jobs", "/api/v1/jobs?limit=x").status == 400
    for operation in ("get " + one, "delete " + one, "get " + one + "/diff", "get " + one + "/certificate"):
        path = operation.split(" ")[1].replace("{id}", UNKNOWN)
        assert ask(operation, path).status == 404
    for route in ("/api/v1/optimize", "/api/v1/optimize/async", "/api/v1/analyze"):
        assert ask("post " + route, body={"prompt": "x"}).status == 400
        assert ask("post " + route, body={"repo_url": "https://example.com/x"}).status == 501
        assert ask("post " + route, body=b"x", headers={"Content-Type": "text/plain"}).status == 415
        assert ask("post " + route, body={"code": "#" * 1100000}).status == 413
    return ask.cases


def test_contract__live_answers_validate(recorded):
    wrong = {f"{c['operation']} {c['status']}": found
             for c, found in zip(recorded, complaints(recorded)) if found}
    assert not wrong


def test_contract__every_operation_was_asked(daemon, recorded):
    document = daemon.get("/openapi.yaml").body.decode()
    paths = document.split("\npaths:\n")[1].split("\ncomponents:\n")[0]
    documented, route = set(), None
    for line in paths.splitlines():
        if m := re.fullmatch(r"  (/\S*):", line):
            route = m[1]
        elif m := re.fullmatch(r"    (get|post|put|patch|delete):", line):
            documented.add(f"{m[1]} {route}")
    assert documented == {c["operation"] for c in recorded}


def test_contract__served_document_is_the_one_in_the_repository(daemon):
    assert daemon.get("/openapi.yaml").body == (HERE.parents[1] / "openapi.yaml").read_bytes()


def test_contract__allow_names_the_documented_methods(daemon, recorded):
    methods = {}
    for c in recorded:
        method, route = c["operation"].split(" ")
        methods.setdefault(route, set()).add(method.upper())
    for route, documented in methods.items():
        answer = daemon.request("TRACE", route.replace("{id}", UNKNOWN))
        allowed = set(answer.headers["allow"].split(", "))
        assert answer.status == 405
        assert allowed == documented | ({"HEAD"} if "GET" in documented else set()), route


# Bodies on which document and server must agree. True: taken.
BODIES = [
    ({"code": "x = 1"}, True),
    ({"code": ""}, True),
    ({}, False),
    ([], False),
    ("code", False),
    (None, False),
    ({"code": 1}, False),
    ({"code": ["x"]}, False),
    ({"code": {"a": 1}}, False),
    ({"code": True}, False),
    ({"code": "x", "repo_url": "https://example.com/r"}, False),
    ({"code": "x", "unknown": 1}, False),
    ({"code": "x", "Code": "y"}, False),
    ({"code": "x", "prompt": 5}, False),
    ({"code": "x", "prompt": "faster, please"}, True),
    ({"code": "x", "temperature": 0.5}, True),
    ({"code": "x", "temperature": 2.5}, False),
    ({"code": "x", "temperature": -0.5}, False),
    ({"code": "x", "temperature": "hot"}, False),
    ({"code": "x", "max_tokens": 100}, True),
    ({"code": "x", "max_tokens": 0}, False),
    ({"code": "x", "max_tokens": 1.5}, False),
    ({"code": "x", "fallback_models": ["a", "b", "c"]}, True),
    ({"code": "x", "fallback_models": ["a", "b", "c", "d"]}, False),
    ({"code": "x", "fallback_models": "a"}, False),
    ({"code": "x", "fallback_models": [1]}, False),
    ({"code": "x", "goals": ["speed", "memory"]}, True),
    ({"code": "x", "goals": ["beauty"]}, False),
    ({"code": "x", "strategies": ["memoize"]}, True),
    ({"code": "x", "target": {"python": "3.11", "cores": 4, "libraries": [], "executor": "process"}}, True),
    ({"code": "x", "target": {"python": "2.7"}}, False),
    ({"code": "x", "target": {"python": "3."}}, False),
    ({"code": "x", "target": {"cores": -1}}, False),
    ({"code": "x", "target": {"executor": "magic"}}, False),
    ({"code": "x", "target": {"executor": "dask"}}, True),
    ({"code": "x", "target": {"executor": "mpi4py"}}, True),
    ({"code": "x", "target": {"gpu": True}}, False),
    ({"code": "x", "target": []}, False),
    ({"code": "x", "workload": {"entry": "f(1)", "setup": "", "args": "[(1,)]", "argv": ["a"], "stdin": ""}}, True),
    ({"code": "x", "workload": {"argv": "a"}}, False),
    ({"code": "x", "accept": "proved+tested"}, True),
    ({"code": "x", "accept": "hoped"}, False),
    ({"code": "x", "accept": ""}, True),
    ({"code": "x", "observe": {"float_ulp": True}}, True),
    ({"code": "x", "observe": {"float_ulp": 1}}, False),
    ({"code": "x", "observe": {"everything": True}}, False),
    ({"code": "x", "min_speedup": 1.2}, True),
    ({"code": "x", "min_speedup": 0.5}, False),
    ({"code": "x", "budget": {"seconds": 5, "tokens": 100, "usd": 0.5}}, True),
    ({"code": "x", "budget": {"seconds": -1}}, False),
    ({"code": "x", "options": {"use_llm": False, "file_name": "a.py"}}, True),
    ({"code": "x", "options": {"file_name": ""}}, False),
    ({"code": "x", "options": {"verbose": True}}, False),
]


PAIRS = [
    ({"original": "x = 1", "candidate": "x = 1"}, True),
    ({"code": "x = 1", "candidate": "x = 1"}, True),
    ({"original": "", "candidate": "x = 1"}, True),
    ({"original": "x = 1", "candidate": ""}, False),
    ({"original": "x = 1"}, False),
    ({"candidate": "x = 1"}, False),
    ({"original": "x = 1", "code": "x = 1", "candidate": "x = 1"}, False),
    ({"original": "x = 1", "candidate": 1}, False),
    ({"original": "x = 1", "candidate": "x = 1", "prompt": "please"}, False),
    ({"original": "x = 1", "candidate": "x = 1", "api_key": "k"}, False),
    ({"original": "x", "candidate": "x", "workload": {"args": "[(1,)]"}, "tests": "", "accept": "tested",
      "observe": {"float_ulp": True}, "min_speedup": 2, "budget": {"seconds": 5},
      "measure": False}, True),
]


def test_contract__document_allows_what_it_should():
    for operation, bodies in (("post /api/v1/optimize", BODIES), ("post /api/v1/verify", PAIRS)):
        found = complaints([{"operation": operation, "part": "request", "body": body}
                            for body, _ in bodies])
        wrong = [body for (body, taken), f in zip(bodies, found) if (not f) != taken]
        assert not wrong


@pytest.mark.parametrize("body,taken", PAIRS, ids=[str(i) for i in range(len(PAIRS))])
def test_contract__verify_takes_what_the_document_allows(daemon, body, taken):
    answer = daemon.post("/api/v1/verify", body, headers={"Prefer": "respond-async"})
    assert (answer.status == 202) == taken, answer
    if taken:
        daemon.request("DELETE", answer.json["status_url"])
    else:
        assert answer.status == 400 and answer.type == "application/problem+json"


@pytest.mark.parametrize("body,taken", BODIES, ids=[str(i) for i in range(len(BODIES))])
def test_contract__server_takes_what_the_document_allows(daemon, body, taken):
    answer = daemon.post("/api/v1/optimize/async", json.dumps(body).encode())
    assert (answer.status == 202) == taken, answer
    if taken:
        daemon.request("DELETE", answer.json["status_url"])
    else:
        assert answer.status == 400 and answer.type == "application/problem+json"


def test_metrics__tell_how_far_verdicts_were_measured(daemon):
    assert daemon.metric("hasten_adequacy_faults") >= daemon.metric("hasten_adequacy_false_accepts") >= 0
