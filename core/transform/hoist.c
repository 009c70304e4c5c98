/*
 * hoist.c — what every round of a loop computes anew is computed once.
 *
 *     for x in xs:                  plain_xs = type(xs) is list and {*map(type, xs)} in ({int},
 * {float}) out.append(x / max(xs))   max_xs = max(xs) if plain_xs else None for x in xs:
 *                                       out.append(x / (max(xs) if max_xs is None else max_xs))
 *
 * A comprehension's statement is short: it is written twice, behind the test and as it was.
 *
 * Where the types are proved, plainly
 *
 *     longest = max(lengths)                 for an expression that cannot raise, or that is
 * the first for …                                  thing that happens in a loop that surely
 * runs
 *
 * and where it may raise and something comes before it, in its old place, the first time:
 *
 *     mean_values = None
 *     for …
 *         if mean_values is None:
 *             mean_values = mean(values)
 *         … mean_values …
 *
 * and where that is no place of its own
 *
 *     mean_values = None
 *     for …
 *         total += (v - (mean_values if mean_values is not None else (mean_values := mean(values)))) ** 2
 *
 * Why it is the same: core/python/hoist.c finds the place, and the detector lists the
 * conditions. The test of types runs no code of the user's, and when it fails the expression is
 * evaluated where and as often as before. A value of None is computed again, as before. An
 * exception stores nothing.
 *
 * Lists that others can reach are taken to stay only if what the loop runs over is of exact builtin types:
 * one test more (iterables.c).
 *
 * What is needed here: variables with a value in front of the loop, room for lines, no class body, whose names would be
 * attributes and are hidden from comprehensions, and builtins that mean what they say.
 */
#include "hasten/hoist.h"
#include "transform_internal.h"

/* The variables that one group of equal expressions needs. */
struct hoisted {
    struct py_hoist h;
    str text;  /* of the expression */
    str name;  /* of its value */
    str plain; /* of the test of its assumptions, "" when there are none */
};
typedef VEC(struct hoisted) hoisted_vec;

/* ---- legality ------------------------------------------------------------------------- */

static uint32_t loop_statement(const struct rewriting *rw, uint32_t loop)
{
    return py_is_statement((enum py_kind) rw->tree->nodes[loop].kind)
               ? loop
               : py_statement_of(rw->tree, loop);
}

/* Names of the test, and of an expression that goes before the loop, have a value there. */
static bool names_are_bound(struct rewriting *rw, const struct py_hoist *h, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    bool moves = h->placement == PY_PLACE_BEFORE;
    for (uint32_t n = h->expression; moves && n < t->nodes[h->expression].extent; n++) {
        uint32_t symbol = t->nodes[n].kind == PY_Name && t->nodes[n].field != PY_F_func
                              ? py_binding(rw->module, n)
                              : UINT32_MAX;
        if (symbol == UINT32_MAX || (rw->scopes->symbols[symbol].flags & PY_SYM_IMPORTED))
            continue;
        const struct py_scope *scope = &rw->scopes->scopes[rw->scopes->symbols[symbol].scope];
        bool inner =
            scope->kind == PY_SCOPE_COMPREHENSION && py_inside(t, scope->node, h->expression);
        if (!inner && !surely_bound(rw, n, statement))
            return false;
    }
    for (uint32_t i = 0; i < h->assumption_count; i++)
        if (!surely_bound(rw, h->assumptions[i].name, statement))
            return false;
    return true;
}

static struct watched watched_by(const struct py_hoist *h)
{
    struct watched w = { .confined = h->confined };
    for (uint32_t i = 0; i < h->assumption_count; i++)
        w.tested[w.count++] = h->assumptions[i].name;
    return w;
}

/* What a statement evaluates before the comprehension can change nothing: names, and functions of modules. */
static bool nothing_before(const struct rewriting *rw, uint32_t loop, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t target = py_child(t, statement, PY_F_targets); /* evaluated after the value */
    for (uint32_t n = statement + 1; n < loop; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        uint32_t base = kind == PY_Attribute ? py_child(t, n, PY_F_value) : 0, symbol = base ? py_binding(rw->module, base) : UINT32_MAX;
        bool function = symbol != UINT32_MAX && t->nodes[base].kind == PY_Name && (rw->scopes->symbols[symbol].flags & PY_SYM_IMPORTED);
        if (!py_inside(t, loop, n) && kind != PY_Name && kind != PY_Constant && !function && !(target && py_inside(t, n, target)))
            return false;
    }
    return true;
}

/* As the facts say, or in its place where the statement has no place in front of the comprehension. */
static enum py_placement placement_of(const struct rewriting *rw, const struct py_hoist *h)
{
    uint32_t statement = loop_statement(rw, h->loop);
    bool ahead = h->placement == PY_PLACE_BEFORE && (statement == h->loop || evaluated_first(rw, h->loop, statement));
    return ahead || h->placement != PY_PLACE_BEFORE || !h->can_be_named ? h->placement : PY_PLACE_THERE;
}

