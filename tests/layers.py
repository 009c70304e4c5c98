#!/usr/bin/env python3
"""Checks the rules between folders that a compiler does not know.

 - ranks: a file includes only headers of lower ranks, never of another folder of its rank;
 - one door per library: the header of each third-party library is included in one place;
 - banned functions: hasten/banned.h makes them fail to compile, but only where it is included;
 - no file over 600 lines.

Prints one line per violation; exit code 1 when there is any. An argument names another tree, which
is how the test of this file feeds it violations.
"""
import os
import re
import sys

MAX_LINES = 600

# Folder -> rank. A header include/hasten/X.h belongs to core/X, with the exceptions below.
RANKS = {
    "core/base": 0,
    "core/python": 1, "core/edit": 1, "core/sandbox": 1, "core/store": 1,
    "core/idiom": 1.5,  # shapes of code: knows the facts, and the stages know it
    "core/vector": 1.5,  # loops over arrays, likewise
    "core/lift": 1.5,  # parts of loops that could be functions, likewise
    "core/analyze": 2, "core/llm": 2, "core/transform": 2, "core/verify": 2, "core/learn": 2,
    "core/repo": 2, "core/report": 2,
    "core": 3,
    "server/jobs": 4,
    "server/http": 5, "server/cli": 5, "server/lsp": 5,
    "server": 6,
}
HEADER_OWNERS = {
    "model": "core/base", "banned": "core/base", "status": "core/base", "counters": "core/base",
    "config": "core/base", "patterns": "core/base", "expenses": "core/base", "adequacy": "core/base",
    "facts": "core/python", "dates": "core/python", "hoist": "core/python", "iteration": "core/python", "scan": "core/idiom", "solve": "core/idiom",
    "sandbox_layers": "core/sandbox",
    "sandbox_profiles": "core/sandbox",
    "pipeline": "core", "fetch": "core/llm",
}
# Header (regular expression) -> the only files or folders that may include it.
DOORS = {
    r"microhttpd\.h": ["server/http/http.c"],
    r"curl/.*": ["core/llm/transport_curl.c"],
    r"sqlite3\.h": ["core/store/sqlite.c"],
    r"libpq-fe\.h": ["core/store/postgres.c"],
    r"tree_sitter/.*": ["core/python/"],
    r"cjson/.*": ["core/base/"],
    r"sodium(/.*)?\.h": ["core/base/"],
    r"seccomp\.h": ["core/sandbox/"],
}
BANNED = ("strcpy strncpy strcat strncat sprintf vsprintf strtok gets atoi atol atof asctime ctime "
          "gmtime localtime tmpnam tempnam mktemp").split()
BANNED_CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(BANNED))
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def sources(root, *tops):
    for top in tops:
        for folder, names, files in os.walk(os.path.join(root, top)):
            names.sort()
            for name in sorted(files):
                if name.endswith((".c", ".h", ".def")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def folder_of(path):
    """The folder of RANKS that a source belongs to."""
    folder = os.path.dirname(path)
    while folder and folder not in RANKS:
        folder = os.path.dirname(folder)
    return folder or None


def included_folder(root, path, name):
    """The folder that an include in quotes belongs to; None when it is not ours."""
    if name.startswith("hasten/"):
        return header_owner(name)
    for candidate in (os.path.join(os.path.dirname(path), name), name):
        if os.path.exists(os.path.join(root, candidate)):
            return folder_of(os.path.normpath(candidate))
    return None


def header_owner(path):
    """The folder whose contract a header of include/hasten is."""
    stem = os.path.splitext(os.path.basename(path))[0]
    return "core/python" if stem.startswith("py_") else HEADER_OWNERS.get(stem, "core/" + stem)


def check_rank(root, path, own, line, name):
    """Rank violations of one include in quotes."""
    if path.startswith("include/"):
        name = name if name.startswith("hasten/") else "hasten/" + name
    other = included_folder(root, path, name)
    if other is None or other == own:
        return
    if other not in RANKS:
        yield f"{path}:{line}: {name} belongs to {other}, which has no rank"
    elif RANKS[other] == RANKS[own]:
        yield f"{path}:{line}: {own} includes {name} of {other}, a folder of the same rank"
    elif RANKS[other] > RANKS[own]:
        yield f"{path}:{line}: {own} includes {name} of the higher {other}"
    elif name.endswith("_internal.h"):
        yield f"{path}:{line}: {name} is private to {other}"


def check_door(path, line, name):
    for header, allowed in DOORS.items():
        if re.fullmatch(header, name) and not any(path.startswith(a) for a in allowed):
            yield f"{path}:{line}: <{name}> may only be included in {', '.join(allowed)}"


def without_comments(text):
    """Comments and literals become blanks; line numbers stay."""
    return NOT_CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def check_file(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = file.read()
    own = header_owner(path) if path.startswith("include/") else folder_of(path)
    if own not in RANKS:
        yield f"{path}: its folder has no rank"
        return
    lines = text.count("\n")
    if lines > MAX_LINES:
        yield f"{path}: {lines} lines, more than {MAX_LINES}"
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start(1)) + 1
        if match[1] == '"':
            yield from check_rank(root, path, own, line, match[2])
        yield from check_door(path, line, match[2])
    if path != "include/hasten/banned.h":
        for match in BANNED_CALL.finditer(without_comments(text)):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {match[1]}() is banned"


def violations(root):
    for path in sources(root, "core", "server", "include"):
        yield from check_file(root, path)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(
        os.path.abspath(__file__)))
    found = list(violations(root))
    for violation in found:
        print(violation)
    checked = len(list(sources(root, "core", "server", "include")))
    print(f"{checked} files checked, {len(found)} violations")
    return 1 if found or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
