/*
 * fuzz_parse.c — any bytes through the whole front end; `make fuzz-parse`.
 *
 * Beyond "no sanitizer report": an accepted module has a well-formed tree, every literal can be
 * asked for its value, and a hostile dump cannot upset the cross-check.
 */
#include <stdlib.h>

#include "hasten/python.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void visit(const struct py_module *module, struct arena *arena)
{
    const struct py_tree *tree = py_tree(module);
    int64_t number;
    str text;

    for (uint32_t n = 1; n < tree->count; n++) {
        const struct py_node *node = &tree->nodes[n];

        if (node->parent >= n || node->extent <= n || node->start > node->end ||
            node->extent > tree->nodes[node->parent].extent || node->end > tree->source.len)
            abort();
        py_int_value(tree, n, &number);
        py_str_value(tree, n, arena, &text);
        py_binding(module, n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t) 256 << 20);
    str source = { (const char *) data, size };
    struct py_module *module;

    if (py_parse(source, arena, &module, NULL) == STATUS_OK) {
        visit(module, arena);
        py_tree_matches(py_tree(module), source, NULL);
    }
    arena_free(arena);
    return 0;
}
