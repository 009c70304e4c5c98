/*
 * elements.c — do iterations of a loop meet at an element of one object?
 *
 * Every use of the variable in the loop, also under the names that an iteration gives to its
 * parts, is an access: a path of indices, read or written. For each write and each other access
 * the dependence tests of subscript.c say which iterations can touch the same slot.
 *
 * Python's own traps, and what stands against each:
 *  - a negative index counts from the end: an index that a proof uses must be known to be ≥ 0,
 * or a guard has to check it;
 *  - rows of a table may be one list ([[0] * m] * n): a proof by the row index needs rows that
 * are known to be distinct objects, or a guard; a proof by the last index does not;
 *  - resizing, slices, methods, calls and captured uses touch everything;
 *  - another name for the object is deps.c's business.
 */
#include "elements.h"

#define MAX_ACCESSES 48u

struct accesses {
    struct element_access items[MAX_ACCESSES];
    uint32_t count;
    bool overflow;
};

/* ---- collecting ------------------------------------------------------------------------ */

static uint32_t chain_of(const struct py_tree *t, uint32_t name)
{
    uint32_t node = name;

    while (t->nodes[t->nodes[node].parent].kind == PY_Subscript &&
           t->nodes[node].field == PY_F_value)
        node = t->nodes[node].parent;
    return node;
}

static bool is_reading_method(str name)
{
    static const str names[] = { S_INIT("get"),   S_INIT("index"),      S_INIT("count"),
                                 S_INIT("copy"),  S_INIT("keys"),       S_INIT("values"),
                                 S_INIT("items"), S_INIT("shape"),      S_INIT("sum"),
                                 S_INIT("join"),  S_INIT("startswith"), S_INIT("dtype") };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal(names[i], name))
            return true;
    return false;
}

/* `row = grid[i]` where every use of `row` is followed: the uses count, not the naming. */
static bool only_names(struct py_facts *f, const struct py_loop *l, uint32_t chain)
{
    const struct py_tree *t = f->tree;
    uint32_t statement = t->nodes[chain].parent, target = py_child(t, statement, PY_F_targets);
    bool any = false;

    if (t->nodes[statement].kind != PY_Assign || t->nodes[chain].field != PY_F_value ||
        t->nodes[target].kind != PY_Name || py_count_in(t, statement, PY_F_targets) != 1)
        return false;
    for (uint32_t i = l->node; i < t->nodes[l->node].extent; i++) {
        if (t->nodes[i].kind != PY_Name || t->nodes[i].name != t->nodes[target].name ||
            i == target)
            continue;
        any = true;
        if (path_of(f, l, i).root == 0 ||
            t->nodes[path_of(f, l, i).root].name == t->nodes[target].name)
            return false;
    }
    return any && py_name_in(&l->private_names, t->nodes[target].name);
}

/* A generator expression runs when somebody asks for its items, unless a builtin does so at
 * once. */
static bool runs_later(struct py_facts *f, const struct py_loop *l, uint32_t node)
{
    const struct py_tree *t = f->tree;

    for (uint32_t n = node; n != l->node && n != 0; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;
        uint32_t call = t->nodes[n].parent, func = py_child(t, call, PY_F_func);

        if (k == PY_Lambda || k == PY_FunctionDef || k == PY_AsyncFunctionDef ||
            k == PY_ClassDef)
            return true;
        if (k == PY_GeneratorExp &&
            (t->nodes[call].kind != PY_Call || t->nodes[func].kind != PY_Name ||
             py_binding(f->module, func) != UINT32_MAX))
            return true;
    }
    return false;
}

static bool is_len(struct py_facts *f, uint32_t call, uint32_t chain)
{
    return f->tree->nodes[call].kind == PY_Call && f->tree->nodes[chain].field == PY_F_args &&
           py_is_builtin(f->module, py_child(f->tree, call, PY_F_func), S("len")) &&
           !py_type_within(py_type_of(f, chain), PY_T_DICT | PY_T_SET);
}

static bool is_builtin_call(struct py_facts *f, uint32_t call)
{
    uint32_t func = py_child(f->tree, call, PY_F_func);

    return f->tree->nodes[func].kind == PY_Name && py_binding(f->module, func) == UINT32_MAX &&
           is_builtin_function(py_name(f->tree, func));
}

