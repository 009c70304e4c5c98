"""The front end against CPython: one driver process, one question per source."""
import json
import os
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "core/verify/harness"))
import check  # noqa: E402

BUILD = pathlib.Path(os.environ.get("HASTEN_BUILD", ROOT / "build"))
DRIVER = BUILD / "tests/frontend_driver"
NO_DUMP = 0xFFFFFFFF


class Driver:
    """The C side. ask() returns its JSON answer as a dict."""

    def __init__(self, path=DRIVER):
        self.process = subprocess.Popen([str(path)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, source, dump=None):
        head = struct.pack("<2I", len(source), NO_DUMP if dump is None else len(dump))
        self.process.stdin.write(head + source + (dump or b""))
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the driver died with %s" % self.process.wait())
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=10)


def dump_or_none(source):
    """CPython's dump, or None when it refuses the source."""
    try:
        return check.dump_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
