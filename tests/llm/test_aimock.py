"""The LLM stage against an independent implementation of the wire format."""
import json
import subprocess

import pytest

from conftest import FASTER, GOOD, HERE, IMPORT, KEY, ROOT, probe, probe_runs


def only_proposal(report):
    assert report["outcome"] == "answered", report
    assert len(report["proposals"]) == 1, report
    return report["proposals"][0]


def test_aimock__a_good_answer_becomes_a_proposal(aimock):
    report = probe(aimock.url)
    proposal = only_proposal(report)
    assert proposal["function"] == "count_pairs"
    assert proposal["source"] == FASTER
    assert proposal["imports"] == [IMPORT]
    assert report["calls"] == 1 and report["tokens_in"] > 0 and report["tokens_out"] > 0


def test_aimock__requests_match_the_published_format(aimock):
    for model in ("good", "picky", "chatty"):
        probe(aimock.url, f"model={model}")
    bodies = [entry["body"] for entry in aimock.journal()]
    assert len(bodies) == 5
    allowed = json.loads((HERE / "chat_request_schema.json").read_text())
    bodies = [{k: v for k, v in b.items() if not k.startswith("_")} for b in bodies]
    done = subprocess.run(["node", HERE / "check_requests.js"], cwd=ROOT, timeout=60, text=True,
                          input=json.dumps({"schema": allowed, "bodies": bodies}),
                          capture_output=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[]] * 5


def test_aimock__the_question_offers_functions_and_fences_the_code(aimock):
    probe(aimock.url, "prompt=please be quick")
    entry = aimock.journal()[0]
    system, user = (m["content"] for m in entry["body"]["messages"])
    assert "- count_pairs (lines 5-12)" in user and "- Table.lookup (lines 16-17)" in user
    assert "- plain" not in user
    assert "please be quick" in user and (HERE / "fixtures/sample.py").read_text() in user
    nonces = [line.split()[-2] for line in user.splitlines() if line.startswith("=== ")]
    assert len(nonces) == 4 and len(set(nonces)) == 1 and len(nonces[0]) == 24
    assert "count_pairs" not in system


def test_aimock__retry_after_is_honoured(aimock):
    report = probe(aimock.url, "model=limited")
    only_proposal(report)
    assert report["calls"] == 2
    assert len(report["pauses_ms"]) == 1 and 7000 <= report["pauses_ms"][0] < 7250


def test_aimock__an_overloaded_server_is_asked_again(aimock):
    report = probe(aimock.url, "model=flaky")
    only_proposal(report)
    assert report["calls"] == 2
    assert len(report["pauses_ms"]) == 1 and report["pauses_ms"][0] <= 1000


def test_aimock__a_server_that_stays_down_costs_three_calls(aimock):
    report = probe(aimock.url, "model=down")
    assert report["outcome"] == "failed" and report["calls"] == 3
    assert not report["proposals"] and "internal error" in report["detail"]


def test_aimock__the_breaker_leaves_a_dead_server_alone(aimock):
    reports = probe_runs(aimock.url, "model=down", "runs=3")
    assert [r["calls"] for r in reports] == [3, 2, 0]
    assert "left alone" in reports[2]["detail"]


def test_aimock__a_fallback_model_takes_over(aimock):
    report = probe(aimock.url, "model=down", "fallback=good")
    only_proposal(report)
    assert report["calls"] == 4


@pytest.mark.parametrize("model, detail", [("broke", "no credit"), ("locked", "refused the key")])
def test_aimock__permanent_errors_are_not_repeated(aimock, model, detail):
    report = probe(aimock.url, f"model={model}", "fallback=good")
    assert report["outcome"] == "failed" and report["calls"] == 1
    assert detail in report["detail"]
    assert KEY not in json.dumps(report)


def test_aimock__a_refused_schema_is_given_up_and_remembered(aimock):
    first, second = probe_runs(aimock.url, "model=picky", "runs=2")
    only_proposal(first)
    only_proposal(second)
    assert (first["calls"], second["calls"]) == (2, 1)
    assert first["pauses_ms"] == []


def test_aimock__a_truncated_answer_is_no_answer(aimock):
    report = probe(aimock.url, "model=cut")
    assert report["outcome"] == "failed" and "token limit" in report["detail"]


def test_aimock__one_reformat_request(aimock):
    report = probe(aimock.url, "model=chatty")
    only_proposal(report)
    assert report["calls"] == 2
    messages = aimock.journal()[1]["body"]["messages"]
    assert [m["role"] for m in messages] == ["system", "user", "assistant", "user"]
    assert messages[2]["content"] == "Here you are!\n" + GOOD


def test_aimock__no_second_reformat_request(aimock):
    report = probe(aimock.url, "model=stubborn")
    assert report["outcome"] == "failed" and report["calls"] == 2
    assert "agreed format" in report["detail"] and "talk" not in json.dumps(report)


def test_aimock__one_fence_around_everything_is_taken_off(aimock):
    report = probe(aimock.url, "model=fenced")
    only_proposal(report)
    assert report["calls"] == 1


def test_aimock__malformed_json(aimock):
    report = probe(aimock.url, "model=garbled")
    assert report["outcome"] == "failed" and "wire format" in report["detail"]


def test_aimock__a_dropped_connection_is_tried_again(aimock):
    report = probe(aimock.url, "model=gone", "fallback=good")
    only_proposal(report)
    assert report["calls"] == 4 and len(report["pauses_ms"]) == 2


def test_aimock__latency_beyond_the_jobs_time(aimock):
    report = probe(aimock.url, "model=slow", "budget=2")
    assert report["outcome"] == "failed" and "no time was left" in report["detail"]


def test_aimock__latency_beyond_the_calls_time(aimock):
    report = probe(aimock.url, "model=slow", "timeout=1")
    assert report["outcome"] == "failed" and "in time" in report["detail"]
    assert report["calls"] == 1
