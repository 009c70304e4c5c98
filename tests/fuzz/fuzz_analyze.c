/*
 * fuzz_analyze.c — any bytes through the whole analysis: facts, every detector, every reason why
 * not, and all four ways of writing that down; `make fuzz-analyze`.
 *
 * Beyond "no sanitizer report": findings and loops stand inside the file, and no condition of a
 * proved finding is open.
 */
#include <stdlib.h>

#include "hasten/analyze.h"
#include "hasten/python.h"
#include "hasten/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_finding(const struct py_tree *tree, const struct finding *f)
{
    require(f->node < tree->count && f->line >= 1 && f->end_line >= f->line &&
            f->end_line <= tree->line_count + 1);
    for (uint32_t i = 0; i < f->conditions.count; i++)
        require(f->conditions.items[i].holds || f->certainty >= f->conditions.items[i].needs);
}

static void check_loop(const struct py_tree *tree, const struct loop_report *l)
{
    require(l->node < tree->count && l->line >= 1 && l->end_line >= l->line);
    for (uint32_t i = 0; i < l->blockers.count; i++)
        require(l->blockers.items[i].why.len > 0 &&
                l->blockers.items[i].line <= tree->line_count + 1);
}

static void write_reports(const struct job *job)
{
    static struct buf out; /* kept from run to run */

    buf_clear(&out);
    report_analyze_json(job, &out);
    report_analyze_dot(job, &out);
    report_analyze_sarif(job, &out);
    report_analyze_text(job, false, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t) 512 << 20);
    struct job job = { .arena = arena };

    job.request.code = (str){ (const char *) data, size };
    job.request.file_name = S("input.py");
    job.request.target.python = S("");
    job.deadline_ns = UINT64_MAX;
    if (analyze_source(&job, NULL) == STATUS_OK) {
        for (uint32_t i = 0; i < job.findings.opportunities.count; i++)
            check_finding(py_tree(job.module), &job.findings.opportunities.items[i]);
        for (uint32_t i = 0; i < job.findings.loops.count; i++)
            check_loop(py_tree(job.module), &job.findings.loops.items[i]);
        write_reports(&job);
    }
    arena_free(arena);
    return 0;
}
