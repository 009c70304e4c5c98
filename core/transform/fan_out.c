/*
 * fan_out.c — a loop whose calls are made ahead of it.
 *
 *     for k in range(n):        # (a comment on the helper)
 *         total += area(k)      next_area = _helper(area, ((k,) for k in range(n)))
 *                               for k in range(n):
 *                                   total += next_area(k)
 *
 * The loop keeps its order and its body; only the call is replaced by a function that hands out
 * results made before. The helper returns the called function itself when anything goes wrong
 * on the way: then the untouched loop makes every call in place, with its own exceptions, order
 * and partial effects.
 *
 * What is needed, and why (the detector has shown that the call is made exactly once per
 * iteration, with arguments that depend on nothing the loop writes):
 *  - The iterable is walked twice. It is a range of integers, or a name (enumerate, zip,
 *    reversed of names; items, keys, values of one) whose value is an exact list, tuple, range,
 *    str or dict: proved, or tested in the emitted line (`if type(n) is int else ()`), and not
 *    changed by the loop. Never an iterator.
 *  - Where the loop changes an object that it has from outside, items that are arguments are
 *    tested to be plain values: an item could be that object.
 *  - Arguments can be evaluated ahead (arguments.c). That happens inside the helper,
 *    lazily, under its `except`: what raises there raises again in the loop, at its own
 *    place. They and the filters are evaluated twice: operators in them meet exact numbers and
 *    texts only, proved or tested, for a class of the user's could count how often it is asked.
 *  - No break, return, raise or yield leaves the loop: no call runs that would not have run. A
 *    generator is handed to a builtin that takes all of it.
 *  - The called function does not name the function that holds the loop: no helper inside
 * itself. At module level only under `if __name__ == "__main__":`, so that an import starts
 * nothing.
 *
 * Where a builtin calls the function, the results are handed to it: sum(map(next_area, items)),
 * max(items, key=next_area). It makes one call for each item, in order, and takes all items.
 *
 * Where the work is no call but a part of the body (core/lift), that part becomes a function, and
 * a call of it takes its place:
 *
 *     for y in range(height):             def _compute_row(y, width): …
 *         row = []                        for y in range(height):
 *         for x in range(width): …            row = next_compute_row(y, width)
 *         rows.append(row)                    rows.append(row)
 *
 * Its arguments are variables. Each surely has a value when the loop starts: the part itself might
 * not have come to read it.
 */
#include "fan_out.h"

/* Types that can be walked twice with the same result. */
#define REPEATABLE (PY_T_RANGE | PY_T_LIST | PY_T_TUPLE | PY_T_STR | PY_T_BYTES | PY_T_DICT)

/* Run-time tests of what is not proved, behind type(name). */
static const char is_list[] = " in (list, tuple, range)", is_int[] = " is int", is_dict[] = " is dict",
                  is_plain[] = " in (int, float, str)";

/* ---- the iterable --------------------------------------------------------------------- */

/* The name has one of the types, or its type will be tested. */
static bool read_name(struct rewriting *rw, struct fan_out *p, uint32_t name, uint32_t types,
                      const char *test)
{
    if (py_type_within(py_type_of(rw->facts, name), types))
        return true;
    for (uint32_t i = 0; i < p->unproved_count; i++)
        if (is_name(rw, p->unproved[i].name, rw->tree->nodes[name].name))
            return p->unproved[i].test == test || (p->unproved[i].test == is_int && test == is_plain);
    if (p->unproved_count == ARRAY_LEN(p->unproved))
        return false;
    p->unproved[p->unproved_count].name = name;
    p->unproved[p->unproved_count++].test = test;
    return true;
}

/* len(name) of something whose type is known to be builtin, or will be tested. */
static bool read_length(struct rewriting *rw, struct fan_out *p, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    uint32_t argument = py_child(t, node, PY_F_args);
    return t->nodes[node].kind == PY_Call &&
           py_is_builtin(rw->module, py_child(t, node, PY_F_func), S("len")) && argument &&
           t->nodes[argument].kind == PY_Name &&
           read_name(rw, p, argument, PY_T_SEQUENCE | PY_T_DICT | PY_T_SET, is_list);
}

/* A number whose early and repeated evaluation nobody can see. */
static bool read_number(struct rewriting *rw, struct fan_out *p, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    if (t->nodes[node].kind == PY_Constant || read_length(rw, p, node))
        return true;
    if (t->nodes[node].kind == PY_Name)
        return read_name(rw, p, node, PY_T_INT | PY_T_BOOL, is_int);
    if (t->nodes[node].kind != PY_BinOp && t->nodes[node].kind != PY_UnaryOp)
        return false;
    for (uint32_t c = py_first(t, node); c; c = py_next(t, node, c))
        if (!read_number(rw, p, c))
            return false;
    return true;
}

