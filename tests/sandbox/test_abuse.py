"""Every hostile program of *.abuse, contained with all layers and with the layers that older kernels
and plain containers lack, as root and as an ordinary user. HASTEN_BUILD names the build; HASTEN_ABUSE=full tries more machines."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

HERE = pathlib.Path(__file__).parent
BUILD = pathlib.Path(os.environ.get("HASTEN_BUILD", HERE.parent.parent / "build")).resolve()
NOBODY = 65534
MACHINES = {"all": [], "landlock-1": ["--landlock=1", "--no-namespaces"]}
if os.environ.get("HASTEN_ABUSE") == "full":
    MACHINES |= {
        "no-namespaces": ["--no-namespaces"],
        "landlock-2": ["--landlock=2", "--no-namespaces"],
        "landlock-2-namespaces": ["--landlock=2"],
        "landlock-1-namespaces": ["--landlock=1"],
    }
USERS = ["root", "nobody"] if os.geteuid() == 0 else ["user"]


@pytest.fixture(scope="module")
def place():
    """The program and the cases where an ordinary user can read them."""
    with tempfile.TemporaryDirectory(prefix="abuse-") as name:
        directory = pathlib.Path(name)
        directory.chmod(0o755)
        shutil.copy(BUILD / "tests" / "abuse", directory)
        for case in HERE.glob("*.abuse"):
            shutil.copy(case, directory)
        yield directory


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("user", USERS)
def test_every_program_is_contained(place, user, machine):
    identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if user == "nobody" else {}
    cases = sorted(map(str, place.glob("*.abuse")))
    done = subprocess.run([place / "abuse", *MACHINES[machine], *cases], capture_output=True,
                          text=True, timeout=300, cwd="/", errors="replace", **identity)
    lines = done.stdout.splitlines()
    assert not [line for line in lines if line.startswith("not ok")], done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(line.startswith("ok") for line in lines) > 100
