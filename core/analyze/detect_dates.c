/*
 * detect_dates.c — datetime.strptime() with a constant format of years, months, days, hours, minutes and seconds in digits.
 *
 * node = the call; anchors[0] = the text; anchors[1] = the format.
 *
 * Conditions and why each is needed:
 *  - library_function: the name means the class of the library, and is bound once, by an import.
 *  - digits_only: what the locale spells (%b, %p) and what has more than one width (%f, %z) is left to strptime(). Year, month
 *    and day stand in the format once, or there would be a default for what is missing.
 *  - text_in_this_form: tested in every call: an exact str with its digits and separators in just these places. strptime()
 *    takes such a text apart the same way: it tries two digits before one.
 */
#include "analyze_internal.h"
#include "hasten/dates.h"

static bool is_worth_it(struct job *job, uint32_t call)
{
    return py_function_of(py_tree(job->module), call) || outermost_loop_around(job, call);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++) {
        uint32_t func = py_child(t, n, PY_F_func), text = py_child(t, n, PY_F_args), format;
        struct date_form form;
        struct finding *f;

        if (t->nodes[n].kind != PY_Call || t->nodes[func].kind != PY_Attribute || py_count_in(t, n, PY_F_args) != 2 ||
            py_child(t, n, PY_F_keywords) || !is_worth_it(job, n) ||
            !py_is_library(job->facts, func, S("datetime.datetime"), S("strptime")))
            continue;
        format = py_next_in(t, n, text);
        if (t->nodes[text].kind == PY_Starred || !date_form_of(t, format, job->arena, &form))
            continue;
        f = finding_begin(job, PATTERN_fixed_dates, n);
        f->anchors[0] = text;
        f->anchors[1] = format;
        finding_proved(job, f, S("library_function"), f->line, S("an import binds the name, and nothing else"));
        finding_proved(job, f, S("digits_only"), f->line, S("every part of the format has one width and no spelling"));
        finding_needs(job, f, S("text_in_this_form"), CERTAINTY_NEEDS_GUARD, f->line, S("tested in every call"));
        f->benefit = (struct benefit){ .work = py_work(job->facts, n), .speedup = 4,
                                       .model = S("a pattern and the locale → a few slices") };
        finding_end(f);
    }
}

const struct detector detect_dates = { .pattern = PATTERN_fixed_dates, .detect = detect };
