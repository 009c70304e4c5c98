/*
 * dates.c — dates that are digits in fixed places are read without strptime().
 *
 *     day = datetime.strptime(row["day"], "%d/%m/%Y")      day = _read_dmy10_slash(row["day"], "%d/%m/%Y", datetime)
 *
 * `_read_dmy10_slash` (a helper above the first definition, named for its form) looks whether the text is an exact str
 * with ASCII digits and the format's own characters in exactly their places. Then it makes the datetime from the digits, or by
 * fromisoformat() where that reads the form too.
 *
 * Why it is the same: strptime() turns the format into a regular expression in which each of these directives tries its full
 * width first, so such a text can only be taken apart this way. Numbers that are out of range make the constructor raise
 * ValueError; then, and for every other text, strptime() itself answers or raises. fromisoformat() accepts other forms
 * since Python 3.11, but none with this length and these separators, and the hour 24 since 3.14.
 *
 * What is needed here: the class is written as a name or attributes that can be handed to the helper, there is room for it
 * behind the format, and builtins mean what they say.
 */
#include "hasten/dates.h"
#include "transform_internal.h"

static struct date_form form_of(const struct rewriting *rw, const struct finding *f)
{
    struct date_form form;
    (void) date_form_of(rw->tree, f->anchors[1], rw->arena, &form);
    return form;
}

static const char *mark_name(char mark)
{
    switch (mark) {
    case '-': case ':': case ' ': return "";
    case '/': return "_slash";
    case '.': return "_dot";
    case 'T': return "_t";
    default: return "_other";
    }
}

/* "_read_dmy10_slash": two forms of one module hardly ever share it. */
static str helper_name(struct rewriting *rw, const struct date_form *form)
{
    static const char letters[] = "ymdhis";
    const char *last = "";
    struct buf out = { 0 };
    buf_printf(&out, "_read_");
    for (uint32_t place = 0; place < form->length; place++)
        for (uint32_t i = 0; i < DATE_PARTS; i++)
            if (form->parts[i].end && form->parts[i].start == place)
                buf_byte(&out, letters[i]);
    buf_printf(&out, "%u", form->length);
    for (uint32_t i = 0; i < form->mark_count; i++) {
        const char *name = mark_name(form->marks[i].character);
        if (strcmp(name, last))
            buf_printf(&out, "%s", name);
        last = *name ? name : last;
    }
    str name = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return name;
}

static void append_marks(struct buf *out, const struct date_form *form)
{
    for (uint32_t i = 0; i < form->mark_count; i++)
        buf_printf(out, " and text[%u] == \"%c\"", form->marks[i].place, form->marks[i].character);
}

static void append_digits(struct buf *out, const struct date_form *form)
{
    static const char *const names[DATE_PARTS] = { "year", "month", "day", "hour", "minute", "second" };
    const char *comma = "";
    buf_printf(out, "        digits = ");
    for (uint32_t i = 0; i < DATE_PARTS && form->parts[i].end; i++)
        buf_printf(out, "%s%s", i ? ", " : "", names[i]);
    buf_printf(out, " = ");
    for (uint32_t i = 0; i < DATE_PARTS && form->parts[i].end; i++, comma = ", ")
        buf_printf(out, "%stext[%u:%u]", comma, form->parts[i].start, form->parts[i].end);
    buf_printf(out, "\n        if \"\".join(digits).isdigit():\n            try:\n                return moment(");
    for (uint32_t i = 0; i < DATE_PARTS && form->parts[i].end; i++)
        buf_printf(out, "%sint(%s)", i ? ", " : "", names[i]);
    buf_printf(out, ")\n            except ValueError:\n                pass\n");
}

static str helper_text(struct rewriting *rw, const struct date_form *form, str name)
{
    bool wraps = form->mark_count > 2; /* brackets, in which a long line can be broken */
    struct buf out = { 0 };
    buf_printf(&out, "def %.*s(text, form, moment):\n"
                     "    \"\"\"Give moment.strptime(text, form), of a text with its digits in the usual places directly.\"\"\"\n"
                     "    if %stype(text) is str and len(text) == %u%s", STR_ARG(name), wraps ? "(" : "", form->length,
               form->iso ? "" : " and text.isascii()");
    append_marks(&out, form);
    if (form->iso && form->parts[3].end)
        buf_printf(&out, " and text[%u:%u] != \"24\"", form->parts[3].start, form->parts[3].end);
    buf_printf(&out, wraps ? "):\n" : ":\n");
    if (form->iso)
        buf_printf(&out, "        try:\n            return moment.fromisoformat(text)\n        except ValueError:\n            pass\n");
    else
        append_digits(&out, form);
    buf_printf(&out, "    return moment.strptime(text, form)\n");
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static uint32_t class_of(const struct rewriting *rw, const struct finding *f)
{
    return py_child(rw->tree, py_child(rw->tree, f->node, PY_F_func), PY_F_value);
}

/* Behind the format the call closes: there is no bracket of the format's own, which would get the class, and no comment. */
static bool closes_behind_format(const struct rewriting *rw, const struct finding *f)
{
    str rest = str_slice(rw->tree->source, rw->tree->nodes[f->anchors[1]].end, rw->tree->nodes[f->node].end - 1);
    for (size_t i = 0; i < rest.len; i++)
        if (!strchr(" \t\r\n,", rest.ptr[i]))
            return false;
    return true;
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    static const char *const builtins[] = { "type", "str", "len", "int", "ValueError", NULL };
    if (shadows_builtin(rw, f->node, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (!closes_behind_format(rw, f))
        return refuse(ret_why, "there is no room for an argument behind the format");
    return on_one_line(rw, class_of(rw, f)) || refuse(ret_why, "the class is written over several lines");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    struct date_form form = form_of(rw, f);
    str name = helper_name(rw, &form);
    const struct py_node *func = &rw->tree->nodes[py_child(rw->tree, f->node, PY_F_func)];
    const struct py_node *format = &rw->tree->nodes[f->anchors[1]];
    str helper = use_helper(rw, c, f->node, name, helper_text(rw, &form, name));
    add_edit(rw, c, func->start, func->end, helper);
    add_edit(rw, c, format->end, format->end, arena_printf(rw->arena, ", %.*s", STR_ARG(text_of(rw, class_of(rw, f)))));
    add_condition(rw, c, "text_in_this_form", false, CERTAINTY_NEEDS_GUARD, f->line, "the helper looks at the text before");
}

const struct transform transform_dates = {
    .summary = "reads dates that are digits in fixed places without a pattern",
    .legal = legal,
    .rewrite = rewrite,
};