static struct element_access classify(struct py_facts *f, const struct py_loop *l,
                                      uint32_t chain)
{
    const struct py_tree *t = f->tree;
    const struct py_node *n = &t->nodes[chain];
    uint32_t parent = n->parent;
    struct element_access a = { .path = path_of(f, l, chain), .node = chain, .reads = true };
    bool subscript = n->kind == PY_Subscript;

    if (subscript && n->op != PY_LOAD) {
        a.writes = true;
        a.deep = n->op == PY_DEL || t->nodes[py_child(t, chain, PY_F_slice)].kind == PY_Slice;
        if (a.deep) /* the container is resized: no single slot */
            a.path = path_of(f, l, py_child(t, chain, PY_F_value));
        a.reads = t->nodes[parent].kind == PY_AugAssign;
        return a;
    }
    if (is_len(f, parent, chain)) {
        a.reads = false;
        return a;
    }
    a.deep = !py_type_scalar(py_type_of(f, chain));
    switch (t->nodes[parent].kind) {
    case PY_Attribute:
        a.writes = !is_reading_method(py_name(t, parent));
        break;
    case PY_Call:
        a.writes = a.deep && !is_builtin_call(f, parent);
        break;
    case PY_Starred:
    case PY_keyword:
    case PY_Yield:
    case PY_YieldFrom:
    case PY_Await:
    case PY_AugAssign:
        a.writes = a.deep;
        break;
    default:
        break;
    }
    return a;
}

/* Part of a header that makes a list or a range once, before the first iteration. */
static bool is_evaluated_before(struct py_facts *f, const struct py_loop *l, uint32_t name)
{
    const struct py_tree *t = f->tree;
    enum py_kind k = l->iterable ? (enum py_kind) t->nodes[l->iterable].kind : PY_Module;

    return l->iterable != 0 && py_inside(t, name, l->iterable) &&
           (k == PY_Call || k == PY_Subscript) && name != l->iterable &&
           chain_of(t, name) != l->iterable &&
           py_type_within(py_type_of(f, l->iterable), PY_T_RANGE | PY_T_LIST);
}

/* `for x in xs` reads one item per iteration, the one with the number of the iteration. */
static void read_by_header(struct py_facts *f, const struct py_loop *l, uint32_t chain,
                           struct element_access *a)
{
    const struct py_tree *t = f->tree;
    uint32_t call = t->nodes[chain].parent, iterable = chain, header, target, loop;
    bool dict = py_type_within(py_type_of(f, chain), PY_T_DICT | PY_T_SET | PY_T_FROZENSET),
         wrapped;

    if (t->nodes[call].kind == PY_Attribute)
        call = t->nodes[call].parent; /* d.items() */
    wrapped = t->nodes[call].kind == PY_Call && t->nodes[call].field == PY_F_iter &&
              (py_is_builtin(f->module, py_child(t, call, PY_F_func), S("enumerate")) ||
               gives_items(f, call));
    if (wrapped)
        iterable = call;
    header = t->nodes[iterable].parent;
    loop = t->nodes[header].kind == PY_comprehension ? t->nodes[header].parent : header;
    if (t->nodes[iterable].field != PY_F_iter || a->path.root == 0 ||
        a->path.dims == PATH_DIMS ||
        (loop != header && py_count_in(t, loop, PY_F_generators) != 1))
        return;
    target = py_child(t, header, PY_F_target);
    a->writes = false;
    if (dict && !wrapped) {
        a->deep = false; /* keys only; a new one would end the loop with an error */
        return;
    }
    a->path.dim[a->path.dims++] =
        (struct path_dim){ .index = dict ? item_token(loop)
                                         : affine_variable(loop_number(f, l, loop).variable),
                           .slot = (uint8_t) a->path.slots++ };
    a->deep = !(t->nodes[target].kind == PY_Name || wrapped);
}

static void collect(struct py_facts *f, const struct py_loop *l, uint32_t root,
                    struct accesses *all)
{
    const struct py_tree *t = f->tree;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        struct element_access a;
        uint32_t chain;

        if (t->nodes[i].kind != PY_Name || t->nodes[i].op != PY_LOAD)
            continue;
        chain = chain_of(t, i);
        a.path = path_of(f, l, i);
        if (a.path.root == 0 || t->nodes[a.path.root].name != root || only_names(f, l, chain) ||
            is_evaluated_before(f, l, i))
            continue;
        a = classify(f, l, chain);
        read_by_header(f, l, chain, &a);
        if (a.path.root == 0 || runs_later(f, l, chain)) {
            a.path = (struct path){ .root = i };
            a.writes = a.deep = true;
        }
        if (all->count == MAX_ACCESSES) {
            all->overflow = true;
            return;
        }
        all->items[all->count++] = a;
    }
}

