/*
 * cases.h — pairs of programs and what verification has to say about the second one. Every source
 * defines f; the reasons a candidate is wrong are those that careless comparators accept.
 */
#ifndef HASTEN_TESTS_VERIFY_CASES_H
#define HASTEN_TESTS_VERIFY_CASES_H

#include "hasten/model.h"

struct pair_case {
    const char *name;
    const char *original, *candidate;
    enum gate failed; /* GATE_NONE: accepted */
    bool explained;   /* a counterexample is due */
};

#define COMMON                                  \
    "def f(records, wanted):\n"                 \
    "    found = []\n"                          \
    "    for record in records:\n"              \
    "        if record in wanted:\n"            \
    "            found.append(record)\n"        \
    "    return found\n"

/* The patched clock would make any candidate look fast to a harness that believes it. */
#define TOTAL                \
    "def f(xs):\n"           \
    "    total = 0\n"        \
    "    for x in xs:\n"     \
    "        total += x\n"   \
    "    return total\n"

static const struct pair_case pair_cases[] = {
    { "good", COMMON,
      "def f(records, wanted):\n"
      "    found = []\n"
      "    lookup = _lookup(wanted)\n"
      "    for record in records:\n"
      "        if type(record) in _PLAIN:\n"
      "            if record in lookup:\n"
      "                found.append(record)\n"
      "        elif record in wanted:\n"
      "            found.append(record)\n"
      "    return found\n"
      "\n\n"
      "_PLAIN = frozenset((int, float, str))\n"
      "\n\n"
      "def _lookup(items):\n"
      "    if type(items) is list and len(items) > 8 and _PLAIN.issuperset(map(type, items)):\n"
      "        return frozenset(items)\n"
      "    return items\n",
      GATE_NONE, false },
    { "memoised_per_call",
      "def f(n):\n"
      "    return n if n < 2 else f(n - 1) + f(n - 2)\n",
      "def f(n):\n"
      "    known = {}\n"
      "    def f(n):\n"
      "        if type(n) is not int:\n"
      "            return n if n < 2 else f(n - 1) + f(n - 2)\n"
      "        if n not in known:\n"
      "            known[n] = n if n < 2 else f(n - 1) + f(n - 2)\n"
      "        return known[n]\n"
      "    return f(n)\n",
      GATE_NONE, false },
    { "wrong_for_long_lists", TOTAL,
      "def f(xs):\n"
      "    total = 0\n"
      "    for x in xs[:14] if type(xs) is list else xs:\n"
      "        total += x\n"
      "    return total\n",
      GATE_EQUIVALENCE, true },
    { "wrong_for_40_and_more", COMMON,
      "def f(records, wanted):\n"
      "    if type(wanted) is list and len(wanted) >= 40:\n"
      "        wanted = wanted[:40]\n"
      "    found = []\n"
      "    for record in records:\n"
      "        if record in wanted:\n"
      "            found.append(record)\n"
      "    return found\n",
      GATE_EQUIVALENCE, true },
    { "sorts_its_argument",
      "def f(xs):\n"
      "    return sorted(xs)[:3]\n",
      "def f(xs):\n"
      "    if type(xs) is not list:\n"
      "        return sorted(xs)[:3]\n"
      "    xs.sort()\n"
      "    return xs[:3]\n",
      GATE_EQUIVALENCE, true },
    { "true_for_one",
      "def f(a: int, b: int):\n"
      "    return 1 if a < b else 0\n",
      "def f(a: int, b: int):\n"
      "    return a < b\n",
      GATE_EQUIVALENCE, true },
    { "exception_message",
      "def f(n: int):\n"
      "    if n < 0:\n"
      "        raise ValueError('must not be negative')\n"
      "    return n * 2\n",
      "def f(n: int):\n"
      "    if n < 0:\n"
      "        raise ValueError('negative')\n"
      "    return n * 2\n",
      GATE_EQUIVALENCE, true },
    { "dict_order",
      "def f(words: list[str]):\n"
      "    counts = {}\n"
      "    for word in words:\n"
      "        counts[word] = counts.get(word, 0) + 1\n"
      "    return counts\n",
      "def f(words: list[str]):\n"
      "    return {word: words.count(word) for word in sorted(set(words))}\n",
      GATE_EQUIVALENCE, true },
    { "printed_order",
      "def f(xs: list[int]):\n"
      "    for x in xs:\n"
      "        print(x)\n"
      "    return len(xs)\n",
      "def f(xs: list[int]):\n"
      "    for x in reversed(xs):\n"
      "        print(x)\n"
      "    return len(xs)\n",
      GATE_EQUIVALENCE, true },
    { "shared_rows",
      "def f(n: int):\n"
      "    return [[0] * 2 for _ in range(n % 7)]\n",
      "def f(n: int):\n"
      "    return [[0] * 2] * (n % 7)\n",
      GATE_EQUIVALENCE, true },
    { "exits", TOTAL,
      "import os\n"
      "def f(xs):\n"
      "    if len(xs) > 9:\n"
      "        os._exit(0)\n"
      "    return sum(xs)\n",
      GATE_EQUIVALENCE, true },
    { "never_comes_back",
      "def f(n: int):\n"
      "    return n + 1\n",
      "def f(n: int):\n"
      "    while n == 7:\n"
      "        pass\n"
      "    return n + 1\n",
      GATE_LIMIT, true },
    { "slower", TOTAL,
      "def f(xs):\n"
      "    total = 0\n"
      "    for x in xs:\n"
      "        total += list((x,) * 8)[7]\n"
      "    return total\n",
      GATE_SPEED, false },
    { "equally_fast", TOTAL,
      "def f(xs):\n"
      "    result = 0\n"
      "    for item in xs:\n"
      "        result += item\n"
      "    return result\n",
      GATE_SPEED, false },
    { "patched_clock", "import time as _time\n" TOTAL,
      "import time as _time\n"
      "for _clock in ('time', 'perf_' 'counter'):\n"
      "    setattr(_time, _clock, lambda: 0.0)\n"
      "def f(xs):\n"
      "    result = 0\n"
      "    for item in xs:\n"
      "        result += (item, item)[1]\n"
      "    return result\n",
      GATE_SPEED, false },
    { "answers_learnt_by_heart",
      "def f(n: int):\n"
      "    \"\"\"\n"
      "    >>> f(3)\n"
      "    9\n"
      "    \"\"\"\n"
      "    return n * n\n",
      "def f(n: int):\n"
      "    \"\"\"\n"
      "    >>> f(3)\n"
      "    9\n"
      "    \"\"\"\n"
      "    return {0: 0, 1: 1, 2: 4, 3: 9}.get(n, 0)\n",
      GATE_EQUIVALENCE, true },
    { "kept_warm_across_calls",
      "def f(n: int):\n"
      "    return [n % 7] * 3\n",
      "_known = {}\n"
      "def f(n: int):\n"
      "    if type(n) is not int:\n"
      "        return [n % 7] * 3\n"
      "    key = n % 7\n"
      "    if key not in _known:\n"
      "        _known[key] = [key] * 3\n"
      "    return _known[key]\n",
      GATE_EQUIVALENCE, true },
    { "nondeterministic_original",
      "import random\n"
      "_source = random.SystemRandom()\n"
      "def f(n: int):\n"
      "    return [object(), id(n), id([]), hash(object())]\n",
      "import random\n"
      "_source = random.SystemRandom()\n"
      "def f(n: int):\n"
      "    return [object(), id(n), id([]), hash(object()), ]\n",
      GATE_EVIDENCE, false },
    { "does_not_compile", TOTAL,
      "def f(xs)\n"
      "    return sum(xs)\n",
      GATE_COMPILE, false },
    { "new_public_name", TOTAL,
      "def helper(xs):\n"
      "    return sum(xs)\n"
      "def f(xs):\n"
      "    return helper(xs)\n",
      GATE_EQUIVALENCE, false },
    { "unreached_branch",
      "def f(n: int):\n"
      "    total = 0\n"
      "    for i in range(n):\n"
      "        total += i\n"
      "    return total\n",
      "def f(n: int):\n"
      "    total = 0\n"
      "    if n == 86028121:\n"
      "        total = 1\n"
      "        total *= 2\n"
      "        total -= 1\n"
      "        return total\n"
      "    for i in range(n):\n"
      "        total += i + 0\n"
      "    return total\n",
      GATE_EVIDENCE, false },
    { "driver_changed_unseen", /* the script runs into its output limit: it cannot be compared */
      TOTAL "while f([1]):\n    print('x' * 100000)\n",
      "def f(xs):\n"
      "    total = 0\n"
      "    for y in xs:\n"
      "        total += y\n"
      "    return total\n"
      "while f([2]):\n    print('x' * 100000)\n",
      GATE_EVIDENCE, false },
};

#endif
