/*
 * detect_row.c — rows of a table that are looked up again for each of their items: dist[i][j] in a loop over j.
 *
 * node = the outermost loop; sites = pairs: the Subscript that gives the row, and the outermost loop in which it gives the
 * same one.
 *
 * Conditions and why each is needed:
 *  - rows_stay: neither the names nor what the table holds may change while the loop runs. The loop consists of arithmetic,
 *    comparisons, lookups, stores and a few builtins; it stores into rows, into other lists, but not into the table. Of
 *    operators of unknown values it is taken that they leave the table alone: then the test decides.
 *  - exact_table: that the lookup cannot fail and runs no code of the user's is tested in front of the loop.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

enum { FEW_TRIPS = 6 };

/* ---- what stands in the loop ---------------------------------------------------------------- */

static bool is_quiet_call(struct job *job, uint32_t call)
{
    static const char *const builtins[] = { "abs", "min", "max", "len", "range", "int", "float", "round", "sum", "ord", "chr",
                                            "divmod", "enumerate", "zip", "reversed" };
    const struct py_tree *t = py_tree(job->module);
    uint32_t func = py_child(t, call, PY_F_func);

    if (py_child(t, call, PY_F_keywords))
        return false;
    if (t->nodes[func].kind == PY_Attribute)
        return str_equal(py_name(t, func), S("append")) && py_count_in(t, call, PY_F_args) == 1 &&
               t->nodes[py_child(t, func, PY_F_value)].kind == PY_Name;
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++)
        if (py_is_builtin(job->module, func, str_from(builtins[i])))
            return true;
    return false;
}

static bool is_quiet(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t parent = t->nodes[node].parent;

    switch (t->nodes[node].kind) {
    case PY_For: case PY_While: case PY_If: case PY_Assign: case PY_AugAssign: case PY_Expr: case PY_Pass: case PY_Continue:
    case PY_Break: case PY_Return: case PY_Name: case PY_Constant: case PY_BinOp: case PY_UnaryOp: case PY_BoolOp:
    case PY_Compare: case PY_cmpop: case PY_IfExp: case PY_Slice: case PY_Tuple: case PY_List: case PY_ListComp:
    case PY_GeneratorExp: case PY_comprehension:
        return true;
    case PY_Subscript:
        return t->nodes[node].op != PY_DEL;
    case PY_Attribute: /* of a call, which is looked at itself */
        return t->nodes[parent].kind == PY_Call && t->nodes[node].field == PY_F_func;
    case PY_Call:
        return is_quiet_call(job, node);
    default:
        return false;
    }
}

/* xs *= 0 empties the list that it names, whoever else holds it. */
static bool may_empty(struct job *job, uint32_t statement)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t target = py_child(t, statement, PY_F_target);

    return t->nodes[statement].kind == PY_AugAssign && t->nodes[statement].op == PY_MULT && t->nodes[target].kind == PY_Name &&
           !py_type_scalar(py_type_of(job->facts, target));
}

static bool is_all_quiet(struct job *job, uint32_t loop)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = loop; n < t->nodes[loop].extent; n++)
        if (!is_quiet(job, n) || may_empty(job, n))
            return false;
    return true;
}

/* table[place] = …, or a part of an object that is not looked up by names alone */
static bool stores_into(struct job *job, uint32_t loop, uint32_t table)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = loop; n < t->nodes[loop].extent; n++) {
        uint32_t base = t->nodes[n].kind == PY_Subscript && t->nodes[n].op == PY_STORE ? py_child(t, n, PY_F_value) : 0;

        if (base && t->nodes[base].kind == PY_Name && t->nodes[base].name == t->nodes[table].name)
            return true;
        if (base && t->nodes[base].kind != PY_Name && t->nodes[base].kind != PY_Subscript)
            return true;
    }
    return false;
}

/* A row of another table is stored into, which could be this table. */
static bool stores_into_rows_of_others(struct job *job, uint32_t loop, uint32_t table)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = loop; n < t->nodes[loop].extent; n++) {
        uint32_t row = t->nodes[n].kind == PY_Subscript && t->nodes[n].op == PY_STORE ? py_child(t, n, PY_F_value) : 0;
        uint32_t base = row && t->nodes[row].kind == PY_Subscript ? py_child(t, row, PY_F_value) : 0;

        if (base && (t->nodes[base].kind != PY_Name || t->nodes[base].name != t->nodes[table].name))
            return true;
    }
    return false;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool is_int(struct job *job, uint32_t node)
{
    return py_type_within(py_type_of(job->facts, node), PY_T_INT);
}

/* i, 3, i - 1: what can be computed ahead without effect and without failing. */
static bool is_place(struct job *job, uint32_t index)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t left = py_child(t, index, PY_F_left), right = py_child(t, index, PY_F_right);

    if (t->nodes[index].kind == PY_BinOp)
        return (t->nodes[index].op == PY_ADD || t->nodes[index].op == PY_SUB) && t->nodes[left].kind == PY_Name &&
               is_int(job, left) && (t->nodes[right].kind == PY_Name || t->nodes[right].kind == PY_Constant) &&
               is_int(job, right);
    return t->nodes[index].kind == PY_Name || (t->nodes[index].kind == PY_Constant && is_int(job, index));
}

/* Of two ints: no quotient by what may be zero, nothing that grows without bounds. */
static bool always_gives_int(const struct py_tree *t, uint32_t operation)
{
    int64_t divisor;

    switch (t->nodes[operation].op) {
    case PY_ADD: case PY_SUB: case PY_MULT:
        return true;
    case PY_MOD: case PY_FLOORDIV:
        return py_int_value(t, py_child(t, operation, PY_F_right), &divisor) && divisor != 0;
    default:
        return false;
    }
}

