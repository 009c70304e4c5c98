/*
 * key.c — a key that only looks something up is a getter instead of a lambda.
 *
 *     rows.sort(key=lambda row: row["day"])              rows.sort(key=itemgetter("day"))
 *     sorted(jobs, key=lambda job: (job.due, job.name))  sorted(jobs, key=attrgetter("due", "name"))
 *     min(rest, key=lambda node: distance[node])         min(rest, key=distance.__getitem__)
 *     max(words, key=lambda word: len(word))             max(words, key=len)
 *
 * Why it is the same: a getter does with each item what the lambda does, by the same operations (`operator` in the library
 * reference gives these lambdas as its definition), in the same order, and what they raise is passed on. The method of an
 * exact dict or list is what the subscript calls.
 *
 * What is needed here: names that the lambda reads beside its parameter surely have a value: it reads them for the first
 * item, a getter before, also when there is none. `operator` can be imported under the getter's own name.
 */
#include "transform_internal.h"

static bool is_call(const struct rewriting *rw, const struct finding *f)
{
    return rw->tree->nodes[f->anchors[1]].kind == PY_Call;
}

/* table[x]: the parameter is the place. */
static bool is_table(const struct rewriting *rw, const struct finding *f)
{
    const struct py_tree *t = rw->tree;
    uint32_t parameter = py_first(t, py_child(t, f->anchors[0], PY_F_args)), body = f->anchors[1];
    return t->nodes[body].kind == PY_Subscript && is_name(rw, py_child(t, body, PY_F_slice), t->nodes[parameter].name);
}

/* What the lambda gives is one part, or a tuple of them. */
static uint32_t first_part(const struct rewriting *rw, const struct finding *f)
{
    return rw->tree->nodes[f->anchors[1]].kind == PY_Tuple ? py_first(rw->tree, f->anchors[1]) : f->anchors[1];
}

static str getter_name(const struct rewriting *rw, const struct finding *f)
{
    return rw->tree->nodes[first_part(rw, f)].kind == PY_Attribute ? S("attrgetter") : S("itemgetter");
}

static bool names_have_values(const struct rewriting *rw, const struct finding *f)
{
    const struct py_tree *t = rw->tree;
    uint32_t parameter = py_first(t, py_child(t, f->anchors[0], PY_F_args));
    for (uint32_t n = f->anchors[1]; n < t->nodes[f->anchors[1]].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].name != t->nodes[parameter].name &&
            !surely_bound(rw, n, py_statement_of(t, f->node)))
            return false;
    return true;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    if (!on_one_line(rw, f->anchors[0]))
        return refuse(ret_why, "the key is written over several lines");
    if (is_call(rw, f))
        return true;
    if (!names_have_values(rw, f))
        return refuse(ret_why, "a name that the key reads may have no value yet");
    return is_table(rw, f) || can_import(rw, f->node, S("operator"), getter_name(rw, f)) ||
           refuse(ret_why, "the name of the getter is taken");
}

/* "customer.name" of x.customer.name, in the quotes of the file */
static void append_part(const struct rewriting *rw, struct buf *out, uint32_t part)
{
    const struct py_tree *t = rw->tree;
    uint32_t owner = part;
    if (t->nodes[part].kind == PY_Subscript) {
        buf_printf(out, "%.*s", STR_ARG(text_of(rw, py_child(t, part, PY_F_slice))));
        return;
    }
    struct buf path = { 0 };
    for (; t->nodes[owner].kind == PY_Attribute; owner = py_child(t, owner, PY_F_value)) {
        str behind = arena_str(rw->arena, buf_str(&path));
        buf_free(&path);
        path = (struct buf){ 0 };
        buf_printf(&path, "%.*s%s%.*s", STR_ARG(py_name(t, owner)), behind.len ? "." : "", STR_ARG(behind));
    }
    buf_printf(out, "%c%.*s%c", rw->layout.quote, STR_ARG(buf_str(&path)), rw->layout.quote);
    buf_free(&path);
}

static str getter_text(const struct rewriting *rw, const struct finding *f)
{
    struct buf out = { 0 };
    buf_printf(&out, "%.*s(", STR_ARG(getter_name(rw, f)));
    if (rw->tree->nodes[f->anchors[1]].kind == PY_Tuple)
        for (uint32_t e = first_part(rw, f); e; e = py_next(rw->tree, f->anchors[1], e)) {
            buf_printf(&out, "%s", e == first_part(rw, f) ? "" : ", ");
            append_part(rw, &out, e);
        }
    else
        append_part(rw, &out, f->anchors[1]);
    buf_printf(&out, ")");
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    const struct py_tree *t = rw->tree;
    str key;
    if (is_call(rw, f)) {
        key = text_of(rw, py_child(t, f->anchors[1], PY_F_func));
    } else if (is_table(rw, f)) {
        key = arena_printf(rw->arena, "%.*s.__getitem__", STR_ARG(text_of(rw, py_child(t, f->anchors[1], PY_F_value))));
    } else {
        key = getter_text(rw, f);
        use_import(rw, c, S("operator"), getter_name(rw, f));
    }
    add_edit(rw, c, t->nodes[f->anchors[0]].start, t->nodes[f->anchors[0]].end, key);
}

const struct transform transform_key = {
    .summary = "looks keys up without calling a function of the interpreter for each item",
    .legal = legal,
    .rewrite = rewrite,
};
