/*
 * deque.c — a local list that is used as a queue becomes a collections.deque.
 *
 *     queue = [start]                        queue = deque([start])
 *     while queue:                           while queue:
 *         node = queue.pop(0)                    node = queue.popleft()
 *         queue.append(child)                    queue.append(child)
 *     todo.insert(0, x)                      todo.appendleft(x)
 *     return queue                           return list(queue)
 *
 * The detector has shown that every use of the object is among those that both types answer
 * alike and that no pop finds it empty. The list that is bound is still built as it was, then
 * copied once: so whatever builds it behaves as before. What is needed here: the name `deque`
 * must be free or be the class already, and the calls must be written without comments in
 * between.
 */
#include "transform_internal.h"

/* Where the method's name starts in `queue.pop(0)`. */
static uint32_t method_start(const struct rewriting *rw, uint32_t call)
{
    uint32_t attribute = py_child(rw->tree, call, PY_F_func);
    return rw->tree->nodes[attribute].end - (uint32_t) py_name(rw->tree, attribute).len;
}

/* A site is a method call or a list that is bound to the name. */
static bool is_method(const struct rewriting *rw, uint32_t site)
{
    uint32_t function = py_child(rw->tree, site, PY_F_func);
    return rw->tree->nodes[site].kind == PY_Call &&
           rw->tree->nodes[function].kind == PY_Attribute;
}

/* The second argument of insert(0, x), 0 for pop(0). */
static uint32_t inserted(const struct rewriting *rw, uint32_t call)
{
    return py_next_in(rw->tree, call, py_child(rw->tree, call, PY_F_args));
}

/* Between the method's name and `end` stand "(", "0", "," and blanks only. */
static bool is_plain_until(const struct rewriting *rw, uint32_t call, uint32_t end)
{
    uint32_t start = rw->tree->nodes[py_child(rw->tree, call, PY_F_func)].end;
    str gap = str_slice(rw->tree->source, start, end);
    uint32_t open = 0;
    for (size_t i = 0; i < gap.len; i++) {
        open += gap.ptr[i] == '(';
        if (!strchr("(0, )", gap.ptr[i]))
            return false;
    }
    return open == 1;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "list", NULL };
    const struct py_node *nodes = rw->tree->nodes;
    for (uint32_t i = 0; i < f->sites.count; i++) {
        if (nodes[f->sites.items[i]].kind == PY_Name && shadows_builtin(rw, f->sites.items[i], builtins))
            return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
        uint32_t site = f->sites.items[i], value = is_method(rw, site) ? inserted(rw, site) : 0;
        if (is_method(rw, site) &&
            !is_plain_until(rw, site, value ? nodes[value].start : nodes[site].end))
            return refuse(ret_why,
                          "a comment or parentheses stand between the arguments of a call");
    }
    return can_import(rw, f->node, S("collections"), S("deque")) ||
           refuse(ret_why, "the module uses the name deque for something else");
}

static void rewrite_method(struct rewriting *rw, struct candidate *c, uint32_t call)
{
    uint32_t value = inserted(rw, call);
    uint32_t end = value ? rw->tree->nodes[value].start : rw->tree->nodes[call].end;
    add_edit(rw, c, method_start(rw, call), end, value ? S("appendleft(") : S("popleft()"));
}

static void rewrite_value(struct rewriting *rw, struct candidate *c, uint32_t value)
{
    const struct py_node *node = &rw->tree->nodes[value];
    if (node->kind == PY_Name) {
        add_edit(rw, c, node->start, node->end, arena_printf(rw->arena, "list(%.*s)", STR_ARG(text_of(rw, value))));
        return;
    }
    if (node->kind == PY_List && !py_first(rw->tree, value)) {
        add_edit(rw, c, node->start, node->end, S("deque()"));
        return;
    }
    add_edit(rw, c, node->start, node->start, S("deque("));
    add_edit(rw, c, node->end, node->end, S(")"));
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    use_import(rw, c, S("collections"), S("deque"));
    for (uint32_t i = 0; i < f->sites.count; i++) {
        uint32_t site = f->sites.items[i];
        (is_method(rw, site) ? rewrite_method : rewrite_value)(rw, c, site);
    }
}

const struct transform transform_deque = {
    .summary = "takes from the front of a deque instead of moving the whole list",
    .legal = legal,
    .rewrite = rewrite,
};
