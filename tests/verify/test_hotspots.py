"""hotspots.py: shares of the time, from hot and cold functions, programs that fail and programs that never end."""
import pathlib
import subprocess
import sys

HARNESS = str(pathlib.Path(__file__).resolve().parents[2] / "core/verify/harness")

WORK = """
class Work:
    def hot(self):
        total = 0
        for i in range(300_000):
            total += i
        return total

def cold():
    return 1
"""
ENDS = {
    "by itself": "print(Work().hot(), cold())",
    "with an exception": "Work().hot(); cold(); 1 / 0",
    "with SystemExit": "Work().hot(); cold(); raise SystemExit(3)",
    "never": "cold()\nwhile True: Work().hot()",
}


def watched(end):
    """In a process of its own: the profiler, the alarm and sys.modules are the process's."""
    program = (f"import sys; sys.path.insert(0, {HARNESS!r})\n"
               "import signal, hotspots, recording\n"
               "signal.signal(signal.SIGALRM, recording.alarm)\n"
               f"print(hotspots.watch({WORK + end!r}, 0.3), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    return eval(done.stderr.splitlines()[-1])


def test_hot_and_cold_are_told_apart_however_it_ends():
    for end in ENDS.values():
        rows = watched(end)
        assert rows[0][0] == "<module>"
        times = dict(rows)
        assert times["Work.hot"] > 0.5 * times["<module>"]
        assert times["cold"] < 0.1 * times["<module>"]
