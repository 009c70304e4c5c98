"""Peers and the probe for the tests of the LLM stage."""
import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = (ROOT / os.environ.get("HASTEN_BUILD", "build")).resolve()
PROBE = BUILD / "tests/llm_probe"
SAMPLE = HERE / "fixtures/sample.py"
KEY = "sk-test-0123456789"

FASTER = '''def count_pairs(values, total):
    """Pairs whose sum is total."""
    seen = Counter()
    found = 0
    for value in values:
        found += seen[total - value]
        seen[value] += 1
    return found
'''
IMPORT = "from collections import Counter"


def candidate(source=FASTER, target="count_pairs", imports=(IMPORT,)):
    return {"strategy": "hash counting", "summary": "Counts complements.",
            "edits": [{"target": target, "new_source": source}],
            "new_imports": list(imports), "assumptions": []}


def reply_text(*candidates):
    return json.dumps({"candidates": list(candidates)})


GOOD = reply_text(candidate())


def completion(content=GOOD, finish="stop", **more):
    """A chat completion as a server sends it."""
    message = {"role": "assistant", "content": content, "refusal": None}
    return json.dumps({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "served-model",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}, **more})


def probe_process(base_url, *options, code=SAMPLE):
    """Runs the probe; the completed process."""
    env = dict(os.environ, HTTP_PROXY="http://127.0.0.1:9", http_proxy="http://127.0.0.1:9",
               ALL_PROXY="http://127.0.0.1:9")
    command = [PROBE, code, f"base_url={base_url}", f"key={KEY}", *options]
    if not any(o.startswith("model=") for o in options):
        command.append("model=good")
    return subprocess.run(command, env=env, timeout=60, capture_output=True, text=True)


def probe_runs(base_url, *options, code=SAMPLE):
    """What every run reported. No key and no source may have been logged."""
    done = probe_process(base_url, *options, code=code)
    assert done.returncode == 0, done.stderr
    assert KEY not in done.stderr and "count_pairs" not in done.stderr
    return json.loads(done.stdout)


def probe(base_url, *options, code=SAMPLE):
    return probe_runs(base_url, *options, code=code)[0]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Aimock:
    """The independent wire peer, with fixtures chosen by the model's name."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.url = self.base + "/v1"

    def control(self, method, path):
        request = urllib.request.Request(f"{self.base}/__aimock{path}", method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def journal(self):
        entries = self.control("GET", "/journal")
        return entries["entries"] if isinstance(entries, dict) else entries


def wait_until_up(port, process):
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail("the wire peer ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the wire peer did not start")


@pytest.fixture(scope="session")
def aimock_server(tmp_path_factory):
    fixtures = tmp_path_factory.mktemp("fixtures") / "fixtures.json"
    fixtures.write_text(json.dumps({"fixtures": aimock_fixtures()}))
    port = free_port()
    program = ROOT / "node_modules/@copilotkit/aimock/dist/cli.js"
    with open(fixtures.with_suffix(".log"), "w") as log:
        process = subprocess.Popen(
            ["node", program, "--port", str(port), "--fixtures", fixtures, "--log-level", "warn"],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_until_up(port, process)
        yield Aimock(port)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def aimock(aimock_server):
    aimock_server.control("POST", "/reset/journal")
    return aimock_server


def aimock_fixtures():
    good = {"content": GOOD}

    def error(status, code, **more):
        return {"error": {"message": f"refused {KEY}", "type": "x", "code": code},
                "status": status, **more}

    def first(model, response):
        return {"match": {"model": model, "sequenceIndex": 0}, "response": response}

    def always(model, response, **more):
        return {"match": {"model": model}, "response": response, **more}

    return [
        always("good", good),
        first("limited", error(429, "rate_limit_exceeded", retryAfter=7)),
        always("limited", good),
        first("flaky", error(503, "server_is_overloaded")),
        always("flaky", good),
        always("down", error(500, "server_error")),
        always("broke", error(429, "insufficient_quota", retryAfter=1)),
        always("locked", error(401, "invalid_api_key")),
        always("picky", good) | {"match": {"model": "picky", "responseFormat": "json_object"}},
        always("picky", {"error": {"message": "no", "type": "invalid_request_error",
                                   "param": "response_format", "code": "unsupported_value"},
                         "status": 400}),
        always("cut", {"content": GOOD[:40], "finishReason": "length"}),
        always("chatty", good) | {
            "match": {"model": "chatty", "userMessage": "could not be read"}},
        always("chatty", {"content": "Here you are!\n" + GOOD}),
        always("stubborn", {"content": "I would rather talk."}),
        always("fenced", {"content": "```json\n" + GOOD + "\n```"}),
        always("garbled", good, chaos={"malformedRate": 1.0}),
        always("gone", good, chaos={"disconnectRate": 1.0}),
        always("slow", good, chaos={"latencyMs": 20000}),
    ]
