"""hunt.py: inputs are found on which a candidate, or a planted fault, differs from the program."""
import pathlib
import pickle
import subprocess
import sys

HARNESS = pathlib.Path(__file__).resolve().parents[2] / "core/verify/harness"
ORIGINAL = "def big(xs, limit=9):\n    return sum(x > limit for x in xs)\n"
SPECIAL = "def big(xs, limit=9):\n    return sum(x > limit and x != 123456789 for x in xs)\n"
SAME = "def big(ys, limit=9):\n    return sum(y > limit for y in ys)\n"

# Hunting loads programs and changes signal handlers, so it gets a process of its own.
DRIVER = """
import pickle, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import hunt, wire

class Channel:
    def receive(self):
        return b""

    def reply(self, data):
        sys.__stdout__.buffer.write(data)

seeds, texts, milliseconds = pickle.load(sys.stdin.buffer)
hunt.hunt(Channel(), wire.pack(texts[0], b"big", b"%d" % milliseconds, b"7", b"%d" % len(seeds), *seeds, *texts[1:]))
sys.__stdout__.flush()
"""


def hunt(candidate, milliseconds):
    seeds = [pickle.dumps((([1, 2, 30],), {}), 5), pickle.dumps((([5, 2000], 10), {}), 5)]
    texts = [ORIGINAL.encode(), candidate.encode()]
    done = subprocess.run([sys.executable, "-c", DRIVER, str(HARNESS)], capture_output=True, timeout=120, check=True,
                          input=pickle.dumps((seeds, texts, milliseconds)))
    return done.stdout


def test_hunt__a_value_that_only_the_candidate_names():
    assert b"123456789" in hunt(SPECIAL, 60000)  # ends when it is found


def test_hunt__nothing_tells_equals_apart():
    assert hunt(SAME, 300) == b""