/* table.items(), table.keys(), table.values() */
static bool read_view(struct rewriting *rw, struct fan_out *p, uint32_t call)
{
    static const char *const views[] = { "items", "keys", "values" };
    const struct py_tree *t = rw->tree;
    uint32_t func = py_child(t, call, PY_F_func);
    uint32_t table = t->nodes[func].kind == PY_Attribute ? py_child(t, func, PY_F_value) : 0;
    if (!table || t->nodes[table].kind != PY_Name || py_child(t, call, PY_F_args))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(views); i++)
        if (str_equal(py_name(t, func), str_from(views[i])))
            return read_name(rw, p, table, PY_T_DICT, is_dict);
    return false;
}

static bool read_builtin_call(struct rewriting *rw, struct fan_out *p, uint32_t call)
{
    const struct py_tree *t = rw->tree;
    uint32_t func = py_child(t, call, PY_F_func);
    if (!py_child(t, call, PY_F_keywords) && read_view(rw, p, call))
        return true;
    bool range = py_is_builtin(rw->module, func, S("range"));
    bool wrapper = py_is_builtin(rw->module, func, S("enumerate")) ||
                   py_is_builtin(rw->module, func, S("zip")) ||
                   py_is_builtin(rw->module, func, S("reversed"));
    if ((!range && !wrapper) || py_child(t, call, PY_F_keywords))
        return false;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a)) {
        if (range && !read_number(rw, p, a))
            return false;
        if (wrapper && t->nodes[a].kind != PY_Constant &&
            !(t->nodes[a].kind == PY_Name && read_name(rw, p, a, REPEATABLE, is_list)) &&
            !(t->nodes[a].kind == PY_Call && read_builtin_call(rw, p, a)))
            return false;
    }
    return true;
}

static bool read_iterable(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[p->iterable].kind;
    if (kind == PY_Tuple || kind == PY_List)
        return refuse(ret_why, "the loop is over a few items that are written out");
    bool readable = kind == PY_Name   ? read_name(rw, p, p->iterable, REPEATABLE, is_list)
                    : kind == PY_Call ? read_builtin_call(rw, p, p->iterable)
                                      : false;
    return readable || refuse(ret_why, "the iterable may not give the same items twice");
}

/* ---- the loop ---------------------------------------------------------------------------- */

/* Filters of a comprehension are asked twice: they may not do anything, nor see a change. */
static bool filters_repeat(struct rewriting *rw, struct fan_out *p, uint32_t clause)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t test = py_child(t, clause, PY_F_ifs); test;
         test = py_next_in(t, clause, test)) {
        struct py_effects effects = { 0 };
        py_effects_in(rw->facts, test, &effects);
        if (!on_one_line(rw, test) || py_first_hard(&effects) ||
            py_effect_find(&effects, PY_EFFECT_MUTATES_LOCAL))
            return false;
        p->quiet &= py_first_soft(&effects) == NULL &&
                    py_type_within(py_type_of(rw->facts, test), REPEATABLE | PY_T_SCALAR); /* no __bool__ */
    }
    return true;
}

static bool read_comprehension(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t clause = py_child(t, p->loop, PY_F_generators);
    if (py_next_in(t, p->loop, clause) || (t->nodes[clause].flags & PY_FLAG_ASYNC))
        return refuse(ret_why, "the comprehension has several loops");
    uint32_t condition = py_child(t, clause, PY_F_ifs);
    if (t->nodes[p->loop].kind == PY_GeneratorExp && !p->form->early && !consumed_whole(rw, p->loop))
        return refuse(ret_why, "the generator may be left before its end");
    p->filters = condition && !(p->call && py_inside(t, p->call, condition)) ? clause : 0;
    if (p->filters && !filters_repeat(rw, p, clause))
        return refuse(ret_why, "the conditions of the comprehension cannot be asked twice");
    p->statement = py_statement_of(t, p->loop);
    p->iterable = py_child(t, clause, PY_F_iter);
    p->target = py_child(t, clause, PY_F_target);
    return (starts_line(rw, p->statement) && evaluated_first(rw, p->loop, p->statement)) ||
           refuse(ret_why, "the comprehension is not the first thing that its statement does");
}

/* A yield or await between two iterations. */
static bool is_suspended(const struct rewriting *rw, uint32_t loop)
{
    for (uint32_t n = loop; n < rw->tree->nodes[loop].extent; n++) {
        enum py_kind kind = (enum py_kind) rw->tree->nodes[n].kind;
        if (kind == PY_Yield || kind == PY_YieldFrom || kind == PY_Await || kind == PY_AsyncFor ||
            kind == PY_AsyncWith)
            return true;
    }
    return false;
}

