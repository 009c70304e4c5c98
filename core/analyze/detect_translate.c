/*
 * detect_translate.c — a text is put together character by character, each piece depending on its character alone.
 *
 *     for letter in text:                           def piece_of(letter): …
 *         if letter in alphabet:                    result += text.translate({ord(c): piece_of(c) for c in …})
 *             result += alphabet[…]
 *         else:
 *             result += letter
 *
 * node = the For; anchors[0] = the text's Name, [1] = a Name of the result; sites = one Name for each other name that the body reads
 * from outside.
 *
 * Conditions and why each is needed:
 *  - piece_of_character: the body has no other effect than to add to the result, and reads nothing that it changes: neither the
 *    result nor anything that an earlier character has left behind.
 *  - names_unused_after: the loop leaves its last character and what the body assigned.
 *  - no_handler: an exception leaves the result half made; nobody may look at it afterwards.
 *  - exact_types: a user's str could iterate or compare in its own way; guarded.
 */
#include "analyze_internal.h"

struct text_loop {
    struct job *job;
    const struct py_tree *t;
    const struct py_loop *loop;
    uint32_t letter, result; /* Names; result: of the first update */
    VEC(uint32_t) outside;   /* Names read that the loop does not bind */
};

static bool is_kind(const struct py_tree *t, uint32_t node, enum py_kind kind)
{
    return node && t->nodes[node].kind == kind;
}

static bool same_name(const struct py_tree *t, uint32_t a, uint32_t b)
{
    return is_kind(t, a, PY_Name) && is_kind(t, b, PY_Name) && t->nodes[a].name == t->nodes[b].name;
}

static bool note_outside(struct text_loop *x, uint32_t name)
{
    for (uint32_t i = 0; i < x->outside.count; i++)
        if (same_name(x->t, x->outside.items[i], name))
            return true;
    *VEC_PUSH(x->job->arena, &x->outside) = name;
    return true;
}

/* ---- expressions ----------------------------------------------------------------------------- */

static bool is_quiet_call(struct text_loop *x, uint32_t call)
{
    static const char *const builtins[] = { "ord", "chr", "str", "int", "len", "min", "max", "abs" };
    static const char *const methods[] = { "lower", "upper", "swapcase", "isalpha", "isdigit", "isupper", "islower", "isspace",
                                           "isalnum", "index", "find", "get", "strip", "replace", "zfill", "title" };
    uint32_t func = py_child(x->t, call, PY_F_func);

    if (py_child(x->t, call, PY_F_keywords))
        return false;
    for (size_t i = 0; is_kind(x->t, func, PY_Name) && i < ARRAY_LEN(builtins); i++)
        if (py_is_builtin(x->job->module, func, str_from(builtins[i])))
            return true;
    for (size_t i = 0; is_kind(x->t, func, PY_Attribute) && i < ARRAY_LEN(methods); i++)
        if (str_equal(py_name(x->t, func), str_from(methods[i])))
            return true;
    return false;
}

static bool is_quiet_name(struct text_loop *x, uint32_t name)
{
    if (same_name(x->t, name, x->result))
        return false;
    if (py_name_in(&x->loop->written, x->t->nodes[name].name))
        return py_name_in(&x->loop->private_names, x->t->nodes[name].name) || same_name(x->t, name, x->letter);
    return py_binding(x->job->module, name) == UINT32_MAX || note_outside(x, name);
}

/* Every node of the expression computes and nothing else, once all names hold exact builtin values. */
static bool is_quiet(struct text_loop *x, uint32_t expression)
{
    for (uint32_t n = expression; n < x->t->nodes[expression].extent; n++) {
        switch (x->t->nodes[n].kind) {
        case PY_Name:
            if (!is_quiet_name(x, n))
                return false;
            break;
        case PY_Call:
            if (!is_quiet_call(x, n))
                return false;
            break;
        case PY_Attribute:
            if (!is_kind(x->t, x->t->nodes[n].parent, PY_Call) || x->t->nodes[n].field != PY_F_func)
                return false;
            break;
        case PY_Lambda: case PY_ListComp: case PY_SetComp: case PY_DictComp: case PY_GeneratorExp: case PY_Await:
        case PY_Yield: case PY_YieldFrom: case PY_NamedExpr: case PY_Starred: case PY_List: case PY_Dict: case PY_Set:
            return false;
        default:
            break;
        }
    }
    return true;
}

/* ---- statements -------------------------------------------------------------------------------- */

