/*
 * vectorize.c — a loop over NumPy arrays becomes operations on whole arrays, behind a test.
 *
 *     for i in range(n):                   if _are_plain(4000000, "i", (0, n), [(a, 0, n)], []) …:
 *         tmp = int(a[i]) + i                  i = np.arange(n)
 *         a[i] = tmp * tmp % 1009              tmp = a[:n] + i
 *                                              a[:n] = tmp * tmp % 1009
 *                                          else:
 *                                              for i in range(n): …
 *
 * The plan is core/vector's, with its legality conditions and why each is needed; the test
 * evaluates those that only a run can know. When it fails the untouched loop runs.
 *
 * What is needed here: the loop has lines of its own, so that it can be moved behind `else:`,
 * and no text in it that runs over several lines and would change with the indentation.
 */
#include "hasten/vector.h"
#include "transform_internal.h"

#define LINE_WIDTH 88
#define LEAST_SIZE 512 /* as in plain_source; below, whole arrays gain little or nothing */

static const char plain_source[] =
    "def _are_plain(most, kinds, ranges, written, read, filled=(), stored=()):\n"
    "    \"\"\"Whether these are plain 64-bit arrays with no value beyond most, worth taking "
    "as a whole.\n"
    "\n"
    "    The ranges of the loops are (start, stop), or with two more for a second loop. Each array\n"
    "    comes with the window that is used, (array, start, stop, …). Filled ones come with a\n"
    "    value in front and may be narrower. Of stored ones the values do not matter. Arrays that\n"
    "    change share no memory with any other.\n"
    "    \"\"\"\n"
    "    size = 1\n"
    "    for start, stop in zip(ranges[::2], ranges[1::2]):\n"
    "        if not (type(start) is type(stop) is int and start < stop):\n"
    "            return False\n"
    "        size *= stop - start\n"
    "    if size < 512:\n"
    "        return False\n"
    "    changed = [*written, *stored] + [window for _, *window in filled]\n"
    "    for array, *ends in changed + read:\n"
    "        if type(array) is not np.ndarray or len(ends) != 2 * array.ndim:\n"
    "            return False\n"
    "        for start, stop, length in zip(ends[::2], ends[1::2], array.shape):\n"
    "            if not (type(start) is type(stop) is int and 0 <= start < stop <= length):\n"
    "                return False\n"
    "    for array, *_ in [*written, *stored, *read]:\n"
    "        if array.dtype.kind not in kinds or array.dtype.itemsize != 8 or not "
    "array.dtype.isnative:\n"
    "            return False\n"
    "    for array, *_ in written + read:\n"
    "        if not -most <= array.min() <= array.max() <= most:\n"
    "            return False\n"
    "    for value, array, *_ in filled:\n"
    "        kind = array.dtype.kind\n"
    "        if kind not in \"iuf\" or (kind != \"f\" and not\n"
    "                                 np.iinfo(array.dtype).min <= value <= "
    "np.iinfo(array.dtype).max):\n"
    "            return False\n"
    "    for at, (array, *_) in enumerate(changed):\n"
    "        others = changed[:at] + changed[at + 1:] + read\n"
    "        if not (array.flags.writeable and array.flags.c_contiguous):\n"
    "            return False\n"
    "        if any(np.may_share_memory(array, other) for other, *_ in others):\n"
    "            return False\n"
    "    return True\n";

static const char places_source[] =
    "def _are_places(places, array):\n"
    "    \"\"\"Whether these are integers that index the array.\"\"\"\n"
    "    inside = -len(array) <= places.min() and places.max() < len(array)\n"
    "    return places.dtype.kind == \"i\" and inside\n";

static bool holds_long_text(const struct rewriting *rw, uint32_t loop)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t n = loop; n < t->nodes[loop].extent; n++)
        if ((t->nodes[n].kind == PY_Constant || t->nodes[n].kind == PY_JoinedStr) &&
            !on_one_line(rw, n))
            return true;
    return false;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "abs", "int",       "float", "len",
                                            "zip",  "any", "enumerate", NULL };
    struct vector_plan plan;
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!vector_plan(rw->facts, f->node, rw->arena, &plan, ret_why))
        return false;
    if (!starts_line(rw, f->node) || !ends_line(rw, f->node))
        return refuse(ret_why, "the loop shares a line with something else");
    return !holds_long_text(rw, f->node) ||
           refuse(ret_why, "a text in the loop runs over several lines");
}