bool fan_out_ends_early(struct rewriting *rw, uint32_t loop)
{
    const struct py_loop *facts = py_loop_at(rw->facts, loop);
    if (rw->tree->nodes[loop].kind == PY_GeneratorExp)
        return !consumed_whole(rw, loop) && consumed_at_once(rw, loop);
    return facts && facts->exits_early;
}

static bool read_loop(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    enum py_kind kind = (enum py_kind) t->nodes[p->loop].kind;
    if (fan_out_ends_early(rw, p->loop) && !p->form->awaits && !p->form->early)
        return refuse(ret_why, "the loop may end early: later calls would not have run");
    if (p->form->early && is_suspended(rw, p->loop))
        return refuse(ret_why, "the loop is left and entered again");
    if (kind == PY_For) {
        p->statement = p->loop;
        p->iterable = py_child(t, p->loop, PY_F_iter);
        p->target = py_child(t, p->loop, PY_F_target);
        return starts_line(rw, p->loop) ||
               refuse(ret_why, "there is no room in front of the loop");
    }
    if (kind != PY_ListComp && kind != PY_SetComp && kind != PY_DictComp && kind != PY_GeneratorExp)
        return refuse(ret_why, "only for loops and comprehensions are rewritten");
    return read_comprehension(rw, p, ret_why);
}

/* Targets are plain names, possibly in tuples: binding them has no effect of its own. */
static bool target_is_plain(const struct rewriting *rw, uint32_t target)
{
    for (uint32_t n = target; n < rw->tree->nodes[target].extent; n++)
        if (rw->tree->nodes[n].kind != PY_Name && rw->tree->nodes[n].kind != PY_Tuple)
            return false;
    return true;
}

static bool iterable_changes(struct rewriting *rw, const struct fan_out *p)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = p->iterable; n < t->nodes[p->iterable].extent; n++)
        if (t->nodes[n].kind == PY_Name &&
            changes_in_loop(rw, p->loop, p->target, t->nodes[n].name))
            return true;
    return false;
}

/* "(y, width)" */
static str inputs_text(const struct rewriting *rw, const struct lift *part)
{
    str text = S("(");
    for (uint32_t i = 0; i < part->inputs.count; i++)
        text = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(text_of(rw, part->inputs.items[i])));
    return arena_printf(rw->arena, "%.*s%s", STR_ARG(text), part->inputs.count == 1 ? ",)" : ")");
}

static bool binds(const struct rewriting *rw, uint32_t target, uint32_t name)
{
    for (uint32_t n = target; n < rw->tree->nodes[target].extent; n++)
        if (is_name(rw, n, name))
            return true;
    return false;
}

static bool read_part(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    if (!p->form->lifts || !lift_plan(rw->facts, p->loop, rw->arena, &p->part))
        return refuse(ret_why, "the work of an iteration is not one call");
    if (iterable_changes(rw, p))
        return refuse(ret_why, "the loop changes what it iterates over");
    for (uint32_t i = 0; i < p->part.inputs.count; i++) {
        uint32_t input = p->part.inputs.items[i];
        if (!binds(rw, p->target, rw->tree->nodes[input].name) &&
            !surely_bound(rw, input, p->statement))
            return refuse(ret_why, "a variable may have no value when the loop starts");
    }
    p->arguments = inputs_text(rw, &p->part);
    return true;
}

static bool read_call(struct rewriting *rw, struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t callee =
        p->form->awaits ? py_coroutine(rw->facts, p->call) : py_callee(rw->facts, p->call);
    uint32_t func = py_child(t, p->call, PY_F_func);
    if (!callee || t->nodes[func].kind != PY_Name)
        return refuse(ret_why, "it is not certain which function is called");
    if (py_child(t, p->call, PY_F_keywords))
        return refuse(ret_why, "the call has keyword arguments");
    if (iterable_changes(rw, p))
        return refuse(ret_why, "the loop changes what it iterates over");
    bool quiet;
    if (!arguments_ahead(rw, p->loop, p->target, p->call, &p->arguments, &quiet))
        return refuse(ret_why,
                      "the arguments of the call cannot be evaluated ahead of the loop");
    p->quiet &= quiet;
    uint32_t holder = py_function_of(t, p->loop);
    for (uint32_t n = callee; holder && n < t->nodes[callee].extent; n++)
        if (t->nodes[n].kind == PY_Name && py_binding(rw->module, n) == rw->scopes->symbol_of[holder])
            return refuse(ret_why, "the called function leads back to the loop");
    return true;
}

