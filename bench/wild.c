/*
 * wild.c — what the analysis and the transformations make of files that nobody wrote for them.
 *
 * Paths come on standard input, one a line. For each file the findings are looked for and
 * rewritten, as `hasten optimize` does before anything is executed. One line of tab-separated
 * words per fact:
 *
 *     file      milliseconds  path
 *     failed    status        path      not Python of this version, or past a limit
 *     found     pattern       path
 *     candidate pattern       path
 *     refused   pattern       reason
 *
 * bench/wild.py adds them up.
 */
#include "hasten/analyze.h"
#include "hasten/transform.h"

#include <stdio.h>

static const size_t MEMORY = (size_t) 1 << 30, FILE_LIMIT = 1 << 20;
static const uint64_t TIME_NS = 20000000000;

static bool read_file(const char *path, struct arena *arena, str *ret)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    char *bytes = arena_alloc(arena, FILE_LIMIT);
    *ret = (str){ bytes, fread(bytes, 1, FILE_LIMIT, f) };
    return fclose(f) == 0 && ret->len < FILE_LIMIT;
}

static void report(const struct job *job, const char *path)
{
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++)
        (void) printf("found\t%s\t%s\n",
                      pattern_name(job->findings.opportunities.items[i].pattern), path);
    for (uint32_t i = 0; i < job->candidates.count; i++)
        if (job->candidates.items[i].edits.count)
            (void) printf("candidate\t%.*s\t%s\n", STR_ARG(job->candidates.items[i].transform),
                          path);
    for (uint32_t i = 0; i < job->verdicts.count; i++)
        (void) printf(
            "refused\t%.*s\t%.*s\n",
            STR_ARG(job->candidates.items[job->verdicts.items[i].candidate].transform),
            STR_ARG(job->verdicts.items[i].reason));
}

static void examine(const char *path)
{
    struct arena *arena = arena_new(MEMORY);
    uint64_t start = clock_ns();
    struct job job = { .arena = arena, .deadline_ns = start + TIME_NS };
    enum status status = STATUS_LIMIT;
    if (read_file(path, arena, &job.request.code))
        status = analyze_source(&job, NULL);
    if (!status)
        status = transform_apply(&job, NULL);
    if (status)
        (void) printf("failed\t%s\t%s\n", status_code(status), path);
    else
        report(&job, path);
    (void) printf("file\t%.1f\t%s\n", (double) (clock_ns() - start) / 1e6, path);
    arena_free(arena);
}

int main(void)
{
    char path[4096];
    while (fgets(path, sizeof(path), stdin)) {
        path[strcspn(path, "\n")] = 0;
        examine(path);
        (void) fflush(stdout);
    }
    return 0;
}
