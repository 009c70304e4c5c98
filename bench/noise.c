/*
 * noise.c — does timing see a gain where there is none? Functions are verified against
 * themselves, with a name spelt differently, on a quiet machine and beside three busy
 * processes. Each that is accepted is a false positive. A series ends after five minutes, with
 * however many pairs it has come to.
 *
 *     noise [PAIRS]    of each kind; default 40
 */
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hasten/verify.h"

enum { DEFAULT_PAIRS = 40, MAX_PAIRS = 400, SPINNERS = 3, SECONDS = 14, SERIES_SECONDS = 290 };

/* `$` is a local name. */
static const char *const programs[] = {
    "def f(records: list[int], wanted: list[int]):\n"
    "    $ = []\n"
    "    for record in records:\n"
    "        if record in wanted:\n"
    "            $.append(record)\n"
    "    return $\n",
    "def f(text: str):\n"
    "    $ = {}\n"
    "    for letter in text:\n"
    "        $[letter] = $.get(letter, 0) + 1\n"
    "    return $\n",
    "def f(n: int):\n"
    "    $ = 0\n"
    "    for k in range(n):\n"
    "        $ += k * k % 7\n"
    "    return $\n",
    "def f(xs: list[int]):\n"
    "    return sorted(xs, key=lambda $: (-$, str($)))\n",
    "def f(n: int):\n"
    "    $ = 0\n"
    "    for k in range(n):\n"
    "        $ += k * k % 7\n"
    "    return $\n"
    "print(f(200000))\n",
};

static str spelt(struct arena *arena, const char *program, char name)
{
    str copy = arena_str(arena, str_from(program));
    char *at = (char *) (uintptr_t) copy.ptr;
    for (size_t i = 0; i < copy.len; i++)
        at[i] = at[i] == '$' ? name : at[i];
    return copy;
}

static struct verdict verify_once(struct sandbox *sandbox, const char *program)
{
    struct job job = { .arena = arena_new(256 << 20), .sandbox = sandbox };
    struct error err = { 0 };
    job.request.code = spelt(job.arena, program, 'v');
    job.request.min_speedup = 1.05;
    job.request.file_name = S("input.py");
    job.deadline_ns = clock_ns() + SECONDS * 1000000000ull;
    struct candidate *candidate = VEC_PUSH(job.arena, &job.candidates);
    *candidate = (struct candidate){ .transform = S("itself"), .best_rung = RUNG_PROVED };
    *VEC_PUSH(job.arena, &candidate->entry_points) = S("f");
    *VEC_PUSH(job.arena, &candidate->edits) = (struct edit){
        0, (uint32_t) job.request.code.len, spelt(job.arena, program, 'w')
    };
    if (verify_candidates(&job, &err))
        fprintf(stderr, "%s\n", err.detail);
    struct verdict verdict = job.verdicts.items[0];
    if (!verdict.speed.measured)
        fprintf(stderr, "%s: %.*s\n", gate_name(verdict.failed), STR_ARG(verdict.reason));
    verdict.reason = verdict.speed.workload = (str){ 0 };
    arena_free(job.arena);
    return verdict;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void try_pairs(struct sandbox *sandbox, const char *where, size_t pairs)
{
    double errors[MAX_PAIRS];
    size_t measured = 0, accepted = 0;
    uint64_t end = clock_ns() + SERIES_SECONDS * 1000000000ull;
    for (size_t i = 0; i < pairs && clock_ns() < end; i++) {
        struct verdict verdict = verify_once(sandbox, programs[i % ARRAY_LEN(programs)]);
        accepted += verdict.accepted;
        if (verdict.speed.measured)
            errors[measured++] = fabs(log(verdict.speed.ratio));
    }
    qsort(errors, measured, sizeof(*errors), compare_doubles);
    if (measured)
        printf("%s: %zu of %zu measured, error of the ratio median %.1f %% p95 %.1f %%\n",
               where, measured, pairs, 100 * errors[measured / 2],
               100 * errors[measured * 95 / 100]);
    printf("A/A false positives %s of %zu  %zu  goal <= 0\n", where, pairs, accepted);
    printf("A/A pairs measured %s  %zu  goal >= %zu\n", where, measured, pairs * 9 / 10);
    fflush(stdout);
}

static void start_spinners(pid_t spinners[SPINNERS])
{
    for (size_t i = 0; i < SPINNERS; i++) {
        spinners[i] = fork();
        if (spinners[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (volatile unsigned long n = 0;; n++)
                ;
        }
    }
}

static void end_spinners(const pid_t spinners[SPINNERS])
{
    for (size_t i = 0; i < SPINNERS; i++) {
        kill(spinners[i], SIGKILL);
        waitpid(spinners[i], NULL, 0);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    long asked = argc > 1 ? strtol(argv[1], NULL, 10) : DEFAULT_PAIRS;
    size_t pairs = asked > 0 && asked <= MAX_PAIRS ? (size_t) asked : DEFAULT_PAIRS;
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
    pid_t spinners[SPINNERS];
    if (sandbox_open(&config, &sandbox, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    try_pairs(sandbox, "as the machine is", pairs);
    start_spinners(spinners);
    try_pairs(sandbox, "beside three busy processes", pairs);
    end_spinners(spinners);
    sandbox_close(sandbox);
    return 0;
}
