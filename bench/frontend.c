/*
 * frontend.c — what the front end costs: normalise + parse + lower + scopes against the
 * tree-sitter parse of the same bytes alone, and its time per byte from 10 KB to 1 MB. Then the
 * same for the whole analysis: front end, facts of every function and every loop.
 *
 * Both sides of a pair run directly after each other; each figure is the best of RUNS, the
 * ratio reported is the median over the files. Machine noise cancels in ratios within one run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

#include "hasten/facts.h"

#define RUNS 5

const TSLanguage *tree_sitter_python(void);

static uint64_t time_tree_sitter(str source)
{
    TSParser *parser = ts_parser_new();
    uint64_t start = clock_ns();
    TSTree *tree;

    ts_parser_set_language(parser, tree_sitter_python());
    tree = ts_parser_parse_string(parser, NULL, source.ptr, (uint32_t) source.len);
    start = clock_ns() - start;
    ts_tree_delete(tree);
    ts_parser_delete(parser);
    return start;
}

/* 0 when the front end refuses the source. */
static uint64_t time_front_end(str source)
{
    struct arena *arena = arena_new((size_t) 4 << 30);
    struct py_module *module;
    uint64_t start = clock_ns();
    enum status status = py_parse(source, arena, &module, NULL);

    start = clock_ns() - start;
    arena_free(arena);
    return status == STATUS_OK ? start : 0;
}

static uint64_t time_analysis(str source)
{
    struct arena *arena = arena_new((size_t) 4 << 30);
    struct py_module *module;
    uint64_t start = clock_ns();
    enum status status = py_parse(source, arena, &module, NULL);

    if (status == STATUS_OK) {
        struct py_facts *facts = py_facts_new(module, arena);
        const struct py_tree *tree = py_tree(module);

        py_loop_count(facts);
        for (uint32_t n = 1; n < tree->count; n++)
            if (tree->nodes[n].kind == PY_FunctionDef)
                py_function(facts, n);
    }
    start = clock_ns() - start;
    arena_free(arena);
    return status == STATUS_OK ? start : 0;
}

static uint64_t best(uint64_t (*time_it)(str), str source)
{
    uint64_t least = UINT64_MAX;

    for (int i = 0; i < RUNS; i++) {
        uint64_t ns = time_it(source);

        least = ns < least ? ns : least;
    }
    return least;
}

static bool read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    buf_clear(out);
    if (file == NULL)
        return false;
    while ((n = fread(buf_room(out, 65536), 1, 65536, file)) > 0)
        out->len += n;
    fclose(file);
    return out->len > 0;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static void report_ratio(const char *what, uint64_t (*time_it)(str), int count, char **paths)
{
    double *ratios = xcalloc((size_t) count + 1, sizeof(*ratios));
    struct buf source = { 0 };
    double bytes = 0, ns = 0;
    int n = 0;

    for (int i = 0; i < count; i++) {
        uint64_t ours = read_file(paths[i], &source) ? best(time_it, buf_str(&source)) : 0;

        if (ours == 0)
            continue;
        ratios[n++] = (double) ours / (double) best(time_tree_sitter, buf_str(&source));
        bytes += (double) source.len;
        ns += (double) ours;
    }
    qsort(ratios, (size_t) n, sizeof(*ratios), compare_doubles);
    if (n > 0)
        printf("%s / tree-sitter parse alone: median %.2f, p90 %.2f, worst %.2f over %d files; "
               "%.1f MB/s\n",
               what, ratios[n / 2], ratios[n * 9 / 10], ratios[n - 1], n, bytes * 1e3 / ns);
    free(ratios);
    buf_free(&source);
}

static void report_linearity(const char *what, uint64_t (*time_it)(str))
{
    static const str piece = S_INIT("def f(a, b=1):\n    for i in range(len(a)):\n"
                                    "        a[i] = a[i].x(b) + {'k': i}['k'] # note\n"
                                    "    return [v for v in a if v is not None]\n\n");
    struct buf source = { 0 };

    for (size_t size = 10000; size <= 1000000; size *= 10) {
        buf_clear(&source);
        while (source.len < size)
            buf_append(&source, piece);
        printf("%s, %7zu bytes: %.1f ns per byte\n", what, source.len,
               (double) best(time_it, buf_str(&source)) / (double) source.len);
    }
    buf_free(&source);
}

int main(int argc, char **argv)
{
    report_ratio("front end", time_front_end, argc - 1, argv + 1);
    report_linearity("front end", time_front_end);
    report_ratio("whole analysis", time_analysis, argc - 1, argv + 1);
    report_linearity("whole analysis", time_analysis);
    return 0;
}
