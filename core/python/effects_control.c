/*
 * effects_control.c — statements that choose, repeat or catch (Language Reference, chapter 8):
 * which parts run after which, as branches of flow.c.
 *
 * Every part is evaluated, whatever its test says; what a test proves about variables holds in
 * the part it guards. A context manager may swallow an exception, so control may go on after
 * `with` from anywhere inside, except when it is an opened file.
 */
#include "facts_internal.h"

void run_if(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t test = py_child(f->tree, node, PY_F_test);
    struct delta branches[2];
    struct flow_mark mark;

    eval_test(f, fr, test);
    mark = flow_mark(fr);
    narrow(f, fr, test, true);
    run_block(f, fr, node, PY_F_body);
    branches[0] = flow_take(fr, mark);
    narrow(f, fr, test, false);
    run_block(f, fr, node, PY_F_orelse);
    branches[1] = flow_take(fr, mark);
    flow_merge(fr, branches, ARRAY_LEN(branches));
}

/* ---- loops ------------------------------------------------------------------------ */

static bool is_true(const struct py_tree *t, uint32_t node)
{
    int64_t number;

    return t->nodes[node].kind == PY_Constant &&
           (t->nodes[node].op == PY_CONST_TRUE ||
            (py_int_value(t, node, &number) && number != 0));
}

void run_while(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t test = py_child(f->tree, node, PY_F_test);
    struct loop_flow loop;
    struct flow_mark mark;

    flow_enter_loop(fr, node, &loop);
    eval_test(f, fr, test);
    mark = flow_mark(fr);
    narrow(f, fr, test, true);
    run_block(f, fr, node, PY_F_body);
    flow_repeat(fr, &loop);
    flow_take(fr, mark);
    narrow(f, fr, test, false);
    fr->dead = fr->dead || is_true(f->tree, test);
    run_block(f, fr, node, PY_F_orelse);
    flow_leave_loop(fr, &loop);
}

void run_for(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t iter = py_child(f->tree, node, PY_F_iter);
    struct value items = eval(f, fr, iter), item = value_of(type_any(), ORIGIN_UNKNOWN);
    struct loop_flow loop;

    flow_enter_loop(fr, node, &loop);
    if (f->tree->nodes[node].kind == PY_AsyncFor)
        effect(f, fr, PY_EFFECT_YIELDS, node, S("async for"));
    else
        item = iterate(f, fr, items, iter);
    assign(f, fr, py_child(f->tree, node, PY_F_target), item);
    run_block(f, fr, node, PY_F_body);
    flow_repeat(fr, &loop);
    flow_take(fr, loop.head);
    run_block(f, fr, node, PY_F_orelse);
    flow_leave_loop(fr, &loop);
}

/* ---- exceptions --------------------------------------------------------------------- */

/* A break or continue passes through `finally` after we have taken note of the state. */
static void loosen_finally(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    bool jumps = false;

    for (uint32_t n = node; n < t->nodes[node].extent && !jumps; n++)
        jumps = t->nodes[n].kind == PY_Break || t->nodes[n].kind == PY_Continue;
    for (uint32_t c = py_child(t, node, PY_F_finalbody); jumps && c != PY_NO_NODE;
         c = py_next_in(t, node, c))
        for (uint32_t n = c; n < t->nodes[c].extent; n++)
            if (f->scopes->symbol_of[n] != UINT32_MAX)
                flow_loosen(fr, f->scopes->symbol_of[n]);
}

static void run_handler(struct py_facts *f, struct frame *fr, uint32_t handler)
{
    uint32_t symbol = f->scopes->symbol_of[handler],
             type = py_child(f->tree, handler, PY_F_type);

    if (type != PY_NO_NODE)
        eval(f, fr, type);
    if (symbol != UINT32_MAX && frame_owns(fr, symbol))
        local_assign(fr, symbol, value_of(type_of_bits(PY_T_OBJECT), ORIGIN_UNKNOWN));
    run_block(f, fr, handler, PY_F_body);
}

/* `finally` runs after the end of the statement and on the way of every exception. */
static void run_finally(struct py_facts *f, struct frame *fr, uint32_t node,
                        struct flow_mark start, const struct catcher *whole)
{
    struct delta branches[2];
    bool dead;

    branches[0] = flow_take(fr, start);
    flow_catch(fr, whole);
    branches[1] = flow_take(fr, start);
    dead = branches[0].dead;
    flow_merge(fr, branches, ARRAY_LEN(branches));
    run_block(f, fr, node, PY_F_finalbody);
    fr->dead = fr->dead || dead;
}