/* result += e, result = result + e: e, 0 when it is neither */
static uint32_t added(struct text_loop *x, uint32_t statement)
{
    uint32_t target = py_child(x->t, statement, PY_F_target), value = py_child(x->t, statement, PY_F_value);

    if (is_kind(x->t, statement, PY_Assign)) {
        target = py_child(x->t, statement, PY_F_targets);
        if (py_count_in(x->t, statement, PY_F_targets) != 1 || !is_kind(x->t, value, PY_BinOp) ||
            x->t->nodes[value].op != PY_ADD || !same_name(x->t, target, py_child(x->t, value, PY_F_left)))
            return 0;
        value = py_child(x->t, value, PY_F_right);
    } else if (!is_kind(x->t, statement, PY_AugAssign) || x->t->nodes[statement].op != PY_ADD)
        return 0;
    if (!is_kind(x->t, target, PY_Name) || (x->result && !same_name(x->t, target, x->result)))
        return 0;
    x->result = target;
    return value;
}

static bool is_block(struct text_loop *x, uint32_t parent, enum py_field field);

static bool is_piece(struct text_loop *x, uint32_t s)
{
    uint32_t value = added(x, s), target = py_child(x->t, s, PY_F_targets);

    if (value) /* a number is counted, not put together */
        return (py_type_of(x->job->facts, value).is & PY_T_STR) && is_quiet(x, value);
    switch (x->t->nodes[s].kind) {
    case PY_Pass:
        return true;
    case PY_If:
        return is_quiet(x, py_child(x->t, s, PY_F_test)) && is_block(x, s, PY_F_body) && is_block(x, s, PY_F_orelse);
    case PY_Assign:
        return py_count_in(x->t, s, PY_F_targets) == 1 && is_kind(x->t, target, PY_Name) &&
               py_name_in(&x->loop->private_names, x->t->nodes[target].name) && is_quiet(x, py_child(x->t, s, PY_F_value));
    default:
        return false;
    }
}

static bool is_block(struct text_loop *x, uint32_t parent, enum py_field field)
{
    for (uint32_t s = py_child(x->t, parent, field); s; s = py_next_in(x->t, parent, s))
        if (!is_piece(x, s))
            return false;
    return true;
}

/* ---- the loop ------------------------------------------------------------------------------------ */

/* The result's first update is looked for first: is_quiet() has to know the name. */
static bool find_result(struct text_loop *x)
{
    for (uint32_t n = x->loop->node + 1; !x->result && n < x->t->nodes[x->loop->node].extent; n++)
        if (is_kind(x->t, n, PY_AugAssign) || is_kind(x->t, n, PY_Assign))
            (void) added(x, n);
    return x->result && is_private_local(x->job, x->result);
}

static bool unused_after(const struct text_loop *x)
{
    for (uint32_t i = 0; i < x->loop->written.count; i++)
        if (x->loop->written.items[i] != x->t->nodes[x->result].name &&
            py_name_in(&x->loop->live_out, x->loop->written.items[i]))
            return false;
    return true;
}

/* No try or with around it. */
static bool is_unhandled(const struct text_loop *x)
{
    uint32_t def = py_function_of(x->t, x->loop->node);

    for (uint32_t n = x->loop->node; n != def; n = x->t->nodes[n].parent)
        if (is_kind(x->t, n, PY_Try) || is_kind(x->t, n, PY_TryStar) || is_kind(x->t, n, PY_With) ||
            is_kind(x->t, n, PY_AsyncWith))
            return false;
    return true;
}

static void consider(struct job *job, uint32_t loop)
{
    struct text_loop x = { .job = job, .t = py_tree(job->module), .loop = py_loop_at(job->facts, loop) };
    uint32_t text = py_child(x.t, loop, PY_F_iter);
    struct finding *f;

    x.letter = py_child(x.t, loop, PY_F_target);
    if (!x.loop || !is_kind(x.t, x.letter, PY_Name) || !is_kind(x.t, text, PY_Name) || py_child(x.t, loop, PY_F_orelse) ||
        !find_result(&x) || same_name(x.t, x.result, text) || !is_block(&x, loop, PY_F_body) || !unused_after(&x) ||
        !is_unhandled(&x) || py_name_in(&x.loop->written, x.t->nodes[text].name))
        return;
    f = finding_begin(job, PATTERN_translate, loop);
    f->anchors[0] = text;
    f->anchors[1] = x.result;
    for (uint32_t i = 0; i < x.outside.count; i++)
        *VEC_PUSH(job->arena, &f->sites) = x.outside.items[i];
    finding_proved(job, f, S("piece_of_character"), f->line, S("each piece depends on its character alone"));
    finding_proved(job, f, S("names_unused_after"), f->line, S("what the loop assigns is not read after it"));
    finding_proved(job, f, S("no_handler"), f->line, S("nothing handles an exception of the loop in this function"));
    finding_needs(job, f, S("exact_types"), CERTAINTY_NEEDS_GUARD, f->line, S("exact types are tested before"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, loop), .speedup = 15,
                                   .model = S("work per character → work per different character") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (is_kind(t, n, PY_For))
            consider(job, n);
}

const struct detector detect_translate = { .pattern = PATTERN_translate, .detect = detect };
