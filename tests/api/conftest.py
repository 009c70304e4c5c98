"""Starts `hasten serve` for the tests of the HTTP side and talks to it; standard library only.

HASTEN_BUILD names the build directory (default: build). Every daemon binds a free loopback port,
has its own database, and is stopped in order; one that does not stop in time fails the test.
"""
import http.client
import json
import os
import pathlib
import queue
import re
import socket
import subprocess
import threading
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build")) / "hasten"
START_SECONDS = 30
STOP_SECONDS = 40
JOB_SECONDS = 120
# The leak checker attaches to its process, which a daemon that keeps secrets does not allow.
NO_LEAK_CHECK = "detect_leaks=0"

# Keeps a worker busy until a limit ends it: there is a rewrite to check, so the program is run,
# and it never returns.
SLOW = """\
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(20))
while True:
    pass
"""


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def __repr__(self):
        return f"<{self.status} {self.headers} {self.body[:300]!r}>"


class Daemon:
    def __init__(self, directory, **settings):
        settings = {"listen_port": 0, "database": str(directory / "jobs.db"), **settings}
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        self.log = open(directory / "log", "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", *arguments], stdout=subprocess.PIPE, stderr=self.log,
            env={"ASAN_OPTIONS": NO_LEAK_CHECK, **os.environ})
        self.port = self._read_port()

    def _read_port(self):
        lines = queue.Queue()
        reader = threading.Thread(target=lambda: lines.put(self.process.stdout.readline()))
        reader.start()
        try:
            line = lines.get(timeout=START_SECONDS).decode()
        except queue.Empty:
            line = ""
        if not line.startswith("listening on http://127.0.0.1:"):
            self.process.kill()
            self.process.wait()
            pytest.fail(f"the daemon did not start: {line!r}")
        return int(line.rsplit(":", 1)[1])

    def request(self, method, path, body=None, headers=None, timeout=60):
        """One request on its own connection. A dict is sent as JSON."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()

    def get(self, path, **kwargs):
        return self.request("GET", path, **kwargs)

    def post(self, path, body, **kwargs):
        return self.request("POST", path, body, **kwargs)

    def connect(self, timeout=20):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def exchange(self, data, timeout=20):
        """Sends raw bytes and returns everything up to the end of the connection."""
        with self.connect(timeout) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError, OSError):
                pass  # answered and closed before we were done
            return read_all(s)

    def wait_until_ready(self):
        """The sandbox starts beside the first requests."""
        end = time.monotonic() + START_SECONDS
        while (answer := self.get("/readyz")).status != 200:
            assert time.monotonic() < end, f"never became ready: {answer}"
            time.sleep(0.05)

    def wait_for(self, job_id):
        """Polls until the job has ended; Retry-After has no use at this distance."""
        end = time.monotonic() + JOB_SECONDS
        while time.monotonic() < end:
            job = self.get(f"/api/v1/jobs/{job_id}").json
            if job["state"] in ("succeeded", "failed", "cancelled"):
                return job
            time.sleep(0.05)
        raise AssertionError(f"job {job_id} did not end: {job}")

    def metric(self, name):
        for line in self.get("/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise AssertionError(f"no metric {name}")

    def is_healthy(self):
        return self.process.poll() is None and self.get("/healthz").status == 200

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            pytest.fail("the daemon did not stop")
        finally:
            self.process.stdout.close()
            self.log.close()
        return code


def read_all(s):
    received = b""
    try:
        while chunk := s.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def statuses(raw):
    """The status codes of all answers in a byte stream, by their status lines."""
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3}) ", raw)]


@pytest.fixture(scope="session")
def daemon(tmp_path_factory):
    """Shared by tests that leave it as they found it."""
    d = Daemon(tmp_path_factory.mktemp("daemon"))
    yield d
    assert d.is_healthy(), "a test has hurt the daemon"
    assert d.stop() == 0


@pytest.fixture
def start(tmp_path):
    """Starts daemons with settings of the test's own."""
    running = []

    def start_one(**settings):
        d = Daemon(tmp_path, **settings)
        running.append(d)
        return d

    yield start_one
    for d in running:
        if d.process.poll() is None:
            d.stop()