/* The items will be tested to be that, and are not read in another way too. */
static bool read_items(const struct rewriting *rw, struct fan_out *p, enum fan_out_items items)
{
    if (rw->tree->nodes[p->iterable].kind != PY_Name || (p->items != FAN_OUT_ANY && p->items != items))
        return false;
    p->items = items;
    return true;
}

/* item["key"], item[1]: handed on as it is, so that no operator meets what stands there. */
static bool reads_entry(const struct rewriting *rw, struct fan_out *p, uint32_t argument)
{
    const struct py_tree *t = rw->tree;
    uint32_t key = py_child(t, argument, PY_F_slice);
    int64_t place;
    if (t->nodes[argument].kind != PY_Subscript || t->nodes[p->target].kind != PY_Name ||
        !is_name(rw, py_child(t, argument, PY_F_value), t->nodes[p->target].name))
        return false;
    if (t->nodes[key].kind == PY_Constant && t->nodes[key].op == PY_CONST_STR)
        return read_items(rw, p, FAN_OUT_RECORDS);
    return py_int_value(t, key, &place) && read_items(rw, p, FAN_OUT_ROWS);
}

/* Only operators, on names whose values are exact numbers and texts: proved, or tested as well. */
static bool operators_plain(struct rewriting *rw, struct fan_out *p, uint32_t expression)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = expression; n < t->nodes[expression].extent; n++) {
        uint32_t name = t->nodes[n].name;
        switch (t->nodes[n].kind) {
        case PY_Name:
            if (binds(rw, p->target, name) &&
                py_type_within(py_type_of(rw->facts, n), PY_T_INT | PY_T_FLOAT | PY_T_STR | PY_T_BOOL))
                break;
            if (is_name(rw, p->target, name)) {
                if (!read_items(rw, p, FAN_OUT_PLAIN))
                    return false;
            } else if (binds(rw, p->target, name) || changes_in_loop(rw, p->loop, p->target, name) ||
                     !surely_bound(rw, n, p->statement) ||
                     !read_name(rw, p, n, PY_T_INT | PY_T_FLOAT | PY_T_STR | PY_T_BOOL, is_plain))
                return false;
            break;
        case PY_Constant: case PY_BinOp: case PY_UnaryOp: case PY_BoolOp: case PY_Compare: case PY_cmpop:
            break;
        default:
            return false;
        }
    }
    return true;
}

/* Handed on as it is. */
static bool is_unchanged_name(struct rewriting *rw, const struct fan_out *p, uint32_t argument)
{
    return rw->tree->nodes[argument].kind == PY_Name &&
           !changes_in_loop(rw, p->loop, p->target, rw->tree->nodes[argument].name);
}

/* Arguments and filters are evaluated twice: no operator in them may be the user's. */
static bool operands_plain(struct rewriting *rw, struct fan_out *p)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t a = p->call ? py_child(t, p->call, PY_F_args) : 0; a; a = py_next_in(t, p->call, a))
        if (!is_unchanged_name(rw, p, a) && !reads_entry(rw, p, a) && !operators_plain(rw, p, a))
            return false;
    for (uint32_t test = p->filters ? py_child(t, p->filters, PY_F_ifs) : 0; test;
         test = py_next_in(t, p->filters, test))
        if (!operators_plain(rw, p, test))
            return false;
    return true;
}

/* The loop changes an object that it has from outside, and an argument is an item that might be it. */
static bool may_change_items(struct rewriting *rw, const struct fan_out *p)
{
    static const uint32_t wild = 1u << PY_EFFECT_MUTATES_PARAMETER | 1u << PY_EFFECT_MUTATES_GLOBAL |
                                 1u << PY_EFFECT_MUTATES_CLOSURE | 1u << PY_EFFECT_MUTATES_UNKNOWN |
                                 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_DYNAMIC;
    const struct py_tree *t = rw->tree;
    const struct py_loop *loop = py_loop_at(rw->facts, p->loop);
    if (!p->call || !loop || !(loop->effects.kinds & wild))
        return false;
    for (uint32_t n = p->call; n < t->nodes[p->call].extent; n++)
        if (t->nodes[n].kind == PY_Name && binds(rw, p->target, t->nodes[n].name) &&
            !py_type_scalar(py_type_of(rw->facts, n)))
            return true;
    return false;
}

