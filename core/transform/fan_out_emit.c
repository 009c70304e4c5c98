/*
 * fan_out_emit.c — writes what fan_out.c has read: the helper, its call in front of the statement,
 * and the results taken where the calls were made.
 */
#include "fan_out.h"

#define LINE_WIDTH 88

uint32_t fan_out_first(const struct rewriting *rw, const struct fan_out *p)
{
    uint32_t first = py_child(rw->tree, p->loop, PY_F_args);
    return first == p->mapped ? py_next_in(rw->tree, p->loop, first) : first;
}

static str items_text(const struct rewriting *rw, const struct fan_out *p)
{
    str items = text_of(rw, p->iterable), item = text_of(rw, p->target);
    switch (p->items) {
    case FAN_OUT_PLAIN:
        return arena_printf(rw->arena, "{int, float, str}.issuperset(map(type, %.*s))", STR_ARG(items));
    case FAN_OUT_RECORDS:
        return arena_printf(rw->arena, "all(type(%.*s) is dict and {str}.issuperset(map(type, %.*s)) for %.*s in %.*s)",
                            STR_ARG(item), STR_ARG(item), STR_ARG(item), STR_ARG(items));
    case FAN_OUT_ROWS:
        return arena_printf(rw->arena, "{list, tuple}.issuperset(map(type, %.*s))", STR_ARG(items));
    default:
        return S("");
    }
}

/* "zip(range(n)": as many arguments as iterables, until the shortest ends, as the builtin does. */
static void append_zip(struct rewriting *rw, const struct fan_out *p, str check, struct buf *out)
{
    buf_printf(out, "%.*s%szip(", STR_ARG(check), check.len ? "(" : "");
    for (uint32_t a = fan_out_first(rw, p); a; a = py_next_in(rw->tree, p->loop, a))
        buf_printf(out, "%s%.*s", a == fan_out_first(rw, p) ? "" : ", ", STR_ARG(text_of(rw, a)));
    buf_append(out, check.len ? S(")") : S(""));
}

/* "((k,) for k in range(n))", or "_plain((k,) for k in range(n))", with
 * " if type(n) is int else ()" for what is not proved. */
static str calls_text(struct rewriting *rw, const struct fan_out *p, str check)
{
    const struct py_tree *t = rw->tree;
    struct buf out = { 0 };
    if (p->mapped)
        append_zip(rw, p, check, &out);
    else
        buf_printf(&out, "%.*s(%.*s for %.*s in %.*s", STR_ARG(check), STR_ARG(p->arguments),
                   STR_ARG(text_of(rw, p->target)), STR_ARG(text_of(rw, p->iterable)));
    for (uint32_t test = p->filters ? py_child(t, p->filters, PY_F_ifs) : 0; test;
         test = py_next_in(t, p->filters, test))
        buf_printf(&out, " if %.*s", STR_ARG(text_of(rw, test)));
    buf_append(&out, S(")"));
    for (uint32_t i = 0; i < p->unproved_count; i++)
        buf_printf(&out, "%stype(%.*s)%s", i ? " and " : " if ",
                   STR_ARG(text_of(rw, p->unproved[i].name)), p->unproved[i].test);
    if (p->items != FAN_OUT_ANY)
        buf_printf(&out, " %s %.*s", p->unproved_count ? "and" : "if", STR_ARG(items_text(rw, p)));
    if (p->unproved_count || p->items != FAN_OUT_ANY)
        buf_append(&out, S(" else ()"));
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* A name of its own for each call of the callee in this function: loops may be nested. */
static str result_name(struct rewriting *rw, const struct fan_out *p, str callee)
{
    const struct py_tree *t = rw->tree;
    uint32_t earlier = 0;
    uint32_t holder = py_function_of(t, p->loop);
    while (callee.len > 1 && callee.ptr[0] == '_')
        callee = str_slice(callee, 1, callee.len);
    for (uint32_t n = holder; n < p->call; n++)
        earlier += t->nodes[n].kind == PY_Call && py_function_of(t, n) == holder &&
                   str_equal(py_name(t, py_child(t, n, PY_F_func)), callee);
    str name = arena_printf(rw->arena, earlier ? "next_%.*s_%u" : "next_%.*s", STR_ARG(callee),
                            earlier + 1);
    return fresh_name(rw, name);
}

/* The call of the helper, on one line where it fits. */
static str assignment(struct rewriting *rw, const struct fan_out *p, str next, str helper,
                      str callee, str check)
{
    str indent = layout_indent_at(rw->tree->source, rw->tree->nodes[p->statement].start);
    str calls = calls_text(rw, p, check);
    str keyword = p->form->parameter
                      ? arena_printf(rw->arena, "%s=%u", p->form->parameter, p->form->value)
                      : S("");
    const char *await = p->form->awaits ? "await " : "";
    str line = arena_printf(rw->arena, "%.*s = %s%.*s(%.*s, %.*s%s%.*s)\n", STR_ARG(next),
                            await, STR_ARG(helper), STR_ARG(callee), STR_ARG(calls),
                            keyword.len ? ", " : "", STR_ARG(keyword));
    if (indent.len + line.len - 1 > LINE_WIDTH)
        line =
            arena_printf(rw->arena, "%.*s = %s%.*s(\n    %.*s,\n    %.*s,\n%s%.*s%s)\n",
                         STR_ARG(next), await, STR_ARG(helper), STR_ARG(callee), STR_ARG(calls),
                         keyword.len ? "    " : "", STR_ARG(keyword), keyword.len ? ",\n" : "");
    return arena_printf(rw->arena, "# %s\n%.*s", p->form->comment, STR_ARG(line));
}

static str outputs_text(const struct rewriting *rw, const struct lift *part)
{
    str text = S("");
    for (uint32_t i = 0; i < part->outputs.count; i++)
        text = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(rw->tree->names[part->outputs.items[i]]));
    return text;
}

