/*
 * fuzz_facts.c — any bytes through the front end and every question about facts and loops;
 * `make fuzz-facts`.
 *
 * Beyond "no sanitizer report": the answers keep their own rules. A loop's blockers and
 * reductions stand inside the file, a pure function has no hard effect, asking twice gives the
 * same answer.
 */
#include <stdlib.h>

#include "hasten/facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool same_type(struct py_type a, struct py_type b)
{
    return a.is == b.is && a.item == b.item && a.item2 == b.item2 && a.key == b.key;
}

static void ask_function(struct py_facts *facts, uint32_t def)
{
    const struct py_type integer = { .is = PY_T_INT };
    const struct py_outcome *open = py_function(facts, def), *closed;

    require(open->type.is != 0 || open->effects.kinds != 0);
    for (uint32_t i = 0; i < open->effects.list.count; i++)
        require(open->effects.kinds & 1u << open->effects.list.items[i].kind);
    closed = py_call(facts, def, &integer, 1);
    require(closed->effects.kinds <= (1u << PY_EFFECT_COUNT) - 1);
    py_is_recursive(facts, def);
    py_bound_once(facts, def);
}

static void ask_loop(struct py_facts *facts, const struct py_tree *tree,
                     const struct py_loop *l)
{
    require(l->node != 0 && l->node < tree->count && py_loop_at(facts, l->node) == l);
    for (uint32_t i = 0; i < l->blockers.count; i++)
        require(l->blockers.items[i].node < tree->count &&
                l->blockers.items[i].line <= tree->line_count);
    for (uint32_t i = 0; i < l->reductions.count; i++)
        require(py_inside(tree, l->reductions.items[i].node, l->node));
    for (uint32_t n = l->node + 1; n < tree->nodes[l->node].extent; n++)
        if (py_is_expression((enum py_kind) tree->nodes[n].kind))
            py_loop_invariant(facts, l, n);
    py_work(facts, l->node);
}

static void ask(const struct py_module *module, struct arena *arena)
{
    const struct py_tree *tree = py_tree(module);
    struct py_facts *facts = py_facts_new(module, arena);
    uint32_t loops = py_loop_count(facts);

    for (uint32_t n = 1; n < tree->count; n++) {
        enum py_kind kind = (enum py_kind) tree->nodes[n].kind;

        if (py_is_expression(kind)) {
            struct py_type type = py_type_of(facts, n);

            require(type.is != 0 && same_type(type, py_type_of(facts, n)));
        }
        if (kind == PY_FunctionDef)
            ask_function(facts, n);
        if (kind == PY_Call) {
            py_callee(facts, n);
            py_method_callee(facts, n);
        }
    }
    for (uint32_t i = 0; i < loops; i++)
        ask_loop(facts, tree, py_loop(facts, i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t) 512 << 20);
    str source = { (const char *) data, size };
    struct py_module *module;

    if (py_parse(source, arena, &module, NULL) == STATUS_OK)
        ask(module, arena);
    arena_free(arena);
    return 0;
}
