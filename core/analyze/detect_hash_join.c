/*
 * detect_hash_join.c — a list is searched anew for each of many keys.
 *
 *     for order in orders:                          def find(rows, key):
 *         for customer in customers:                    for row in rows:
 *             if customer["id"] == order["customer"]:       if row.id == key:
 *                 …                                             return row
 *                                                   for key in keys:
 *                                                       … find(rows, key) …
 *
 * node = the outermost loop around the search in which the list keeps its items and their keys;
 * anchors[0] = the clause that searches (scan.h); anchors[1] = the call, when the search stands
 * in a function that the loop calls (sites: not empty when the list
 * grows): there anchors[2] = the argument that is the list, [3] =
 * the one that is the key.
 *
 * Conditions and why each is needed:
 *  - keys_stay: what was found by key once must be what a search finds now. The list may be
 * appended to: new items are looked at when they are asked for.
 *  - item_unused_after: a search leaves its last item in the loop's variable, found or not.
 *  - probe_fixed: the search does not change what it looks for.
 *  - plain_keys: == may run code of the user's, hash() as well: guarded by exact types.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

/* ---- the search -------------------------------------------------------------------------- */

static bool item_unused_after(struct job *job, const struct scan *s)
{
    const struct py_loop *l = py_loop_at(job->facts, s->loop);

    if (s->clause != s->loop)
        return true;
    for (uint32_t i = 0; l && i < l->targets.count; i++)
        if (py_name_in(&l->live_out, l->targets.items[i]))
            return false;
    return l != NULL;
}

/* The loop leaves the list `rows` and the items' keys alone. */
static bool both_keys_stay(struct job *job, const struct scan *s, uint32_t loop, uint32_t rows, bool *ret_grows)
{
    struct scan_path key = s->key;

    key.sized = s->width > 0;
    return keys_stay(job, loop, rows, &key, ret_grows) &&
           (!s->either || keys_stay(job, loop, rows, &s->other, ret_grows));
}

/* So does the search itself, as a part of the loop `around`. */
static bool keys_fixed(struct job *job, const struct scan *s, uint32_t around)
{
    bool grows = false;

    struct scan_path key = s->key;

    key.sized = s->width > 0;
    return keys_stay_within(job, s->loop, around, s->rows, &key, &grows) &&
           (!s->either || keys_stay_within(job, s->loop, around, s->rows, &s->other, &grows)) && !grows;
}

static bool path_fixed(struct job *job, const struct scan *s, const struct scan_path *path)
{
    const struct py_loop *l = py_loop_at(job->facts, s->loop);
    bool clause = s->clause != s->loop; /* names that it binds are those of its other clauses */
    bool grows;

    if (!clause && py_name_in(&l->written, py_tree(job->module)->nodes[path->base].name))
        return false;
    return path->count == 0 || keys_stay(job, s->loop, 0, path, &grows);
}

static bool probe_fixed(struct job *job, const struct scan *s, uint32_t around)
{
    bool fixed = keys_fixed(job, s, around) && path_fixed(job, s, &s->probe);

    for (uint32_t i = 0; i < s->less_count; i++)
        fixed = fixed && path_fixed(job, s, &s->less[i]);
    for (uint32_t i = 0; i < s->more_count; i++)
        fixed = fixed && path_fixed(job, s, &s->more[i]);
    return fixed;
}

/* ---- the loop around it --------------------------------------------------------------------
 */

static bool is_definition(enum py_kind k)
{
    return k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda ||
           k == PY_ClassDef;
}

/* The clause runs once per round of the loop `outer`, not just once in front of it. */
static bool runs_again(const struct py_tree *t, const struct py_loop *outer,
                       const struct scan *s, uint32_t at)
{
    if (outer->node == s->loop)
        return s->clause != s->loop && s->clause != py_child(t, s->loop, PY_F_generators);
    return !(outer->iterable && py_inside(t, at, outer->iterable));
}

/* The outermost loop around `at` in which the list stays; NULL when there is none. */
static const struct py_loop *outer_loop(struct job *job, const struct scan *s, uint32_t at, uint32_t rows,
                                        bool *ret_grows)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;
    bool grows = false;

    for (uint32_t n = at; n && !is_definition((enum py_kind) t->nodes[n].kind);
         n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);

        if (!l || !runs_again(t, l, s, at))
            continue;
        if (py_name_in(&l->written, t->nodes[rows].name))
            break;
        if (!both_keys_stay(job, s, n, rows, &grows))
            continue; /* what changes may be made in a round of a loop further out */
        found = l;
        *ret_grows = grows;
    }
    return found;
}

