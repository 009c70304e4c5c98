"""A fixed sample of the standard library through `hasten analyze`; `make analyze-sweep` takes all."""
import sweep

SAMPLE = 60


def test_sweep__sample_of_the_standard_library():
    files = [f for f in sweep.python_files("/usr/lib/python3.11") if f.stat().st_size <= 60000]
    counts, loops, bad, _ = sweep.sweep(files[::len(files) // SAMPLE])
    assert not bad, bad
    assert counts["refused"] <= 1
    assert counts["answered"] >= SAMPLE - 1
    assert sum(loops.values()) > SAMPLE


def test_sweep__part_of_the_files(monkeypatch):
    monkeypatch.setenv("SWEEP_PART", "2/3")
    assert sweep.part_of(list(range(7))) == [1, 4]


def test_sweep__what_is_no_report_is_a_failure(tmp_path, monkeypatch):
    crash = tmp_path / "crash"
    crash.write_text("#!/bin/sh\necho 'AddressSanitizer: heap-use-after-free' >&2; exit 0\n")
    crash.chmod(0o755)
    monkeypatch.setattr(sweep, "HASTEN", crash)
    assert sweep.judge(tmp_path)[0] == "failed"
    crash.write_text("#!/bin/sh\nexec sleep 5\n")
    monkeypatch.setattr(sweep, "SECONDS", 0.2)
    assert sweep.judge(tmp_path)[0] == "time-out"