void run_try(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    struct flow_mark mark = flow_mark(fr);
    VEC(struct delta) branches = { 0 };
    struct catcher whole, body;
    struct delta d;

    loosen_finally(f, fr, node);
    flow_try(fr, &whole);
    flow_try(fr, &body);
    run_block(f, fr, node, PY_F_body);
    flow_end_try(fr, &body);
    run_block(f, fr, node, PY_F_orelse);
    d = flow_take(fr, mark);
    *VEC_PUSH(fr->arena, &branches) = d;
    for (uint32_t h = py_child(t, node, PY_F_handlers); h != PY_NO_NODE;
         h = py_next_in(t, node, h)) {
        flow_catch(fr, &body);
        run_handler(f, fr, h);
        d = flow_take(fr, mark);
        *VEC_PUSH(fr->arena, &branches) = d;
    }
    flow_end_try(fr, &whole);
    flow_merge(fr, branches.items, branches.count);
    if (py_child(t, node, PY_F_finalbody) != PY_NO_NODE)
        run_finally(f, fr, node, mark, &whole);
}

static bool is_open_call(struct py_facts *f, uint32_t node)
{
    return f->tree->nodes[node].kind == PY_Call && !f->dynamic &&
           py_is_builtin(f->module, py_child(f->tree, node, PY_F_func), S("open"));
}

void run_with(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    struct flow_mark mark;
    struct delta branches[2];
    struct catcher body;
    struct value v;
    bool swallows = false;

    for (uint32_t item = py_child(t, node, PY_F_items); item != PY_NO_NODE;
         item = py_next_in(t, node, item)) {
        uint32_t names = py_child(t, item, PY_F_optional_vars);
        uint32_t manager = py_child(t, item, PY_F_context_expr);

        v = eval(f, fr, manager);
        if (py_type_within(v.type, PY_T_FILE | PY_T_BUFFER)) { /* is its own target */
            effect(f, fr, PY_EFFECT_IO, item, S("with"));
        } else {
            value_escape(fr, v);
            effect(f, fr, PY_EFFECT_UNKNOWN_CALL, item, S("context manager"));
            v = value_of(type_any(), ORIGIN_UNKNOWN);
        }
        if (names != PY_NO_NODE)
            assign(f, fr, names, v);
        swallows = swallows || !is_open_call(f, manager);
    }
    mark = flow_mark(fr);
    flow_try(fr, &body);
    run_block(f, fr, node, PY_F_body);
    flow_end_try(fr, &body);
    branches[0] = flow_take(fr, mark);
    flow_catch(fr, &body);
    branches[1] = flow_take(fr, mark);
    flow_merge(fr, branches, swallows ? 2 : 1);
}

/* ---- match -------------------------------------------------------------------------- */

/* Patterns bind names and look into objects of unknown classes: everything they bind is open.
 */
static void bind_pattern(struct py_facts *f, struct frame *fr, uint32_t from, uint32_t to)
{
    for (uint32_t n = from; n < to; n++) {
        enum py_kind kind = (enum py_kind) f->tree->nodes[n].kind;
        uint32_t symbol = f->scopes->symbol_of[n];

        if (kind >= PY_MatchValue && kind <= PY_MatchOr && symbol != UINT32_MAX &&
            frame_owns(fr, symbol))
            local_assign(fr, symbol, value_of(type_any(), ORIGIN_UNKNOWN));
    }
}

void run_match(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    VEC(struct delta) branches = { 0 };
    struct flow_mark mark;
    struct delta d;

    value_escape(fr, eval(f, fr, py_child(t, node, PY_F_subject)));
    effect(f, fr, PY_EFFECT_UNKNOWN_CALL, node, S("match"));
    for (uint32_t c = py_child(t, node, PY_F_cases); c != PY_NO_NODE;
         c = py_next_in(t, node, c)) {
        uint32_t guard = py_child(t, c, PY_F_guard), pattern = py_child(t, c, PY_F_pattern);

        bind_pattern(f, fr, pattern, t->nodes[pattern].extent); /* stays bound when it fails */
        mark = flow_mark(fr);
        if (guard != PY_NO_NODE)
            eval_test(f, fr, guard);
        run_block(f, fr, c, PY_F_body);
        d = flow_take(fr, mark);
        *VEC_PUSH(fr->arena, &branches) = d;
    }
    d = (struct delta){ .dead = fr->dead };
    *VEC_PUSH(fr->arena, &branches) = d;
    flow_merge(fr, branches.items, branches.count);
}