/* The helper with the module's own name for NumPy. */
static str with_numpy(struct rewriting *rw, str source, str numpy)
{
    struct buf out = { 0 };
    for (size_t at = 0; at < source.len; at++) {
        bool name = str_starts(str_slice(source, at, source.len), S("np.")) && at > 0 &&
                    (source.ptr[at - 1] == ' ' || source.ptr[at - 1] == '(');
        if (name)
            buf_append(&out, numpy);
        else
            buf_byte(&out, source.ptr[at]);
        at += name;
    }
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* A call of a helper in the condition, under the name the helper really has. */
static str renamed(struct rewriting *rw, str term, str from, str to)
{
    if (!str_starts(term, from))
        return term;
    return arena_printf(rw->arena, "%.*s%.*s", STR_ARG(to),
                        STR_ARG(str_slice(term, from.len, term.len)));
}

static str condition_text(struct rewriting *rw, const struct vector_plan *plan, str indent)
{
    str line = S("if ");
    for (uint32_t i = 0; i < plan->guards.count; i++)
        line = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(line), i ? " and " : "",
                            STR_ARG(plan->guards.items[i]));
    line = arena_printf(rw->arena, "%.*s:\n", STR_ARG(line));
    if (indent.len + line.len - 1 <= LINE_WIDTH)
        return line;
    line = S("if (\n");
    for (uint32_t i = 0; i < plan->guards.count; i++)
        line = arena_printf(rw->arena, "%.*s    %s%.*s\n", STR_ARG(line), i ? "and " : "",
                            STR_ARG(plan->guards.items[i]));
    return arena_printf(rw->arena, "%.*s):\n", STR_ARG(line));
}

/* The least size stands in the helper: verification opens it, so that small inputs meet the
 * arrays. */
static void note_least_size(struct candidate *c, str helper)
{
    str marker = S("if size < "), text = c->edits.count ? c->edits.items[0].text : S("");
    size_t at = str_find(text, marker);
    if (at != SIZE_MAX)
        c->guard = (struct guard){ .present = true,
                                   .fixed = true,
                                   .helper = helper,
                                   .edit = 0,
                                   .offset = (uint32_t) (at + marker.len),
                                   .length = 3,
                                   .threshold = LEAST_SIZE };
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct vector_plan plan;
    str why;
    if (!vector_plan(rw->facts, f->node, rw->arena, &plan, &why))
        return;
    str plain = use_helper(rw, c, f->node, S("_are_plain"),
                           with_numpy(rw, str_from(plain_source), plan.numpy));
    note_least_size(c, plain);
    str places = plan.places
                     ? use_helper(rw, c, f->node, S("_are_places"), str_from(places_source))
                     : S("");
    for (uint32_t i = 0; i < plan.guards.count; i++) {
        str *term = &plan.guards.items[i];
        *term =
            renamed(rw, renamed(rw, *term, S("_are_plain"), plain), S("_are_places"), places);
    }
    str indent = layout_indent_at(rw->tree->source, rw->tree->nodes[f->node].start);
    str lines =
        arena_printf(rw->arena, "# Plain arrays of moderate values are taken as a whole.\n%.*s",
                     STR_ARG(condition_text(rw, &plan, indent)));
    for (uint32_t i = 0; i < plan.lines.count; i++)
        lines = arena_printf(rw->arena, "%.*s    %.*s\n", STR_ARG(lines),
                             STR_ARG(plan.lines.items[i]));
    insert_before(rw, c, f->node, arena_printf(rw->arena, "%.*selse:\n", STR_ARG(lines)));
    indent_lines(rw, c, f->node);
    add_condition(rw, c, "plain_arrays", false, CERTAINTY_NEEDS_GUARD, f->line,
                  "types, sizes, overlap and range of the arrays are tested at run time");
}

const struct transform transform_vectorize = {
    .summary = "computes with whole arrays instead of item by item",
    .legal = legal,
    .rewrite = rewrite,
};