/* ---- rows -----------------------------------------------------------------------------------
 */

bool makes_new_object(struct py_facts *f, uint32_t value)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, value, PY_F_func);

    switch (t->nodes[value].kind) {
    case PY_List: case PY_Dict: case PY_Set: case PY_ListComp: case PY_DictComp: case PY_SetComp:
        return true;
    case PY_BinOp:
        return makes_new_object(f, py_child(t, value, PY_F_left)) ||
               makes_new_object(f, py_child(t, value, PY_F_right));
    case PY_Call:
        return py_is_builtin(f->module, func, S("list")) || py_is_builtin(f->module, func, S("dict")) ||
               py_is_builtin(f->module, func, S("set")) || py_is_builtin(f->module, func, S("sorted")) ||
               py_is_builtin(f->module, func, S("bytearray"));
    default:
        return false;
    }
}

/* A list of new lists: a display of them, or a comprehension that makes one per item. */
static bool makes_distinct_rows(struct py_facts *f, uint32_t value, bool *ret_shared)
{
    const struct py_tree *t = f->tree;

    if (t->nodes[value].kind == PY_ListComp)
        return makes_new_object(f, py_child(t, value, PY_F_elt));
    if (t->nodes[value].kind == PY_BinOp && t->nodes[value].op == PY_MULT) {
        uint32_t list = py_child(t, value, PY_F_left);
        uint32_t item =
            t->nodes[list].kind == PY_List ? py_child(t, list, PY_F_elts) : PY_NO_NODE;

        *ret_shared = *ret_shared || (item != PY_NO_NODE && makes_new_object(f, item));
        return false;
    }
    if (t->nodes[value].kind != PY_List)
        return false;
    for (uint32_t c = py_first(t, value); c != PY_NO_NODE; c = py_next(t, value, c))
        if (!makes_new_object(f, c))
            return false;
    return true;
}

/* The one use of the name that adds a row: root.append(new list) or root[i] = new list. */
static bool adds_new_row(struct py_facts *f, uint32_t use)
{
    const struct py_tree *t = f->tree;
    uint32_t parent = t->nodes[use].parent, above = t->nodes[parent].parent;

    if (t->nodes[parent].kind == PY_Attribute && t->nodes[above].kind == PY_Call &&
        t->nodes[parent].field == PY_F_func && str_equal(py_name(t, parent), S("append")))
        return makes_new_object(f, py_child(t, above, PY_F_args));
    return t->nodes[parent].kind == PY_Subscript && t->nodes[parent].op == PY_STORE &&
           t->nodes[above].kind == PY_Assign &&
           makes_new_object(f, py_child(t, above, PY_F_value)) &&
           py_count_in(t, above, PY_F_targets) == 1;
}

/* No use can put a row in twice: reading through indices, len, iterating, returning. */
static bool keeps_rows(struct py_facts *f, uint32_t use)
{
    const struct py_tree *t = f->tree;
    uint32_t chain = chain_of(t, use), parent = t->nodes[chain].parent;
    bool element = chain != use;

    if (adds_new_row(f, use))
        return true;
    if (element && t->nodes[chain].op == PY_STORE)
        return t->nodes[t->nodes[use].parent].op == PY_LOAD; /* root[i][j] = … */
    if (t->nodes[chain].op == PY_DEL)
        return true;
    switch (t->nodes[parent].kind) {
    case PY_For:
    case PY_comprehension:
    case PY_Return:
    case PY_Compare:
        return true;
    case PY_Call:
        return element || is_builtin_call(f, parent);
    case PY_Attribute:
        return is_reading_method(py_name(t, parent)) ||
               (element && str_equal(py_name(t, parent), S("append")));
    default:
        return element;
    }
}

bool rows_distinct(struct py_facts *f, struct frame *fr, uint32_t root, bool *ret_shared)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, root), makers = 0;

    *ret_shared = false;
    if (symbol == UINT32_MAX || !frame_owns(fr, symbol) || py_is_rebound_elsewhere(f, symbol) ||
        !only_read_inside(f, symbol) || (fr->locals[symbol - fr->low].self & ~ORIGIN_FRESH))
        return false;
    for (uint32_t use = f->uses_head[symbol]; use != 0; use = f->uses_next[use]) {
        uint32_t statement = t->nodes[use].parent;

        if (t->nodes[use].op == PY_LOAD) {
            if (!keeps_rows(f, use))
                return false;
            continue;
        }
        makers++;
        if (t->nodes[statement].kind != PY_Assign ||
            py_count_in(t, statement, PY_F_targets) != 1 ||
            !makes_distinct_rows(f, py_child(t, statement, PY_F_value), ret_shared))
            return false;
    }
    return makers > 0;
}

