/*
 * slice.c — the owner's side of harness/slicing.py: what a session loads of a program.
 *
 * Sessions call functions; what a program does at module level besides defining them is the business of
 * script.c. Each text is sliced once per verification, in a process of its own, and remembered. A text
 * that cannot be sliced is loaded whole.
 */
#include "verify_internal.h"

enum { SLICE_MS = 5000 };

static void ask(struct verification *v, struct slice *slice)
{
    struct sandbox_spec spec = {
        .profile = SANDBOX_FUNCTION,
        .limits = { .wall_ms = SLICE_MS, .reply_bytes = slice->source.len + 4096 },
        .entry = "slicing.slice_module",
        .payload = slice->source,
    };
    struct sandbox_run *run;
    struct sandbox_reply reply;
    struct error err = { 0 };
    str definitions, driver;
    enum expense before = spend_on(v, EXPENSE_compiling);
    slot_enter();
    if (!run_begin(v, &spec, &run, &err)) {
        if (!sandbox_call(run, S("slice"), verification_left_ms(v, SLICE_MS), &reply, &err)) {
            str rest = reply.payload;
            if (field_next(&rest, &definitions) && field_next(&rest, &driver) &&
                definitions.len == slice->source.len) {
                slice->definitions = arena_str(v->scratch, definitions);
                slice->driver = arena_str(v->scratch, driver);
            }
        }
        run_end(v, run, 0, NULL);
    }
    slot_leave();
    spend_on(v, before);
}

const struct slice *slice_of(struct verification *v, str source)
{
    for (struct slice *known = v->slices; known; known = known->next)
        if (str_equal(known->source, source))
            return known;
    struct slice *slice = ARENA_NEW(v->scratch, struct slice);
    *slice = (struct slice){ .source = source, .definitions = source, .next = v->slices };
    v->slices = slice;
    ask(v, slice);
    return slice;
}
