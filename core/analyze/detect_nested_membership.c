/*
 * detect_nested_membership.c — `x in rows[k]["tags"]` in a loop: a list that stands inside other objects is scanned.
 *
 *     for name in friends[a]:                  friends_lookup = _hashed_at(friends, b)
 *         if name in friends[b]:               for name in friends[a]:
 *             …                                    if name in (friends_lookup or friends[b]):
 *
 * node = the outermost loop in which the list stays; anchors[0] = the Compare, [1] = the expression that leads to the list.
 * (A list that a name stands for is set_membership's.)
 *
 * Conditions and why each is needed:
 *  - list_stays: a table made in front of the loop must stay what the list is. Anybody may hold the list, so nothing
 *    but what this function made and did not hand on may change in the loop (stability.c).
 *  - path_plain: reading the list early must run no code and must not raise where the loop would not have: guarded.
 *  - plain_values: == may run code of the user's, hash() as well: guarded by exact types.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

/* A name, then positions, keys and attributes, written with names and constants alone. */
static bool is_plain_path(const struct py_tree *t, const struct scan_path *path)
{
    for (uint32_t i = 0; i < path->count; i++) {
        const struct scan_step *s = &path->steps[i];
        bool item = s->kind == SCAN_ITEM && s->node &&
                    (t->nodes[s->node].kind == PY_Name || t->nodes[s->node].kind == PY_Constant);

        if (!item && s->kind != SCAN_ATTRIBUTE)
            return false;
    }
    return path->count > 0 && t->nodes[path->base].kind == PY_Name;
}

/* The node runs in every round of the loop, not just once in front of it. */
static bool is_repeated(const struct py_tree *t, const struct py_loop *l, uint32_t node)
{
    return !(l->iterable && py_inside(t, node, l->iterable));
}

static const struct py_loop *outermost_loop(struct job *job, uint32_t compare, const struct scan_path *path)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;

    for (uint32_t n = t->nodes[compare].parent; n != 0; n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda || k == PY_ClassDef)
            break;
        if (!l || !is_repeated(t, l, compare))
            continue;
        if (!lists_stay(job, n, path))
            break;
        found = l;
    }
    return found;
}

static void push(struct job *job, const struct py_loop *l, uint32_t compare, uint32_t list)
{
    struct finding *f = finding_begin(job, PATTERN_nested_membership, l->node);
    const struct py_effect *soft = py_first_soft(&l->effects);

    f->anchors[0] = compare;
    f->anchors[1] = list;
    f->line = py_line(py_tree(job->module), compare);
    if (soft)
        finding_needs(job, f, S("list_stays"), CERTAINTY_NEEDS_TEST, soft->line,
                      S("nothing visible in the loop changes the list, but values of unknown type are used"));
    else
        finding_proved(job, f, S("list_stays"), f->line, S("nothing in the loop changes the list"));
    finding_needs(job, f, S("path_plain"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("the exact types of what leads to the list are checked"));
    finding_needs(job, f, S("plain_values"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("exact types are checked before anything is hashed"));
    claim_iteration(job, f, l->node, 0, false);
    f->benefit = (struct benefit){ .work = py_work(job->facts, compare), .trip_count = l->trips, .speedup = 20,
                                   .model = S("O(n*m) → O(n+m)") };
    finding_end(f);
}

static void consider(struct job *job, uint32_t compare)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t op = py_child(t, compare, PY_F_ops), list = py_child(t, compare, PY_F_comparators);
    const struct py_loop *l;
    struct scan_path path;

    if (py_count_in(t, compare, PY_F_comparators) != 1 ||
        (t->nodes[op].op != PY_IN && t->nodes[op].op != PY_NOTIN) ||
        (t->nodes[list].kind != PY_Subscript && t->nodes[list].kind != PY_Attribute) ||
        !(py_type_of(job->facts, list).is & (PY_T_LIST | PY_T_TUPLE)) ||
        !scan_path_at(job->facts, list, &path) || !is_plain_path(t, &path))
        return;
    l = outermost_loop(job, compare, &path);
    if (l)
        push(job, l, compare, list);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Compare)
            consider(job, i);
}

const struct detector detect_nested_membership = { .pattern = PATTERN_nested_membership, .detect = detect };