/* "_compute_row": after what it hands on. */
static str part_name(struct rewriting *rw, const struct fan_out *p)
{
    const struct py_tree *t = rw->tree;
    str name = p->part.expression ? S("item") : t->names[p->part.outputs.items[0]];
    return fresh_name(rw, arena_printf(rw->arena, "_compute_%.*s", STR_ARG(name)));
}

/* The call takes the place of the part. */
static void replace_part(struct rewriting *rw, const struct fan_out *p, struct candidate *c, str next)
{
    const struct lift *part = &p->part;
    str arguments = p->arguments; /* a tuple: "(k,)" of one */
    if (part->inputs.count == 1)
        arguments = arena_printf(rw->arena, "(%.*s)", STR_ARG(text_of(rw, part->inputs.items[0])));
    str call = arena_printf(rw->arena, "%.*s%.*s", STR_ARG(next), STR_ARG(arguments));
    if (!part->expression)
        call = arena_printf(rw->arena, "%.*s = %.*s", STR_ARG(outputs_text(rw, part)), STR_ARG(call));
    add_edit(rw, c, rw->tree->nodes[part->first].start, rw->tree->nodes[part->last].end, call);
}

uint32_t fan_out_rewrite(struct rewriting *rw, const struct fan_out *p, const struct finding *f,
                         struct candidate *c)
{
    uint32_t func = p->mapped ? p->mapped : p->call ? py_child(rw->tree, p->call, PY_F_func) : 0;
    str callee = func ? text_of(rw, func) : part_name(rw, p);
    str check = p->plain && p->form->check ? use_helper(rw, c, p->loop, str_from(p->form->check),
                                                        str_from(p->form->check_source))
                                           : S("");
    str helper =
        use_helper(rw, c, p->loop, str_from(p->form->helper), str_from(p->form->source));
    str next = result_name(rw, p, callee);
    uint32_t edit =
        insert_before(rw, c, p->statement, assignment(rw, p, next, helper, callee, check));
    if (func)
        add_edit(rw, c, rw->tree->nodes[func].start, rw->tree->nodes[func].end, next);
    else
        replace_part(rw, p, c, next);
    if (!func)
        add_definition(rw, c, p->loop,
                       lift_text(&p->part, rw->tree, callee, &rw->layout, rw->arena));
    c->guard.helper = helper;
    if (check.len)
        add_condition(rw, c, "plain_arguments", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "exact builtin values all the way down are tested for at run time");
    add_condition(rw, c, "iterable_repeatable", p->unproved_count == 0, CERTAINTY_NEEDS_GUARD,
                  py_line(rw->tree, p->iterable),
                  p->unproved_count ? "exact builtin types are tested for at run time"
                                    : "the iterable gives the same items each time");
    add_condition(rw, c, "arguments_available", p->quiet, CERTAINTY_NEEDS_GUARD,
                  p->call ? py_line(rw->tree, p->call) : py_line(rw->tree, p->part.first),
                  p->quiet ? "evaluating the arguments ahead of the loop has no effect"
                           : "exact builtin types are tested for before anything is read twice");
    add_condition(rw, c, "no_early_exit", true, CERTAINTY_PROVED, f->line,
                  p->form->early ? "results are taken in order; calls beyond the exit have no effect"
                                 : "no break, return, raise or yield leaves the loop");
    return edit;
}