/* `if __name__ == "__main__":` around the statement. */
bool under_main_guard(struct rewriting *rw, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t top = top_level_statement(rw, statement), test = py_child(t, top, PY_F_test);
    str value;
    return t->nodes[top].kind == PY_If && t->nodes[test].kind == PY_Compare &&
           str_equal(py_name(t, py_child(t, test, PY_F_left)), S("__name__")) &&
           t->nodes[py_child(t, test, PY_F_ops)].op == PY_EQ &&
           py_str_value(t, py_child(t, test, PY_F_comparators), rw->arena, &value) &&
           str_equal(value, S("__main__"));
}

static bool place_is_safe(struct rewriting *rw, const struct fan_out *p, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t holder = py_function_of(t, p->loop);
    if (!holder && !under_main_guard(rw, p->loop))
        return refuse(ret_why, "the loop runs at import, where nothing may be started");
    enum py_kind kind = p->form->awaits ? PY_AsyncFunctionDef : PY_FunctionDef;
    if (holder && (py_is_recursive(rw->facts, holder) || t->nodes[holder].kind != kind))
        return refuse(ret_why, "the function that holds the loop is recursive or a coroutine");
    if (in_class_body(rw, p->statement))
        return refuse(ret_why, "the loop stands in a class body");
    for (uint32_t at = t->nodes[p->loop].parent; at; at = t->nodes[at].parent)
        if (t->nodes[at].kind == PY_Lambda || t->nodes[at].kind == PY_comprehension)
            return refuse(ret_why, "the loop stands inside another expression");
    return true;
}

/* ---- map, filter, key= ------------------------------------------------------------------ */

/* map and filter call nothing before somebody takes what they give. */
static bool is_lazy(const struct rewriting *rw, uint32_t call)
{
    uint32_t func = py_child(rw->tree, call, PY_F_func);
    return py_is_builtin(rw->module, func, S("map")) || py_is_builtin(rw->module, func, S("filter"));
}

static bool read_mapped(struct rewriting *rw, struct fan_out *p, uint32_t function, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    p->mapped = function;
    p->statement = py_statement_of(t, p->loop);
    if (is_lazy(rw, p->loop) && !consumed_whole(rw, p->loop))
        return refuse(ret_why, "what is mapped may not be taken to its end");
    if (!starts_line(rw, p->statement) || !evaluated_first(rw, p->loop, p->statement))
        return refuse(ret_why, "the call is not the first thing that its statement does");
    for (uint32_t a = fan_out_first(rw, p); a; a = py_next_in(t, p->loop, a)) {
        p->iterable = a;
        if (!read_iterable(rw, p, ret_why))
            return false;
        if (!on_one_line(rw, a))
            return refuse(ret_why, "the call is spread over several lines");
    }
    return true;
}

/* ---- the two doors ------------------------------------------------------------------------ */

static bool holds_for_plain(const struct finding *f)
{
    for (uint32_t i = 0; i < f->conditions.count; i++)
        if (str_equal(f->conditions.items[i].name, S("plain_arguments")))
            return true;
    return false;
}

bool fan_out_describe(struct rewriting *rw, const struct finding *f,
                      const struct fan_out_form *form, struct fan_out *p, str *ret_why)
{
    static const char *const builtins[] = { "type",      "list",          "tuple", "range",
                                            "len",       "iter",          "any",   "enumerate",
                                            "str",       "bytes",         "dict",  "min",
                                            "int",       "float",         "map",   "all",
                                            "TypeError", "zip",           "set",
                                            "Exception", "BaseException", NULL };
    *p = (struct fan_out){ .form = form, .loop = f->node, .call = f->anchors[0], .quiet = true,
                           .plain = holds_for_plain(f) || form->pickles };
    if (shadows_builtin(rw, p->loop, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (rw->tree->nodes[p->loop].kind == PY_Call)
        return read_mapped(rw, p, f->anchors[1], ret_why) && place_is_safe(rw, p, ret_why);
    if (!read_loop(rw, p, ret_why) || !read_iterable(rw, p, ret_why) ||
        !(p->call ? read_call(rw, p, ret_why) : read_part(rw, p, ret_why)) ||
        !place_is_safe(rw, p, ret_why))
        return false;
    if (!p->quiet && !operands_plain(rw, p))
        return refuse(ret_why, "evaluating the arguments twice may run code of the user's twice");
    if (may_change_items(rw, p) && !read_items(rw, p, FAN_OUT_PLAIN))
        return refuse(ret_why, "an argument may be an object that the loop changes");
    if (!on_one_line(rw, p->iterable) || !on_one_line(rw, p->target))
        return refuse(ret_why, "the head of the loop is spread over several lines");
    return target_is_plain(rw, p->target) ||
           refuse(ret_why, "the loop assigns to something other than names");
}