static bool site_is_legal(struct rewriting *rw, uint32_t site, str *ret_why)
{
    static const char *const builtins[] = {
        "type", "list", "map", "int", "float", "str", NULL
    };
    struct py_hoist h;
    if (!py_hoistable(rw->facts, site, &h))
        return refuse(ret_why, "internal: the expression cannot be moved");
    uint32_t statement = loop_statement(rw, h.loop), own = py_statement_of(rw->tree, site);
    if (shadows_builtin(rw, site, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!on_one_line(rw, site))
        return refuse(ret_why, "the expression is written over several lines");
    if (in_class_body(rw, statement))
        return refuse(ret_why, "the loop stands in a class body");
    if (!starts_line(rw, statement))
        return refuse(ret_why, "there is no room for a statement in front of the loop");
    if (statement != h.loop && !evaluated_first(rw, h.loop, statement) &&
        !(placement_of(rw, &h) == PY_PLACE_THERE && nothing_before(rw, h.loop, statement)))
        return refuse(ret_why,
                      "the comprehension may not be the first thing that its statement does");
    if (h.placement == PY_PLACE_LAZILY && !starts_line(rw, own))
        return refuse(ret_why, "there is no room for a statement in front of the expression's");
    if (may_run_later(rw, h.loop, site))
        return refuse(ret_why, "the expression may be evaluated after the loop");
    struct watched watched = watched_by(&h);
    if (!can_test_iterables(rw, h.loop, statement, &watched, ret_why))
        return false;
    if (statement != h.loop && looks_up_iterable(rw, h.loop, &watched))
        return refuse(ret_why, "what the comprehension runs over is looked up in an object");
    return names_are_bound(rw, &h, statement) ||
           refuse(ret_why, "a name in the expression may have no value in front of the loop");
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    for (uint32_t i = 0; i < f->sites.count; i++)
        if (!site_is_legal(rw, f->sites.items[i], ret_why))
            return false;
    return true;
}

/* ---- names and tests --------------------------------------------------------------------- */

/* "max_amounts" of max(amounts), "lower_text" of text.lower(), "mean_once" of mean = … */
static str value_name(struct rewriting *rw, uint32_t expression)
{
    const struct py_tree *t = rw->tree;
    uint32_t parent = t->nodes[expression].parent, target = py_child(t, parent, PY_F_targets);
    if (t->nodes[parent].kind == PY_Assign && t->nodes[target].kind == PY_Name)
        return arena_printf(rw->arena, "%.*s_once", STR_ARG(py_name(t, target)));
    str function = S("common"), subject = S("");
    for (uint32_t n = t->nodes[expression].extent; n-- > expression;) {
        if (t->nodes[n].kind == PY_Call)
            function = py_name(t, py_child(t, n, PY_F_func));
        uint32_t symbol = t->nodes[n].kind == PY_Name ? py_binding(rw->module, n) : UINT32_MAX;
        if (symbol != UINT32_MAX && t->nodes[n].field != PY_F_func &&
            !(rw->scopes->symbols[symbol].flags & PY_SYM_IMPORTED))
            subject = py_name(t, n);
    }
    if (t->nodes[expression].kind != PY_Call)
        function = S("common");
    return subject.len
               ? arena_printf(rw->arena, "%.*s_%.*s", STR_ARG(function), STR_ARG(subject))
               : arena_printf(rw->arena, "%.*s_value", STR_ARG(function));
}

static str test_of(struct rewriting *rw, const struct py_hoist *h)
{
    struct buf out = { 0 };
    for (uint32_t i = 0; i < h->assumption_count; i++) {
        str name = text_of(rw, h->assumptions[i].name);
        buf_printf(&out, "%stype(%.*s) is ", i ? " and " : "", STR_ARG(name));
        switch (h->assumptions[i].kind) {
        case PY_ASSUME_INT:
            buf_printf(&out, "int");
            break;
        case PY_ASSUME_TEXT:
            buf_printf(&out, "str");
            break;
        default:
            buf_printf(&out, "list and {*map(type, %.*s)} in ({int}, {float}%s)", STR_ARG(name),
                       h->assumptions[i].kind == PY_ASSUME_ITEMS ? ", {str}" : "");
        }
    }
    struct watched watched = watched_by(h);
    str iterables = iterables_test(rw, h->loop, &watched);
    buf_printf(&out, "%s%.*s", out.len && iterables.len ? " and " : "", STR_ARG(iterables));
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool is_taken(const hoisted_vec *all, str name)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].name, name) || str_equal(all->items[i].plain, name))
            return true;
    return false;
}