/* Where the row is missing it is looked up behind the index: that may not fail by itself, for its failure would come first. */
static bool cannot_fail(struct job *job, uint32_t index)
{
    const struct py_tree *t = py_tree(job->module);

    if (t->nodes[index].kind == PY_Slice || t->nodes[index].kind == PY_UnaryOp) {
        for (uint32_t c = py_first(t, index); c; c = py_next(t, index, c))
            if (!cannot_fail(job, c) || (t->nodes[index].kind == PY_UnaryOp && !is_int(job, c)))
                return false;
        return true;
    }
    if (t->nodes[index].kind == PY_BinOp)
        return is_int(job, index) && cannot_fail(job, py_child(t, index, PY_F_left)) &&
               cannot_fail(job, py_child(t, index, PY_F_right)) && always_gives_int(t, index);
    return t->nodes[index].kind == PY_Name || t->nodes[index].kind == PY_Constant;
}

static bool is_row(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t parent = t->nodes[node].parent;

    return t->nodes[node].kind == PY_Subscript && t->nodes[node].op == PY_LOAD && t->nodes[node].field == PY_F_value &&
           t->nodes[parent].kind == PY_Subscript && cannot_fail(job, py_child(t, parent, PY_F_slice)) &&
           t->nodes[py_child(t, node, PY_F_value)].kind == PY_Name &&
           is_place(job, py_child(t, node, PY_F_slice)) && py_function_of(t, node) != 0;
}

static bool binds_one_of(struct job *job, const struct py_loop *l, uint32_t row)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = row; n < t->nodes[row].extent; n++)
        if (t->nodes[n].kind == PY_Name &&
            (py_name_in(&l->written, t->nodes[n].name) || py_name_in(&l->targets, t->nodes[n].name)))
            return true;
    return false;
}

static bool is_definition(enum py_kind kind)
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_Lambda || kind == PY_ClassDef;
}

/* The outermost loop in which the row is the same; NULL when there is none. */
static const struct py_loop *loop_of(struct job *job, uint32_t row)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;

    for (uint32_t child = row, n; (n = t->nodes[child].parent) != 0 && !is_definition((enum py_kind) t->nodes[n].kind);
         child = n) {
        const struct py_loop *l = py_loop_at(job->facts, n);

        if (!l || t->nodes[child].field == PY_F_iter || t->nodes[child].field == PY_F_orelse)
            continue;
        if (binds_one_of(job, l, row) || !is_all_quiet(job, n) || stores_into(job, n, py_child(t, row, PY_F_value)))
            break;
        if (l->kind != PY_LOOP_COMPREHENSION)
            found = l;
    }
    return found;
}

static bool has_loop_inside(const struct py_tree *t, uint32_t loop)
{
    for (uint32_t n = loop + 1; n < t->nodes[loop].extent; n++)
        if (t->nodes[n].kind == PY_For || t->nodes[n].kind == PY_While || t->nodes[n].kind == PY_comprehension)
            return true;
    return false;
}

static bool is_short(const struct py_tree *t, const struct py_loop *l)
{
    return l->trips > 0 && l->trips < FEW_TRIPS && !has_loop_inside(t, l->node);
}

static struct finding *finding_of(struct job *job, uint32_t root, uint32_t first)
{
    for (uint32_t i = first; i < job->findings.opportunities.count; i++)
        if (job->findings.opportunities.items[i].node == root)
            return &job->findings.opportunities.items[i];
    struct finding *f = finding_begin(job, PATTERN_row_lookup, root);
    f->benefit = (struct benefit){ .work = py_work(job->facts, root), .speedup = 1.25,
                                   .model = S("two lookups per item → one") };
    return f;
}

static void claim(struct job *job, struct finding *f, bool proved)
{
    const str why = proved ? S("nothing in the loop changes which rows the table has")
                           : S("nothing visible in the loop changes which rows the table has");

    if (proved)
        finding_proved(job, f, S("rows_stay"), f->line, why);
    else
        finding_needs(job, f, S("rows_stay"), CERTAINTY_NEEDS_TEST, f->line, why);
    finding_needs(job, f, S("exact_table"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("exact types are tested in front of the loop; others are looked up each time"));
    finding_end(f);
}

/* A test in front of the loop can tell whose code its iterators run. */
static bool can_be_told(struct job *job, uint32_t loop)
{
    struct py_iteration steps;

    py_iteration(job->facts, loop, &steps);
    return !steps.unseen && !steps.foreign && !steps.header;
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t first = job->findings.opportunities.count;

    for (uint32_t n = 1; n < t->count; n++) {
        const struct py_loop *l = is_row(job, n) ? loop_of(job, n) : NULL;
        struct finding *f;

        if (!l || is_short(t, l))
            continue;
        f = finding_of(job, outermost_loop_around(job, n), first);
        *VEC_PUSH(job->arena, &f->sites) = n;
        *VEC_PUSH(job->arena, &f->sites) = l->node;
    }
    for (uint32_t i = first; i < job->findings.opportunities.count; i++) {
        struct finding *f = &job->findings.opportunities.items[i];
        bool proved = true;

        for (uint32_t k = 0; k < f->sites.count; k += 2) {
            uint32_t table = py_child(t, f->sites.items[k], PY_F_value), loop = f->sites.items[k + 1];

            proved = proved && can_be_told(job, loop) && !py_first_soft(&py_loop_at(job->facts, loop)->effects) &&
                     !stores_into_rows_of_others(job, loop, table);
        }
        claim(job, f, proved);
    }
}

const struct detector detect_row = { .pattern = PATTERN_row_lookup, .detect = detect };
