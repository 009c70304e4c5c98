/*
 * vectors.c — the direction and distance vector of a dependence (Kennedy & Allen 2.2): one entry per
 * loop that surrounds both accesses, outermost first.
 *
 * The dependence is carried by one loop: those around it are in the same iteration, so their entries
 * are "=" and 0. Of the loops inside, an entry is exact where some dimension of both subscripts moves
 * with that loop alone and in step (separable, strong SIV); else every direction is possible.
 */
#include "elements.h"

static bool surrounds(const struct py_tree *t, uint32_t loop, uint32_t node)
{
    return py_inside(t, node, loop);
}

/* The dimension moves with the variable alone, at the same pace in both: by how many iterations apart. */
static bool in_step(const struct path_dim *x, const struct path_dim *y, uint32_t variable, int64_t *ret)
{
    int64_t pace = affine_coefficient(&x->index, variable);
    struct affine rest = affine_subtract(affine_without(x->index, variable), affine_without(y->index, variable));

    if (!x->index.known || !y->index.known || x->slot != y->slot || x->width != y->width || pace == 0 ||
        pace != affine_coefficient(&y->index, variable) || !affine_is_constant(&rest) ||
        affine_without(x->index, variable).count != 0 || rest.constant == INT64_MIN || rest.constant % pace != 0)
        return false;
    *ret = rest.constant / pace;
    return true;
}

static struct py_level inner_level(struct py_facts *f, const struct py_loop *l, uint32_t loop,
                                   const struct path *a, const struct path *b)
{
    struct py_level level = { .loop = loop, .directions = DIRECTION_ALL };
    uint32_t variable = loop_number(f, l, loop).variable;

    for (uint32_t i = 0; i < a->dims && i < b->dims && !level.exact; i++)
        level.exact = in_step(&a->dim[i], &b->dim[i], variable, &level.distance);
    if (level.exact)
        level.directions = level.distance > 0 ? DIRECTION_BEFORE : level.distance < 0 ? DIRECTION_AFTER : DIRECTION_SAME;
    return level;
}

struct py_vector dependence_vector(struct py_facts *f, const struct py_loop *l, const struct element_access *a,
                                   const struct element_access *b, const struct subscript_answer *answer)
{
    const struct py_tree *t = f->tree;
    struct py_vector v = { 0 };
    uint32_t loops[PY_VECTOR], count = 0;

    for (uint32_t n = t->nodes[a->node].parent; n != 0 && count < PY_VECTOR; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda || k == PY_ClassDef)
            break;
        if (is_loop_kind(k) && surrounds(t, n, b->node))
            loops[count++] = n;
    }
    while (count > 0) {
        uint32_t loop = loops[--count];

        if (loop == l->node)
            v.levels[v.depth++] = (struct py_level){ loop, answer->directions, answer->exact, answer->distance };
        else if (py_inside(t, l->node, loop))
            v.levels[v.depth++] = (struct py_level){ loop, DIRECTION_SAME, true, 0 };
        else
            v.levels[v.depth++] = inner_level(f, l, loop, &a->path, &b->path);
    }
    return v;
}
