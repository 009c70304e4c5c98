"""Shows that two versions of a program behave differently."""

import os
import subprocess
import sys
import tempfile

# DATA


def run(source):
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "program.py")
        with open(path, "wb") as file:
            file.write(source)
        done = subprocess.run([sys.executable, "-I", path, *ARGUMENTS], cwd=place, input=INPUT,
                              capture_output=True)
        left = {}
        for folder, _, names in os.walk(place):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    left[os.path.relpath(os.path.join(folder, name), place)] = file.read()
        del left["program.py"]
    last = done.stderr.rstrip().rpartition(b"\n")[2]  # a traceback has line numbers: its last line
    return done.returncode, done.stdout, last if done.returncode else done.stderr, sorted(left.items())


before, after = run(ORIGINAL), run(CANDIDATE)
print("original: ", before)
print("candidate:", after)
assert before == after, "the two programs differ"
