/*
 * bench/sandbox.c — what a sandboxed run costs: a trivial program, every layer this machine has.
 *
 * `sandbox` runs one slot for the latency of a run, then two slots in two threads for the
 * throughput of two cores, then calls on one live run. Medians of one process. The processor time of
 * a run, all processes that take part and the opening included, hardly depends on other load.
 */
#include <inttypes.h>
#include <pthread.h>
#include <sys/resource.h>

#include "hasten/sandbox.h"

#define RUNS 600
#define CALLS 4000

static const struct sandbox_module modules[] = {
    { "bench", S_INIT("def trivial(channel, payload):\n"
                      "    exec(compile(payload, '<program>', 'exec'), {})\n"
                      "\n"
                      "def serve(channel, payload):\n"
                      "    while (request := channel.receive()) is not None:\n"
                      "        channel.reply(request)\n") },
};

static const struct sandbox_config config = {
    .python = "/usr/bin/python3",
    .landlock_abi_cap = 99,
    .namespaces = true,
    .memory_bytes = 1ull << 30,
    .modules = modules,
    .module_count = 1,
};

static _Noreturn void die(const struct error *err)
{
    fprintf(stderr, "%s\n", err->detail);
    exit(1);
}

static struct sandbox *open_slot(void)
{
    struct sandbox *s;
    struct error err = { 0 };
    if (sandbox_open(&config, &s, &err) != STATUS_OK)
        die(&err);
    return s;
}

static struct sandbox_run *start(struct sandbox *s, const struct sandbox_spec *spec)
{
    struct sandbox_run *run;
    struct error err = { 0 };
    if (sandbox_start(s, spec, &run, &err) != STATUS_OK)
        die(&err);
    return run;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

static double percentile_ms(uint64_t *times, size_t n, double p)
{
    qsort(times, n, sizeof(*times), compare);
    return (double) times[(size_t) ((double) (n - 1) * p)] / 1e6;
}

/* Of this process and of all it has waited for, which a slot's processes are once it is closed. */
static double cpu_ms(void)
{
    double ms = 0;
    for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
        struct rusage ru;
        getrusage((__rusage_who_t) who, &ru);
        ms += (double) (ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) * 1e3 +
              (double) (ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e3;
    }
    return ms;
}

/* Fills times[] when it is given. */
static void *run_many(struct sandbox *s, const struct sandbox_spec *spec, uint64_t *times)
{
    for (size_t i = 0; i < RUNS; i++) {
        struct sandbox_outcome outcome;
        uint64_t begin = clock_ns();
        sandbox_finish(start(s, spec), 10000, &outcome);
        if (times)
            times[i] = clock_ns() - begin;
        if (outcome.end != SANDBOX_EXITED || outcome.code != 0)
            fprintf(stderr, "a run ended with %s %d\n", sandbox_end_name(outcome.end),
                    outcome.code);
        sandbox_outcome_release(&outcome);
    }
    return NULL;
}

static void *run_slot(void *spec)
{
    struct sandbox *s = open_slot();
    run_many(s, spec, NULL);
    sandbox_close(s);
    return NULL;
}

static void bench_runs(const char *name, const struct sandbox_spec *spec)
{
    static uint64_t times[RUNS];
    double before = cpu_ms();
    struct sandbox *s = open_slot();
    run_many(s, spec, times);
    sandbox_close(s);
    printf("%-28s median %.2f ms  p95 %.2f ms  %.2f ms of processor time each\n", name,
           percentile_ms(times, RUNS, 0.5), percentile_ms(times, RUNS, 0.95),
           (cpu_ms() - before) / RUNS);
}

static void bench_two_slots(struct sandbox_spec *spec)
{
    pthread_t threads[2];
    uint64_t begin = clock_ns();
    for (size_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, run_slot, spec);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%-28s %.0f runs/s, opening included\n", "two slots, two threads",
           2.0 * RUNS / ((double) (clock_ns() - begin) / 1e9));
}

static void bench_calls(void)
{
    static uint64_t times[CALLS];
    struct sandbox_spec spec = { .entry = "bench.serve", .limits = { .wall_ms = 60000 } };
    struct sandbox *s = open_slot();
    struct sandbox_run *run = start(s, &spec);
    for (size_t i = 0; i < CALLS; i++) {
        struct sandbox_reply reply;
        struct error err = { 0 };
        if (sandbox_call(run, S("[1, 2, 3]"), 5000, &reply, &err) != STATUS_OK)
            die(&err);
        times[i] = reply.elapsed_ns;
    }
    sandbox_finish(run, 5000, NULL);
    printf("%-28s median %.1f us  p95 %.1f us\n", "one request and reply",
           percentile_ms(times, CALLS, 0.5) * 1e3, percentile_ms(times, CALLS, 0.95) * 1e3);
    sandbox_close(s);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    struct sandbox_spec trivial = { .entry = "bench.trivial", .payload = S("x = 1") };
    struct sandbox_spec forking = trivial, files = trivial;
    forking.profile = SANDBOX_PARALLEL;
    files.keep_files = true;
    bench_runs("function profile", &trivial);
    bench_runs("function profile, with files", &files);
    bench_runs("parallel profile", &forking);
    bench_two_slots(&trivial);
    bench_calls();
    return 0;
}