static str new_local(struct rewriting *rw, uint32_t def, const hoisted_vec *all, str wanted)
{
    str name = fresh_local(rw, def, wanted);
    for (unsigned suffix = 2; is_taken(all, name); suffix++)
        name =
            fresh_local(rw, def, arena_printf(rw->arena, "%.*s_%u", STR_ARG(wanted), suffix));
    return name;
}

/* The entry for the expression at the site: that of an equal one, or a new one with its lines.
 */
static const struct hoisted *hoist(struct rewriting *rw, hoisted_vec *all, uint32_t site,
                                   struct buf *lines)
{
    struct hoisted new = { .text = text_of(rw, site) };
    uint32_t def = py_function_of(rw->tree, site);
    if (!py_hoistable(rw->facts, site, &new.h))
        return NULL;
    new.h.placement = placement_of(rw, &new.h);
    for (uint32_t i = 0; i < all->count; i++)
        if (str_equal(all->items[i].text, new.text) && (all->items[i].h.placement == new.h.placement ||
                                                        all->items[i].h.placement == PY_PLACE_BEFORE))
            return &all->items[i];
    str test = test_of(rw, &new.h);
    new.name = new_local(rw, def, all, value_name(rw, site));
    new.plain = S("");
    for (uint32_t i = 0; test.len && i < all->count; i++)
        if (str_equal(test_of(rw, &all->items[i].h), test))
            new.plain = all->items[i].plain;
    if (test.len && !new.plain.len) {
        new.plain = new_local(rw, def, all,
                              new.h.assumption_count ? arena_printf(rw->arena, "plain_%.*s",
                                           STR_ARG(text_of(rw, new.h.assumptions[0].name)))
                                                     : S("plain_items"));
        buf_printf(lines,
                   "# The same in every round, as operators of builtin types have no effects.\n"
                   "%.*s = %.*s\n",
                   STR_ARG(new.plain), STR_ARG(test));
    }
    if (new.h.placement != PY_PLACE_BEFORE)
        buf_printf(lines, "%.*s = None\n", STR_ARG(new.name));
    else if (test.len)
        buf_printf(lines, "%.*s = %.*s if %.*s else None\n", STR_ARG(new.name),
                   STR_ARG(new.text), STR_ARG(new.plain));
    else
        buf_printf(lines, "%.*s = %.*s\n", STR_ARG(new.name), STR_ARG(new.text));
    *VEC_PUSH(rw->arena, all) = new;
    return &all->items[all->count - 1];
}

/* ---- the sites
 * ------------------------------------------------------------------------------- */

static void use_lazily(struct rewriting *rw, const struct hoisted *x, uint32_t site,
                       struct candidate *c)
{
    str plain =
        x->plain.len ? arena_printf(rw->arena, " or not %.*s", STR_ARG(x->plain)) : S("");
    str lines =
        arena_printf(rw->arena, "if %.*s is None%.*s:\n    %.*s = %.*s\n", STR_ARG(x->name),
                     STR_ARG(plain), STR_ARG(x->name), STR_ARG(x->text));
    insert_before(rw, c, py_statement_of(rw->tree, site), lines);
    add_edit(rw, c, rw->tree->nodes[site].start, rw->tree->nodes[site].end, x->name);
}

static void use_there(struct rewriting *rw, const struct hoisted *x, uint32_t site, struct candidate *c)
{
    str name = x->name;
    str other = x->plain.len ? arena_printf(rw->arena, " if %.*s else %.*s", STR_ARG(x->plain), STR_ARG(x->text)) : S("");
    add_edit(rw, c, rw->tree->nodes[site].start, rw->tree->nodes[site].end,
             arena_printf(rw->arena, "(%.*s if %.*s is not None else (%.*s := %.*s)%.*s)", STR_ARG(name), STR_ARG(name),
                          STR_ARG(name), STR_ARG(x->text), STR_ARG(other)));
}

/* What holds the expression needs no parentheses around a conditional one. */
static bool stands_alone(const struct rewriting *rw, uint32_t site)
{
    enum py_kind kind = (enum py_kind) rw->tree->nodes[rw->tree->nodes[site].parent].kind;
    return kind == PY_Assign || kind == PY_Return ||
           (kind == PY_Call && rw->tree->nodes[site].field == PY_F_args);
}

static void use_before(struct rewriting *rw, const struct hoisted *x, uint32_t site,
                       struct candidate *c)
{
    bool alone = stands_alone(rw, site);
    str text = x->plain.len ? arena_printf(rw->arena, "%s%.*s if %.*s is None else %.*s%s",
                                           alone ? "" : "(", STR_ARG(x->text), STR_ARG(x->name),
                                           STR_ARG(x->name), alone ? "" : ")")
                            : x->name;
    add_edit(rw, c, rw->tree->nodes[site].start, rw->tree->nodes[site].end, text);
}

/* ---- comprehensions -------------------------------------------------------------------------
 */

