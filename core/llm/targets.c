/*
 * targets.c — which functions are worth a question: module-level functions and methods of
 * module-level classes that loop, recurse or were found to hold an opportunity.
 *
 * Left out: nested functions (a replacement cannot see what it closes over), and names that are
 * defined twice (a name must mean one place). The model only ever chooses from this list.
 */
#include "core/llm/llm_internal.h"

static bool is_function(const struct py_node *n)
{
    return n->kind == PY_FunctionDef || n->kind == PY_AsyncFunctionDef;
}

static bool is_loop(uint8_t kind)
{
    return kind == PY_For || kind == PY_While || kind == PY_AsyncFor || kind == PY_comprehension;
}

static bool loops_or_recurses(const struct py_tree *tree, uint32_t def)
{
    uint32_t name = tree->nodes[def].name;
    for (uint32_t n = def + 1; n < tree->nodes[def].extent; n++) {
        const struct py_node *node = &tree->nodes[n];
        if (is_loop(node->kind))
            return true;
        if ((node->kind == PY_Name || node->kind == PY_Attribute) && node->op == PY_LOAD &&
            node->name == name)
            return true;
    }
    return false;
}

static bool has_opportunity(const struct job *job, str name)
{
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++)
        if (str_equal(job->findings.opportunities.items[i].function, name))
            return true;
    return false;
}

/* A def whose parents are the module, or a class of the module. */
static bool is_reachable(const struct py_tree *tree, uint32_t def)
{
    uint32_t parent = tree->nodes[def].parent;
    if (parent && tree->nodes[parent].kind == PY_ClassDef)
        parent = tree->nodes[parent].parent;
    return parent == 0;
}

const struct target *target_named(const target_vec *targets, str name)
{
    for (uint32_t i = 0; i < targets->count; i++)
        if (str_equal(targets->items[i].name, name))
            return &targets->items[i];
    return NULL;
}

/* All reachable definitions under their names; a name's second definition clears the first. */
static void collect(const struct job *job, target_vec *all)
{
    const struct py_tree *tree = py_tree(job->module);
    for (uint32_t n = 1; n < tree->count; n++) {
        if (!is_function(&tree->nodes[n]) || !is_reachable(tree, n))
            continue;
        str name = py_qualified_name(tree, n, job->arena);
        const struct target *other = target_named(all, name);
        if (other)
            all->items[other - all->items].node = PY_NO_NODE;
        else
            *VEC_PUSH(job->arena, all) = (struct target){ name, n };
    }
}

void targets_find(const struct job *job, target_vec *ret)
{
    const struct py_tree *tree = py_tree(job->module);
    target_vec all = { 0 };
    collect(job, &all);
    for (uint32_t i = 0; i < all.count && ret->count < LLM_TARGETS_MAX; i++) {
        const struct target *t = &all.items[i];
        if (t->node != PY_NO_NODE &&
            (loops_or_recurses(tree, t->node) || has_opportunity(job, t->name)))
            *VEC_PUSH(job->arena, ret) = *t;
    }
}
