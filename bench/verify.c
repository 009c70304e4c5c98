/*
 * verify.c — what verification costs: the stage goal is 1.5 s for a small function with 250 inputs
 * and at least nine timing pairs on two cores, plus the time the program itself needs. Prints the
 * median over the runs of three pairs: a rewrite that is accepted, one that is slower, one that is
 * equal but not faster.
 *
 *     verify [RUNS]
 */
#include "hasten/verify.h"

enum { DEFAULT_RUNS = 5, MAX_RUNS = 50 };

static const char original[] =
    "def common(records: list[int], wanted: list[int]):\n"
    "    found = []\n"
    "    for record in records:\n"
    "        if record in wanted:\n"
    "            found.append(record)\n"
    "    return found\n";

static const struct pair {
    const char *name, *candidate;
} pairs[] = {
    { "accepted",
      "def common(records: list[int], wanted: list[int]):\n"
      "    found = []\n"
      "    lookup = wanted\n"
      "    if type(wanted) is list and {*map(type, wanted)} == {int}:\n"
      "        lookup = set(wanted)\n"
      "    for record in records:\n"
      "        if record in (lookup if type(record) is int else wanted):\n"
      "            found.append(record)\n"
      "    return found\n" },
    { "slower",
      "def common(records: list[int], wanted: list[int]):\n"
      "    return [record for record in records if record in set(wanted)]\n" },
    { "not faster",
      "def common(records: list[int], wanted: list[int]):\n"
      "    result = []\n"
      "    for item in records:\n"
      "        if item in wanted:\n"
      "            result.append(item)\n"
      "    return result\n" },
};

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* What all of it took of the processors, in sandboxed processes, and how many those were. */
struct cost {
    double cpu_ms;
    uint32_t runs;
};

static double verify_once(struct sandbox *sandbox, const char *candidate, struct verdict *ret,
                          struct cost *ret_cost)
{
    struct job job = { .arena = arena_new(256 << 20), .sandbox = sandbox };
    struct error err = { 0 };
    uint64_t start = clock_ns();
    job.request.code = str_from(original);
    job.request.min_speedup = 1.05;
    job.request.file_name = S("input.py");
    job.deadline_ns = start + 60ull * 1000000000;
    job.request.kind = REQUEST_VERIFY;
    job.request.measure = true;
    job.request.candidate = str_from(candidate);
    if (py_parse(job.request.code, job.arena, &job.module, &err) || verify_pair(&job, &err))
        fprintf(stderr, "%s\n", err.detail);
    *ret = job.final;
    *ret_cost = (struct cost){ 0 };
    for (int e = 0; e < EXPENSE_COUNT; e++) {
        ret_cost->cpu_ms += (double) job.spent[e].cpu_us / 1e3;
        ret_cost->runs += job.spent[e].runs;
    }
    arena_free(job.arena);
    return (double) (clock_ns() - start) / 1e6;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    long asked = argc > 1 ? strtol(argv[1], NULL, 10) : DEFAULT_RUNS;
    size_t runs = asked > 0 && asked <= MAX_RUNS ? (size_t) asked : DEFAULT_RUNS;
    struct sandbox_config config = {
        .python = "/usr/bin/python3",
        .landlock_abi_cap = 99,
        .namespaces = true,
        .memory_bytes = 1ull << 30,
        .modules = verify_harness,
        .module_count = verify_harness_count,
    };
    struct sandbox *sandbox;
    struct error err = { 0 };
    if (sandbox_open(&config, &sandbox, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    struct verdict verdict;
    struct cost cost;
    verify_once(sandbox, pairs[0].candidate, &verdict, &cost); /* starts the interpreters */
    printf("%-12s %10s %8s %8s %8s %6s  %s\n", "candidate", "median ms", "cpu ms", "processes",
           "inputs", "pairs", "gate");
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        double ms[MAX_RUNS];
        for (size_t r = 0; r < runs; r++)
            ms[r] = verify_once(sandbox, pairs[i].candidate, &verdict, &cost);
        qsort(ms, runs, sizeof(*ms), compare_doubles);
        printf("%-12s %10.0f %8.0f %9u %8u %6u  %s\n", pairs[i].name, ms[runs / 2], cost.cpu_ms,
               cost.runs, verdict.inputs, verdict.speed.pairs, gate_name(verdict.failed));
    }
    sandbox_close(sandbox);
    return 0;
}