/* The statement around a comprehension, with the new variables in the places of the
 * expressions. */
static str statement_text(struct rewriting *rw, const hoisted_vec *all, const struct finding *f,
                          uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    struct buf out = { 0 };
    uint32_t copied = t->nodes[statement].start;
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t site = f->sites.items[i];
        for (uint32_t k = 0; k < all->count; k++)
            if (str_equal(all->items[k].text, text_of(rw, site))) {
                buf_append(&out, str_slice(t->source, copied, t->nodes[site].start));
                buf_append(&out, all->items[k].name);
                copied = t->nodes[site].end;
            }
    }
    buf_append(&out, str_slice(t->source, copied, t->nodes[statement].end));
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* One test for all of them: "a and b", each once. */
static str common_test(struct rewriting *rw, const hoisted_vec *all)
{
    str test = S("");
    for (uint32_t i = 0; i < all->count; i++) {
        str own = test_of(rw, &all->items[i].h);
        if (own.len && str_find(test, own) == SIZE_MAX)
            test = test.len
                       ? arena_printf(rw->arena, "%.*s and %.*s", STR_ARG(test), STR_ARG(own))
                       : own;
    }
    return test;
}

/*
 *     if type(xs) is list and …:
 *         max_xs = max(xs)
 *         return [x / max_xs for x in xs]
 *     return [x / max(xs) for x in xs]
 */
static void rewrite_statement(struct rewriting *rw, const hoisted_vec *all,
                              const struct finding *f, struct candidate *c)
{
    uint32_t statement = loop_statement(rw, f->node);
    struct buf lines = { 0 };
    buf_printf(&lines, "if %.*s:\n", STR_ARG(common_test(rw, all)));
    for (uint32_t i = 0; i < all->count; i++)
        buf_printf(&lines, "    %.*s = %.*s\n", STR_ARG(all->items[i].name),
                   STR_ARG(all->items[i].text));
    buf_printf(&lines, "    %.*s\n", STR_ARG(statement_text(rw, all, f, statement)));
    if (rw->tree->nodes[statement].kind != PY_Return) {
        buf_printf(&lines, "else:\n");
        indent_lines(rw, c, statement);
    }
    uint32_t first = c->edits.count;
    insert_before(rw, c, statement, arena_str(rw->arena, buf_str(&lines)));
    for (uint32_t i = first; i > 0;
         i--) { /* the lines come before the indentation behind them */
        struct edit later = c->edits.items[i - 1];
        c->edits.items[i - 1] = c->edits.items[i];
        c->edits.items[i] = later;
    }
    buf_free(&lines);
}

static bool has_statement_of_its_own(const struct rewriting *rw, const struct finding *f,
                                     const hoisted_vec *all)
{
    uint32_t statement = loop_statement(rw, f->node);
    bool tested = false;
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->items[i].h.placement == PY_PLACE_THERE)
            return false;
        tested = tested || all->items[i].plain.len;
    }
    return tested && statement != f->node && on_one_line(rw, statement) &&
           ends_line(rw, statement) && rw->tree->nodes[statement].kind != PY_If;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    hoisted_vec all = { 0 };
    struct buf lines = { 0 };
    struct candidate uses = { 0 };
    for (uint32_t i = 0; i < f->sites.count; i++) {
        const struct hoisted *x = hoist(rw, &all, f->sites.items[i], &lines);
        if (x)
            (x->h.placement == PY_PLACE_LAZILY  ? use_lazily
             : x->h.placement == PY_PLACE_THERE ? use_there
                                                : use_before)(rw, x, f->sites.items[i], &uses);
    }
    if (has_statement_of_its_own(rw, f, &all)) {
        rewrite_statement(rw, &all, f, c);
    } else {
        bool bound = false;
        for (uint32_t i = 0; i < all.count && !bound; i++) {
            struct watched watched = watched_by(&all.items[i].h);
            bound = looks_up_iterable(rw, f->node, &watched);
            bind_iterable(rw, c, f->node, loop_statement(rw, f->node), &watched);
        }
        insert_before(rw, c, loop_statement(rw, f->node),
                      arena_str(rw->arena, buf_str(&lines)));
        for (uint32_t i = 0; i < uses.edits.count; i++)
            *VEC_PUSH(rw->arena, &c->edits) = uses.edits.items[i];
    }
    buf_free(&lines);
    for (uint32_t i = 0; i < all.count; i++) {
        struct watched watched = watched_by(&all.items[i].h);
        claim_iterables(rw, c, f, &watched);
    }
    if (f->certainty != CERTAINTY_PROVED)
        add_condition(rw, c, "builtin_types", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "exact types are tested once; without them everything stays as it was");
}

const struct transform transform_hoist = {
    .summary = "computes once what every round of the loop computed anew",
    .legal = legal,
    .rewrite = rewrite,
};