static void push(struct job *job, const struct scan *s, const struct py_loop *outer,
                 bool grows, uint32_t call, uint32_t list, uint32_t key)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_begin(job, PATTERN_hash_join, outer->node);
    const struct py_effect *soft = py_first_soft(&outer->effects);
    uint32_t line = py_line(t, call ? call : s->clause);

    f->anchors[0] = s->clause;
    if (grows)
        *VEC_PUSH(job->arena, &f->sites) = s->rows;
    f->anchors[1] = call;
    f->anchors[2] = list;
    f->anchors[3] = key;
    f->line = line;
    if (soft)
        finding_needs(job, f, S("keys_stay"), CERTAINTY_NEEDS_TEST, soft->line,
                      S("nothing visible in the loop changes the list or the keys, but values "
                        "of unknown type are used"));
    else
        finding_proved(job, f, S("keys_stay"), line,
                       S("nothing in the loop changes the list or the keys"));
    finding_proved(job, f, S("item_unused_after"), line,
                   S("the item's name is not read after the search"));
    finding_proved(job, f, S("probe_fixed"), line,
                   S("the search does not change what it looks for"));
    finding_needs(job, f, S("plain_keys"), CERTAINTY_NEEDS_GUARD, line,
                  S("exact types of items and keys are checked before they are hashed"));
    claim_iteration(job, f, outer->node, call ? list : s->rows, s->key.count == 0 && py_unreachable(job->facts, call ? list : s->rows));
    f->benefit = (struct benefit){ .work = py_work(job->facts, s->loop),
                                   .trip_count = outer->trips,
                                   .speedup = 50,
                                   .model = S("O(n*m) → O(n+m)") };
    finding_end(f);
}

static bool is_search(struct job *job, const struct scan *s, uint32_t around)
{
    return item_unused_after(job, s) && probe_fixed(job, s, around);
}

/* ---- a function that searches
 * ---------------------------------------------------------------- */

/* How often the function mentions the name, and never as a target. */
static uint32_t mentions(struct job *job, uint32_t def, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t count = 0;

    for (uint32_t n = def; n < t->nodes[def].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].name == t->nodes[name].name)
            count += t->nodes[n].op == PY_LOAD ? 1 : 1000;
    return count;
}

static bool is_parameter(struct job *job, uint32_t name)
{
    uint32_t symbol = py_binding(job->module, name);

    return py_tree(job->module)->nodes[name].kind == PY_Name && symbol != UINT32_MAX &&
           (py_scopes(job->module)->symbols[symbol].flags & PY_SYM_PARAMETER);
}

/* The function only runs over the list, and looks for a parameter that it does not rebind. */
static bool serves_search(struct job *job, uint32_t def, const struct scan *s)
{
    const struct py_tree *t = py_tree(job->module);

    return s->form == SCAN_ITEMS && !s->less_count && !s->more_count &&
           is_parameter(job, s->rows) && is_parameter(job, s->probe.base) &&
           mentions(job, def, s->rows) == 1 && mentions(job, def, s->probe.base) < 1000 &&
           py_function_of(t, s->clause) == def;
}

static void consider_call(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t def = py_callee(job->facts, call);
    struct scan s;

    if (!def || t->nodes[def].kind != PY_FunctionDef || py_child(t, call, PY_F_keywords) ||
        py_scopes(job->module)->scopes[py_scope_of_node(job->module, def)].generator)
        return;
    for (uint32_t n = def; n < t->nodes[def].extent; n++) {
        uint32_t list, key;
        const struct py_loop *outer;
        bool grows = false;

        if (!scan_at(job->facts, n, &s) || !serves_search(job, def, &s) || !is_search(job, &s, s.loop))
            continue;
        if (!scan_in_call(job->facts, call, def, &s))
            return;
        list = py_argument(job->facts, call, def, t->nodes[s.rows].name);
        key = py_argument(job->facts, call, def, t->nodes[s.probe.base].name);
        outer = list && key && t->nodes[list].kind == PY_Name ? outer_loop(job, &s, call, list, &grows)
                                                              : NULL;
        if (outer)
            push(job, &s, outer, grows, call, list, key);
        return;
    }
}

static void consider_clause(struct job *job, uint32_t clause)
{
    struct scan s;
    const struct py_loop *outer;
    uint32_t around;
    bool grows = false;

    if (!scan_at(job->facts, clause, &s))
        return;
    around = outermost_loop_around(job, s.loop); /* outer_loop() asks for one in between */
    if (!is_search(job, &s, around ? around : s.loop))
        return;
    outer = outer_loop(job, &s, s.loop, s.rows, &grows);
    if (outer)
        push(job, &s, outer, grows, 0, 0, 0);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++) {
        if (t->nodes[n].kind == PY_For || t->nodes[n].kind == PY_comprehension)
            consider_clause(job, n);
        else if (t->nodes[n].kind == PY_Call)
            consider_call(job, n);
    }
}

const struct detector detect_hash_join = { .pattern = PATTERN_hash_join, .detect = detect };
