"""Raw bytes that HTTP clients do not send: smuggling, slow and broken peers, shutdown."""
import contextlib
import http.client
import json
import threading
import time

import pytest

from conftest import SLOW, read_all, statuses

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


def head(*lines, request=b"GET /healthz HTTP/1.1", host=True):
    fields = [request] + ([b"Host: x"] if host else []) + list(lines)
    return b"\r\n".join(fields) + b"\r\n\r\n"


POST = b"POST /api/v1/optimize/async HTTP/1.1"
JSON = b"Content-Type: application/json"

# What is sent, and the one status that may come back; the connection is closed after it.
REFUSED = {
    "length_and_chunked": (head(JSON, b"Content-Length: 4", b"Transfer-Encoding: chunked", request=POST)
                           + b"0\r\n\r\n" + SMUGGLED, 400),
    "two_lengths": (head(JSON, b"Content-Length: 0", b"Content-Length: 33", request=POST) + SMUGGLED, 400),
    "two_equal_lengths": (head(JSON, b"Content-Length: 0", b"Content-Length: 0", request=POST) + SMUGGLED, 400),
    "blank_before_colon": (head(JSON, b"Content-Length : 33", request=POST) + SMUGGLED, 400),
    "tab_before_colon": (head(JSON, b"Transfer-Encoding\t: chunked", request=POST) + SMUGGLED, 400),
    "coding_unknown": (head(JSON, b"Transfer-Encoding: xchunked", request=POST) + SMUGGLED, 501),
    "coding_list": (head(JSON, b"Transfer-Encoding: gzip, chunked", request=POST) + SMUGGLED, 501),
    "coding_identity": (head(JSON, b"Transfer-Encoding: identity", request=POST) + SMUGGLED, 501),
    "coding_twice": (head(JSON, b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked",
                          request=POST) + b"0\r\n\r\n" + SMUGGLED, 400),
    "coding_in_http_1_0": (head(JSON, b"Transfer-Encoding: chunked", request=POST[:-1] + b"0")
                           + b"0\r\n\r\n" + SMUGGLED, 400),
    "length_two_to_63": (head(JSON, b"Content-Length: 9223372036854775808", request=POST), 413),
    "length_above_drain": (head(JSON, b"Content-Length: 8388609", request=POST), 413),
    "folded_line": (head(b"X-Thing: a\r\n b"), 400),
    "folded_length": (head(JSON, b"Content-Length: 1\r\n 0", request=POST) + b"0123456789", 400),
    "folded_first_line": (b"GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n", 400),
    "bare_cr_in_value": (head(b"X-Thing: a\rTransfer-Encoding: chunked"), 400),
    "bare_lf": (b"GET /healthz HTTP/1.1\r\nHost: x\nX-Thing: a\n\n", 400),
    "nul_in_value": (head(b"X-Thing: a\0b", b"X-Other: c"), 400),
    "nul_in_last_value": (head(b"X-Thing: a\0b"), 400),
    "nul_in_path": (head(request=b"GET /healthz\0/admin HTTP/1.1"), 400),
    "control_in_value": (head(b"X-Thing: a\x01b"), 400),
    "name_with_blank": (head(b"X Thing: a"), 400),
    "empty_name": (head(b": a"), 400),
    "no_host": (head(host=False), 400),
    "two_hosts": (head(b"Host: y"), 400),
    "escaped_nul": (head(request=b"GET /healthz%00 HTTP/1.1"), 400),
    "escaped_slash": (head(request=b"GET /api%2fv1/jobs HTTP/1.1"), 400),
    "bad_escape": (head(request=b"GET /healthz%zz HTTP/1.1"), 400),
    "cut_escape": (head(request=b"GET /healthz%4 HTTP/1.1"), 400),
    "escape_not_utf8": (head(request=b"GET /%ff HTTP/1.1"), 400),
    "raw_byte_in_path": (head(request=b"GET /\xff HTTP/1.1"), 400),
    "blank_in_path": (head(request=b"GET /healthz x HTTP/1.1"), 400),
    "absolute_form": (head(request=b"GET http://x/healthz HTTP/1.1"), 400),
    "asterisk_form": (head(request=b"OPTIONS * HTTP/1.1"), 400),
    "authority_form": (head(request=b"CONNECT x:443 HTTP/1.1"), 400),
    "unknown_method": (head(request=b"BREW /healthz HTTP/1.1"), 501),
    "lower_case_method": (head(request=b"get /healthz HTTP/1.1"), 501),
    "http_1_2": (head(request=b"GET /healthz HTTP/1.2"), 505),
    "unknown_expectation": (head(JSON, b"Expect: tea", b"Content-Length: 2", request=POST) + b"{}", 417),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile__ambiguous_framing_is_refused_once(daemon, name):
    data, expected = REFUSED[name]
    raw = daemon.exchange(data)
    assert statuses(raw) == [expected], raw
    assert b"application/problem+json" in raw and b"\r\nConnection: close\r\n" in raw
    assert b"smuggled" not in raw
    assert daemon.is_healthy()


# Heads that the library itself refuses; the contract promises a closed connection, not the type.
BROKEN = {
    "length_not_a_number": head(JSON, b"Content-Length: 5x", request=POST) + b"01234",
    "length_negative": head(JSON, b"Content-Length: -1", request=POST),
    "length_signed": head(JSON, b"Content-Length: +5", request=POST) + b"01234",
    "length_hexadecimal": head(JSON, b"Content-Length: 0x5", request=POST) + b"01234",
    "length_list": head(JSON, b"Content-Length: 5, 5", request=POST) + b"01234",
    "length_beyond_64_bits": head(JSON, b"Content-Length: 99999999999999999999999", request=POST),
    "no_colon": head(b"Nonsense"),
    "no_version": b"GET /healthz\r\nHost: x\r\n\r\n",
    "binary": bytes(range(256)) * 4 + b"\r\n\r\n",
    "tls_hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n",
    "head_too_large": head(b"X-Thing: " + b"a" * 70000),
    "many_fields": head(*[b"X-%d: a" % i for i in range(9000)]),
    "bad_chunk_size": head(JSON, b"Transfer-Encoding: chunked", request=POST) + b"zz\r\nab\r\n0\r\n\r\n",
    "huge_chunk_size": head(JSON, b"Transfer-Encoding: chunked", request=POST) + b"f" * 20 + b"\r\nab",
}


@pytest.mark.parametrize("name", BROKEN)
def test_hostile__broken_heads_never_succeed(daemon, name):
    raw = daemon.exchange(BROKEN[name] + SMUGGLED)
    assert all(code >= 400 for code in statuses(raw)), raw
    assert b"smuggled" not in raw
    assert daemon.is_healthy()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_hostile__known_methods_get_405(daemon, method):
    answer = daemon.request(method, "/healthz")
    assert answer.status == 405 and answer.headers["allow"] == "GET, HEAD"


def test_hostile__pipelined_requests_are_answered_in_order(daemon):
    raw = daemon.exchange(head() * 3 + head(request=b"GET /nowhere HTTP/1.1") +
                          head(b"Connection: close", request=b"GET /version HTTP/1.1"))
    assert statuses(raw) == [200, 200, 200, 404, 200]
    assert raw.rstrip().endswith(b'"api":"v1"}')


def test_hostile__half_closed_client_gets_its_answer(daemon):
    body = b'{"code": 1}'
    raw = daemon.exchange(head(JSON, b"Content-Length: %d" % len(body), request=POST) + body)
    assert statuses(raw) == [400]


def test_hostile__chunked_body_is_read(daemon):
    body = b'5\r\n{"cod\r\n6\r\ne": 1}\r\n0\r\n\r\n'
    raw = daemon.exchange(head(JSON, b"Transfer-Encoding: chunked", b"Connection: close",
                               request=POST) + body)
    assert statuses(raw) == [400] and b'"field":"code"' in raw


def test_hostile__http_1_0_needs_no_host(daemon):
    assert statuses(daemon.exchange(b"GET /healthz HTTP/1.0\r\n\r\n")) == [200]


def test_hostile__head_has_no_body(daemon):
    answer = daemon.request("HEAD", "/version")
    assert answer.status == 200 and answer.body == b"" and int(answer.headers["content-length"]) > 0


# ---- size ------------------------------------------------------------------------------------

def test_hostile__oversized_body_is_drained_then_413(start):
    d = start(max_body=4096)
    with d.connect() as s:
        s.sendall(head(JSON, b"Content-Length: 1000000", request=POST))
        for _ in range(100):
            s.sendall(b" " * 10000)
        raw = read_all(s)
    assert statuses(raw) == [413] and b"application/problem+json" in raw
    assert d.is_healthy()


def test_hostile__oversized_chunked_body_is_413(start):
    d = start(max_body=4096)
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    raw = d.exchange(head(JSON, b"Transfer-Encoding: chunked", request=POST) + chunk * 50 + b"0\r\n\r\n")
    assert statuses(raw) == [413]


def test_hostile__oversized_with_expect_is_refused_before_the_body(start):
    d = start(max_body=4096)
    with d.connect() as s:
        s.sendall(head(JSON, b"Content-Length: 5000", b"Expect: 100-continue", request=POST))
        assert statuses(read_all(s)) == [413]


def test_hostile__expect_continue_is_answered(daemon):
    with daemon.connect() as s:
        s.sendall(head(JSON, b"Content-Length: 11", b"Expect: 100-continue", b"Connection: close",
                       request=POST))
        assert s.recv(100).startswith(b"HTTP/1.1 100 ")
        s.sendall(b'{"code": 1}')
        assert statuses(read_all(s)) == [400]


def test_hostile__endless_body_ends(start):
    d = start(max_body=4096)
    with d.connect() as s:
        s.sendall(head(JSON, b"Transfer-Encoding: chunked", request=POST))
        with pytest.raises(OSError):
            for _ in range(4096):
                s.sendall(b"1000\r\n" + b" " * 4096 + b"\r\n")
    assert d.is_healthy()


# ---- time ------------------------------------------------------------------------------------

def seconds_until_closed(s, drip, pause=0.2, limit=15):
    """Sends one byte of `drip` per pause until the server ends the connection."""
    begin = time.monotonic()
    s.settimeout(pause)
    for i in range(int(limit / pause)):
        try:
            s.sendall(drip[i % len(drip):][:1])
            if not s.recv(4096):
                return time.monotonic() - begin
        except TimeoutError:
            continue
        except OSError:
            return time.monotonic() - begin
    raise AssertionError("the connection was never closed")


def test_hostile__slow_head_is_cut(start):
    d = start(header_timeout=1)
    with d.connect() as s:
        s.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert 0.5 < seconds_until_closed(s, b"X-Thing: a\r\n") < 9  # without: 10
    assert d.metric("hasten_http_reaped_total") == 1


def test_hostile__slow_body_is_cut(start):
    d = start(body_timeout=1)
    with d.connect() as s:
        s.sendall(head(JSON, b"Content-Length: 1000", request=POST))
        assert 0.5 < seconds_until_closed(s, b" ") < 14  # without: 30


def test_hostile__slow_second_head_is_cut(start):
    d = start(header_timeout=1, idle_timeout=2)
    with d.connect() as s:
        s.sendall(head())
        assert statuses(s.recv(4096)) == [200]
        assert seconds_until_closed(s, b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 500) < 9


def test_hostile__idle_connection_is_closed(start):
    d = start(idle_timeout=1)
    with d.connect() as s:
        s.sendall(head())
        begin = time.monotonic()
        assert statuses(read_all(s)) == [200]
        assert time.monotonic() - begin < 14  # without: 15


def test_hostile__slow_crowd_does_not_starve_others(start):
    d = start(header_timeout=1, max_connections=64)
    crowd = [d.connect() for _ in range(100)]
    try:
        for s in crowd:
            s.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert d.get("/healthz", timeout=15).status == 200
    finally:
        for s in crowd:
            s.close()


# ---- parked requests -------------------------------------------------------------------------

def post_slow(wait):
    body = json.dumps({"code": SLOW}).encode()
    return head(JSON, b"Content-Length: %d" % len(body), b"Prefer: wait=%d" % wait,
                request=b"POST /api/v1/optimize HTTP/1.1") + body


def parked(d):
    return d.metric("hasten_http_waiters")


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def test_hostile__client_that_leaves_while_parked(start):
    d = start(drain=1)
    with d.connect() as s:
        s.sendall(post_slow(2))
        until(lambda: parked(d) == 1)
    until(lambda: parked(d) == 0)
    assert d.is_healthy()
    assert len(d.get("/api/v1/jobs").json["jobs"]) == 1  # its job stays


def test_hostile__waiters_leave_room_for_others(start):
    d = start(max_connections=16, drain=1)
    crowd = [d.connect() for _ in range(10)]
    try:
        for s in crowd:
            s.sendall(post_slow(20))
        until(lambda: d.metric("hasten_jobs_accepted_total") == 10)
        assert parked(d) == 8
        assert d.is_healthy()
    finally:
        for s in crowd:
            s.close()


def test_hostile__shutdown_answers_parked_requests(start):
    d = start(drain=1)
    with d.connect() as s, d.connect() as idle, d.connect() as half:
        s.sendall(post_slow(20))
        half.sendall(b"GET /healthz HT")
        until(lambda: parked(d) == 1)
        assert d.stop() == 0
        raw = read_all(s)
        assert statuses(raw) == [202] and b"Connection: close" in raw
        assert read_all(idle) == b"" and read_all(half) == b""


def test_hostile__second_signal_ends_at_once(start):
    d = start(drain=60)
    with draining(d):
        begin = time.monotonic()
        d.process.terminate()
        assert d.process.wait(timeout=50) == 128 + 15
        assert time.monotonic() - begin < 40


@contextlib.contextmanager
def draining(d):
    """Asked to stop while a client waits for a job that is running."""
    with d.connect() as s:
        s.sendall(post_slow(30))
        until(lambda: parked(d) == 1 and d.metric("hasten_jobs_running") == 1)
        d.process.terminate()
        until(lambda: d.get("/readyz").json["reason"] == "shutting down")
        yield


def test_hostile__shutdown_goes_on_answering(start):
    """Who asks for a job while running ones get their grace is answered, and told to leave."""
    d = start(drain=60)
    with draining(d):
        listed = d.get("/api/v1/jobs")
        assert listed.status == 200 and listed.headers["connection"] == "close"
        assert d.post("/api/v1/optimize/async", {"code": "pass"}).status == 503
        d.process.terminate()
        assert d.process.wait(timeout=50) == 128 + 15


def test_hostile__shutdown_survives_clients_that_keep_coming(start):
    d = start(drain=0)
    refused = threading.Event()

    def client():
        try:
            while d.get("/healthz").status == 200:
                pass
        except (OSError, http.client.HTTPException):
            refused.set()

    threads = [threading.Thread(target=client) for _ in range(8)]
    for t in threads:
        t.start()
    assert d.stop() == 0
    for t in threads:
        t.join()
    assert refused.is_set()


def test_hostile__many_clients_at_once(daemon):
    failures = []

    def client():
        for _ in range(20):
            if daemon.get("/healthz").status != 200:
                failures.append(1)

    threads = [threading.Thread(target=client) for _ in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures
