/*
 * draw.c — draws inputs for one function after the other, in the sandbox as in production, and says
 * how much of the function they reach. Reads lines `FILE<tab>FUNCTION` on standard input; answers each
 * with `lines reached returning raising milliseconds remark`, tab-separated. bench/inputs/run.py
 * chooses the functions and reads the answers.
 */
#include "core/verify/verify_internal.h"

enum { INPUTS = 250, DRAW_MS = 400, LINE = 4096 };

static struct sandbox *open_sandbox(void)
{
    struct sandbox_config config = {
        .python = "/usr/bin/python3",
        .landlock_abi_cap = 99,
        .namespaces = true,
        .memory_bytes = 1ull << 30,
        .modules = verify_harness,
        .module_count = verify_harness_count,
    };
    struct sandbox *sandbox = NULL;
    struct error err = { 0 };
    if (sandbox_open(&config, &sandbox, &err))
        fprintf(stderr, "%s\n", err.detail);
    return sandbox;
}

static bool read_source(const char *path, struct buf *ret)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char chunk[8192];
    for (size_t n; (n = fread(chunk, 1, sizeof(chunk), file)) > 0;)
        buf_append(ret, (str){ chunk, n });
    fclose(file);
    return true;
}

/* One function: the generator is opened, asked for inputs, then for what they reached. */
static void measure_function(struct sandbox *sandbox, str source, str function)
{
    struct job job = { .arena = arena_new(256 << 20), .sandbox = sandbox };
    struct verification v;
    struct generator generator = { 0 };
    struct error err = { 0 };
    input_vec inputs = { 0 };
    struct input_reach reach = { 0 };
    uint64_t start = clock_ns();

    job.request.code = source;
    job.deadline_ns = start + 30ull * 1000000000;
    verification_begin(&v, &job);
    enum status status = generator_open(&v, function, &generator, &err);
    if (!status)
        status = generator_draw(&v, &generator, INPUTS, DRAW_MS, 0, &inputs, &err);
    uint64_t taken = clock_ns() - start;
    if (!status)
        status = generator_reach(&v, &generator, &reach, &err);
    printf("%u\t%u\t%u\t%u\t%.0f\t%.*s\n", reach.lines, reach.reached, reach.returning,
           reach.raising, (double) taken / 1e6, STR_ARG(reach.remark));
    generator_close(&generator);
    verification_end(&v);
    arena_free(job.arena);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    struct sandbox *sandbox = open_sandbox();
    char line[LINE];
    if (!sandbox)
        return 1;
    while (fgets(line, sizeof(line), stdin)) {
        struct buf source = { 0 };
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (!tab)
            continue;
        *tab = '\0';
        if (read_source(line, &source))
            measure_function(sandbox, buf_str(&source), str_from(tab + 1));
        buf_free(&source);
        fflush(stdout);
    }
    sandbox_close(sandbox);
    return 0;
}