/* ---- comparing
 * --------------------------------------------------------------------------------- */

/* The loops that surround the access, inside of `l`, innermost first; then `l` and those around
 * it. */
uint32_t loops_around(struct py_facts *f, const struct py_loop *l, uint32_t node,
                      struct subscript_loop *loops, uint32_t max, bool outer)
{
    const struct py_tree *t = f->tree;
    uint32_t count = 0;

    for (uint32_t n = t->nodes[node].parent; n != 0 && count < max; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || (!outer && n == l->node))
            break;
        if (is_loop_kind(k))
            loops[count++] = loop_number(f, l, n);
    }
    return count;
}

static void add_inner(struct subscript_nest *nest, const struct subscript_loop *loops,
                      uint32_t count, bool *ret_overflow)
{
    for (uint32_t i = 0; i < count; i++) {
        bool known = false;

        for (uint32_t n = 0; n < nest->inner_count; n++)
            known = known || nest->inner[n].variable == loops[i].variable;
        if (known)
            continue;
        if (nest->inner_count == SUBSCRIPT_INNER) {
            *ret_overflow = true;
            return;
        }
        nest->inner[nest->inner_count++] = loops[i];
    }
}

static bool never_wraps(struct py_facts *f, const struct py_loop *l,
                        const struct element_access *a, const struct path_dim *d)
{
    struct subscript_loop loops[SUBSCRIPT_INNER * 2];
    uint32_t count;

    if (!d->wraps)
        return true;
    count = loops_around(f, l, d->node ? d->node : a->node, loops, ARRAY_LEN(loops), true);
    return subscript_not_negative(d->index, loops, count);
}

static bool same_text(const struct py_tree *t, const struct path_dim *a,
                      const struct path_dim *b)
{
    return a->node != 0 && b->node != 0 && str_equal(py_text(t, a->node), py_text(t, b->node));
}

/* Surely counts from the end. */
static bool is_negative(const struct path_dim *d)
{
    return d->wraps && affine_is_constant(&d->index) && d->index.constant < 0;
}

struct comparison {
    struct subscript_answer answer;
    bool wraps;   /* the answer holds when no index is negative */
    bool unknown; /* equal index texts that the tests cannot read */
};

/* A key or member of a container equals that of the same iteration and no other one; nothing is
 * known about it beside a number, or beside what another loop gives. */
static struct subscript_answer compare_index(const struct subscript_nest *nest, struct affine x,
                                             struct affine y, uint32_t loop)
{
    struct affine token = item_token(loop);
    uint32_t variable = token.terms[0].variable;
    bool first = affine_coefficient(&x, variable) != 0,
         second = affine_coefficient(&y, variable) != 0;

    if (has_token(&x) != has_token(&y) || (has_token(&x) && !(first && second)))
        return (struct subscript_answer){ .directions = DIRECTION_ALL, .test = "none" };
    if (has_token(&x))
        x = y = affine_variable(nest->loop.variable);
    return subscript_compare(nest, x, y);
}

static struct comparison compare_dims(struct py_facts *f, const struct py_loop *l,
                                      const struct subscript_nest *nest,
                                      const struct element_access *a,
                                      const struct element_access *b, uint32_t from_slot,
                                      uint32_t to_slot)
{
    struct comparison c = { .answer = { .directions = DIRECTION_ALL, .test = "none" } };

    for (uint32_t i = 0; i < a->path.dims && i < b->path.dims; i++) {
        const struct path_dim *x = &a->path.dim[i], *y = &b->path.dim[i];
        struct subscript_answer one;

        if (x->slot != y->slot || x->slot < from_slot || x->slot > to_slot)
            continue;
        if (x->width != y->width)
            return (struct comparison){ .answer = { .directions = DIRECTION_ALL, .test = "none" } };
        one = compare_index(nest, x->index, y->index, l->node);
        c.unknown =
            c.unknown || (!x->index.known && !y->index.known && same_text(f->tree, x, y));
        if (is_negative(x) != is_negative(y))
            one = (struct subscript_answer){ .directions = DIRECTION_ALL, .test = "none" };
        else if (one.directions != DIRECTION_ALL && !is_negative(x) &&
                 (!never_wraps(f, l, a, x) || !never_wraps(f, l, b, y)))
            c.wraps = true;
        c.answer = subscript_combine(c.answer, one);
    }
    return c;
}

