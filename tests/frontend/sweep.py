"""All of Debian's Python source against CPython: `make frontend-check`.

Prints every file that is not the same and one line of totals. Exits with 1 when a tree or a
scope is wrong, or 1 % or more of the valid files are refused.
"""
import collections
import sys

import frontend

ROOTS = ("/usr/lib/python3.11", "/usr/lib/python3/dist-packages")


def main(roots):
    driver = frontend.Driver()
    counts = collections.Counter()
    nodes = 0
    for path in frontend.python_files(*roots):
        verdict, detail, size = frontend.judge(driver, path.read_bytes())
        counts[verdict] += 1
        nodes += size
        if verdict not in ("same", "both invalid"):
            print("%-16s %s %s" % (verdict, path, detail))
    driver.close()
    wrong = counts["wrong tree"] + counts["wrong scopes"]
    valid = wrong + counts["same"] + counts["refused"]
    print("%d valid files, %d nodes: %d wrong trees, %d wrong scopes, %d refused (%.2f %%); "
          "%d invalid files, %d of them accepted"
          % (valid, nodes, counts["wrong tree"], counts["wrong scopes"], counts["refused"],
             100 * counts["refused"] / max(valid, 1),
             counts["both invalid"] + counts["invalid accepted"], counts["invalid accepted"]))
    return int(wrong > 0 or counts["refused"] * 100 >= valid)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ROOTS))
