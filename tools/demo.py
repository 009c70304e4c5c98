"""demo.py BUILD_DIR — what `make demo` shows: the daemon on a free loopback port with a database
in a temporary directory, no API key, three examples optimised over HTTP, then a clean stop."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"
BOLD, GREEN, RED, CYAN, OFF = (
    ("\033[1m", "\033[32m", "\033[31m", "\033[36m", "\033[0m") if sys.stdout.isatty() else [""] * 5
)


def call(method, url, body=None, timeout=320):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json", "Prefer": "wait=300"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return reply.status, json.load(reply), reply.headers
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused), refused.headers


def optimise(base, path):
    """The finished answer for one file, however long the job takes."""
    body = {"code": path.read_text(), "options": {"file_name": path.name}, "budget": {"seconds": 120}}
    status, answer, _ = call("POST", base + "/api/v1/optimize", body)
    if status != 202:
        return status, answer
    while True:
        status, job, _ = call("GET", base + answer["status_url"])
        if job["status"] in ("succeeded", "failed", "cancelled"):
            return status, job.get("result") or job.get("error")
        time.sleep(0.5)


def show_diff(diff):
    colours = {"+": GREEN, "-": RED, "@": CYAN}
    for line in diff.splitlines():
        colour = BOLD if line.startswith(("---", "+++")) else colours.get(line[:1], "")
        print(f"{colour}{line}{OFF if colour else ''}")


def shorten(text, width):
    return text if len(text) <= width else text[: width - 3] + "..."


def show(base, path, answer):
    verification, estimate = answer["verification"], answer["performance_estimate"]
    show_diff(answer["diff"])
    for done in answer["optimizations_applied"]:
        print(f"\n{done['pattern']}: {done['summary']}")
    print(f"verdict      {BOLD}{verification['rung']}{OFF}")
    print(
        f"cases run    {verification['inputs']} inputs, {verification['distinct_outputs']} distinct"
        f" outcomes, whole program {'compared' if verification['script_checked'] else 'not compared'}"
    )
    if estimate["basis"] == "measured":
        low, high = estimate["measurement"]["interval_95"]
        print(
            f"speed-up     {BOLD}{estimate['speedup']:.2f}x{OFF}"
            f" (95 % interval {low:.2f}-{high:.2f}) for {shorten(estimate['measurement']['workload'], 60)}"
        )
    print(f"job          {base}/api/v1/jobs/{answer['job_id']}\n")
    for refused in answer["rejected"]:
        print(f"rejected     {refused['pattern']} ({refused['gate']}): {refused['reason']}")
    return bool(answer["optimizations_applied"])


def main(build):
    answered = improved = 0
    examples = sorted(EXAMPLES.glob("*.py"))
    with tempfile.TemporaryDirectory(prefix="hasten-demo-") as scratch:
        command = [build + "/hasten", "serve", "--listen_port=0", "--log_level=warning",
                   f"--database={scratch}/jobs.db", "--sync_wait=300"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HASTEN_")}
        daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            ready = daemon.stdout.readline()
            if "listening on " not in ready:
                sys.exit("the daemon did not start")
            base = ready.split("listening on ", 1)[1].strip()
            print(f"daemon at {base}, SQLite in {scratch}, no LLM configured\n")
            for path in examples:
                print(f"{BOLD}== {path.name}{OFF}")
                status, answer = optimise(base, path)
                if status != 200 or "verification" not in answer:
                    print(json.dumps(answer, indent=2))
                    continue
                answered += 1
                improved += show(base, path, answer)
        finally:
            daemon.send_signal(signal.SIGTERM)
            code = daemon.wait(60)
    print(f"daemon stopped (exit {code}); {improved} of {len(examples)} examples made faster")
    if improved < answered:
        print("a rejection for speed is the honest answer of a machine that is busy with something else")
    return 0 if code == 0 and answered == len(examples) and improved > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