static bool is_carried(const struct comparison *c)
{
    return (c->answer.directions & DIRECTION_CARRIED) != 0;
}

static const char *kind_of(const struct element_access *other, uint8_t directions)
{
    if (other->writes && !other->reads)
        return "output";
    return directions & DIRECTION_BEFORE ? "flow" : "anti";
}

static struct elements_answer meet(const struct element_access *a,
                                   const struct element_access *b, const struct comparison *c)
{
    return (struct elements_answer){
        .verdict = ELEMENTS_MEET,
        .first = a->node,
        .second = b->node,
        .kind = kind_of(b, c->answer.directions),
        .distance = c->answer.exact ? c->answer.distance : 0,
        .directions = c->answer.directions,
        .exact = c->answer.exact,
    };
}

static struct elements_answer guarded(const struct element_access *a,
                                      const struct element_access *b, const char *reason)
{
    return (struct elements_answer){ .verdict = ELEMENTS_NEED_GUARD,
                                     .first = a->node,
                                     .second = b->node,
                                     .kind = "output",
                                     .directions = DIRECTION_ALL,
                                     .reason = reason };
}

/* A write changes the slot named by its last index, of the object that the indices before it
 * reach; a deep one changes the object at the end of the path. Two writes by different last
 * indices never meet; two by different first ones do when the objects reached are one. */
static struct elements_answer compare_pair(struct py_facts *f, struct frame *fr,
                                           const struct py_loop *l,
                                           const struct element_access *write,
                                           const struct element_access *other)
{
    struct subscript_nest nest = { .loop = loop_number(f, l, l->node) };
    struct subscript_loop loops[SUBSCRIPT_INNER + 1];
    const struct comparison anything = { .answer = { .directions = DIRECTION_ALL } };
    struct comparison last, all;
    uint32_t slots = write->path.slots;
    bool overflow = false, shared = false, rows;

    if (other->path.slots < slots && !other->deep)
        return (struct elements_answer){ .verdict = ELEMENTS_APART };
    add_inner(&nest, loops, loops_around(f, l, write->node, loops, ARRAY_LEN(loops), false),
              &overflow);
    add_inner(&nest, loops, loops_around(f, l, other->node, loops, ARRAY_LEN(loops), false),
              &overflow);
    all = compare_dims(f, l, &nest, write, other, 0, slots);
    if (slots == 0 || overflow)
        return meet(write, other, &anything);
    last = other->path.slots < slots || write->deep
               ? anything
               : compare_dims(f, l, &nest, write, other, slots - 1, slots - 1);
    rows = is_carried(&last);
    if (rows)
        last = all;
    if (is_carried(&last)) {
        if (last.unknown && !write->deep && write->path.slots == other->path.slots)
            return guarded(write, other, "two iterations may use the same index or key");
        return meet(write, other, &last);
    }
    if (rows && (slots > 1 || write->deep) && !rows_distinct(f, fr, write->path.root, &shared))
        return shared
                   ? meet(write, other, &last)
                   : guarded(write, other, "two of its items may be one and the same object");
    if (last.wraps)
        return guarded(write, other, "an index may be negative and count from the end");
    return (struct elements_answer){ .verdict = ELEMENTS_APART };
}

static struct elements_answer with_vector(struct py_facts *f, const struct py_loop *l,
                                          const struct element_access *write, const struct element_access *other,
                                          struct elements_answer a)
{
    const struct subscript_answer met = { .directions = a.directions, .exact = a.exact, .distance = a.distance };

    a.vector = dependence_vector(f, l, write, other, &met);
    return a;
}

struct elements_answer elements_compare(struct py_facts *f, struct frame *fr,
                                        const struct py_loop *l, uint32_t root)
{
    struct accesses all = { .count = 0 };
    struct elements_answer worst = { .verdict = ELEMENTS_APART };

    collect(f, l, root, &all);
    if (all.overflow || all.count == 0 || py_name_in(&l->written, root))
        return (struct elements_answer){ .verdict = ELEMENTS_MEET,
                                         .kind = "flow",
                                         .first = all.count ? all.items[0].node : l->node };
    for (uint32_t i = 0; i < all.count; i++) {
        for (uint32_t j = 0; all.items[i].writes && j < all.count; j++) {
            struct elements_answer one = compare_pair(f, fr, l, &all.items[i], &all.items[j]);

            if (one.verdict > worst.verdict)
                worst = with_vector(f, l, &all.items[i], &all.items[j], one);
            if (worst.verdict == ELEMENTS_MEET)
                return worst;
        }
    }
    return worst;
}
