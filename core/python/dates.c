/* dates.c — reads constant formats of strptime() (dates.h). */
#include "hasten/dates.h"

static const char directives[] = "YmdHMS";

/* A character that stands for itself in the format, in a pattern and in a Python text. */
static bool is_mark(char c)
{
    return c >= ' ' && c < 127 && c != '%' && c != '"' && c != '\'' && c != '\\' && c != '{' && c != '}';
}

static bool add_part(struct date_form *form, char directive)
{
    const char *found = directive ? strchr(directives, directive) : NULL;

    if (!found || form->parts[found - directives].end)
        return false;
    form->parts[found - directives].start = form->length;
    form->length += directive == 'Y' ? 4 : 2;
    form->parts[found - directives].end = form->length;
    return true;
}

/* Year, month and day, and of the time all that comes before what is there. */
static bool is_complete(const struct date_form *form)
{
    for (uint32_t i = 1; i < DATE_PARTS; i++)
        if (form->parts[i].end && !form->parts[i - 1].end)
            return false;
    return form->parts[2].end != 0;
}

static bool is_iso(str format)
{
    static const char *const forms[] = { "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
                                         "%Y-%m-%dT%H:%M:%S" };

    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        if (str_equal(format, str_from(forms[i])))
            return true;
    return false;
}

bool date_form_of(const struct py_tree *t, uint32_t expression, struct arena *arena, struct date_form *ret)
{
    str format;

    *ret = (struct date_form){ 0 };
    if (t->nodes[expression].kind != PY_Constant || t->nodes[expression].op != PY_CONST_STR ||
        !py_str_value(t, expression, arena, &format))
        return false;
    for (size_t i = 0; i < format.len; i++) {
        if (format.ptr[i] == '%') {
            if (++i == format.len || !add_part(ret, format.ptr[i]))
                return false;
            continue;
        }
        /* any amount of white space stands for a single one */
        if (!is_mark(format.ptr[i]) || ret->mark_count == DATE_MARKS || (i && format.ptr[i] == ' ' && format.ptr[i - 1] == ' '))
            return false;
        ret->marks[ret->mark_count].place = ret->length++;
        ret->marks[ret->mark_count++].character = format.ptr[i];
    }
    ret->iso = is_iso(format);
    return is_complete(ret);
}
