/*
 * coverage.c — is the evidence enough to say anything?
 *
 * Equality on inputs that never reach the change is worthless. So, in runs of their own
 * (tracing is observable, and slow), the lines that the candidate changed or added are traced
 * on the same inputs, for a pool candidate with its guard as it is and forced open, and so are
 * the lines of the original that they stand for. Lines that run only in worker processes are
 * seen when the guard's fallback runs them in place. Where code outside definitions changed,
 * the whole program is traced as a script as well.
 *
 * What is asked for depends on what else speaks for the candidate: a static argument (guarded,
 * proved) vouches for rarely taken branches; of a text from outside tests alone must have
 * reached nearly every changed line; the fallback branches that our transformations emit are
 * known code.
 */
#include "verify_internal.h"

enum {
    CALL_MS = 8000,
    MIN_RETURNING = 8, /* inputs on which the original returns */
    MIN_RETURNING_TESTED = 20,
    COVERED_UNKNOWN = 90, /* per cent of the changed lines, in a text from outside */
    COVERED_TESTED = 60,  /* … from a transformation of ours, without a static argument */
    COVERED_GUARDED = 40,
    COVERED_SCRIPT = 20,  /* … of code at module level: it runs once, and takes one way past a guard */
    COVERED_ORIGINAL = 80, /* of what a text from outside replaced */
};

static const uint64_t SLOW_NS = 5000000; /* per call */

/* ---- changed lines ------------------------------------------------------------------------
 */

struct line_set {
    bool *has;
    uint32_t end; /* greatest line there may be */
};

/* With room for what a change at the end of the text may name: up to two lines behind it. */
static struct line_set no_lines(struct verification *v, str text)
{
    struct line_set set = { .end = 3 }; /* the last line may have no end */
    for (size_t i = 0; i < text.len; i++)
        set.end += text.ptr[i] == '\n';
    set.has = ARENA_ARRAY(v->scratch, bool, set.end + 1);
    return set;
}

static void add_line(struct line_set *set, uint32_t line)
{
    if (line != 0 && line <= set->end)
        set->has[line] = true;
}

static uint32_t line_of_hunk(str row)
{
    uint32_t line = 0;
    for (size_t i = str_find(row, S("+")) + 1;
         i < row.len && row.ptr[i] >= '0' && row.ptr[i] <= '9'; i++)
        line = line * 10 + (uint32_t) (row.ptr[i] - '0');
    return line;
}

/* Lines of `after`, and those around what is only gone. */
static struct line_set lines_changed(struct verification *v, str before, str after)
{
    str diff = unified_diff(before, after, S("program.py"), v->scratch);
    struct line_set set = no_lines(v, after);
    uint32_t line = 0;
    bool in_hunk = false,
         gone = false; /* gone: lines were taken away here, none were added so far */

    for (size_t at = 0; at < diff.len;) {
        str rest = str_slice(diff, at, diff.len);
        str row = str_slice(rest, 0, str_find(rest, S("\n")));
        at += row.len + 1;
        bool heads = str_starts(row, S("@@")), added = str_starts(row, S("+"));
        if (in_hunk && !heads && str_starts(row, S("-"))) {
            gone = true;
            continue;
        }
        if (in_hunk && gone && !added) {
            add_line(&set, line - 1);
            add_line(&set, line);
        }
        gone = false;
        if (heads) {
            line = line_of_hunk(row);
            in_hunk = true;
        } else if (in_hunk) {
            if (added)
                add_line(&set, line);
            line++;
        }
    }
    if (gone)
        add_line(&set, line - 1);
    return set;
}

static bool has_any(const struct line_set *set, uint32_t first, uint32_t last)
{
    for (uint32_t line = first; line <= last && line <= set->end; line++)
        if (set->has[line])
            return true;
    return false;
}

/* What a loop runs over shows in its body only: where the head changed, all of the loop did. */
static void add_bodies_of_loops(struct verification *v, str text, struct line_set *set)
{
    struct py_module *module;
    struct error err = { 0 };
    if (py_parse(text, v->scratch, &module, &err))
        return;
    const struct py_tree *t = py_tree(module);
    for (uint32_t n = 1; n < t->count; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        if (kind != PY_For && kind != PY_AsyncFor && kind != PY_While)
            continue;
        uint32_t head = py_end_line(t, py_child(t, n, kind == PY_While ? PY_F_test : PY_F_iter));
        if (has_any(set, py_line(t, n), head))
            for (uint32_t line = head; line <= py_end_line(t, n); line++)
                add_line(set, line);
    }
}

/* First and last line of each run of lines, as the harness takes them. */
static str_vec ranges_of(struct verification *v, const struct line_set *set)
{
    str_vec fields = { 0 };
    for (uint32_t line = 1; line <= set->end; line++) {
        if (!set->has[line])
            continue;
        *VEC_PUSH(v->scratch, &fields) = arena_printf(v->scratch, "%u", line);
        while (line < set->end && set->has[line + 1])
            line++;
        *VEC_PUSH(v->scratch, &fields) = arena_printf(v->scratch, "%u", line);
    }
    return fields;
}

str_vec changed_lines(struct verification *v, str before, str after)
{
    struct line_set set = lines_changed(v, before, after);
    return ranges_of(v, &set);
}

/* ---- sets of numbers
 * ------------------------------------------------------------------------- */

struct numbers {
    uint64_t *slots; /* 0: free; open addressing, at most half full */
    uint32_t count, room;
};

static void numbers_add(struct arena *arena, struct numbers *set, uint64_t number)
{
    if (2 * set->count >= set->room) {
        struct numbers grown = { .room = set->room ? 2 * set->room : 64 };
        grown.slots = ARENA_ARRAY(arena, uint64_t, grown.room);
        for (uint32_t i = 0; i < set->room; i++)
            if (set->slots[i])
                numbers_add(arena, &grown, set->slots[i]);
        *set = grown;
    }
    uint32_t at = (uint32_t) (number * 0x9e3779b97f4a7c15u >> 32) & (set->room - 1);
    while (set->slots[at] && set->slots[at] != number)
        at = (at + 1) & (set->room - 1);
    set->count += !set->slots[at];
    set->slots[at] = number;
}

static uint64_t number_at(str packed, size_t at)
{
    const unsigned char *p = (const unsigned char *) packed.ptr + at;
    return (uint64_t) p[0] | (uint64_t) p[1] << 8 | (uint64_t) p[2] << 16 |
           (uint64_t) p[3] << 24;
}

/* A line is one number, an arc two. */
static void numbers_add_packed(struct arena *arena, struct numbers *set, str packed,
                               size_t width)
{
    for (size_t at = 0; at + 4 * width <= packed.len; at += 4 * width)
        numbers_add(arena, set,
                    number_at(packed, at) | (width == 2 ? number_at(packed, at + 4) << 32 : 0));
}

/* ---- tracing
 * --------------------------------------------------------------------------------- */

/* Of one program: what can run of the traced ranges, and what did. */
struct reach {
    struct numbers lines, lines_run, arcs, arcs_taken;
};

static void reach_add(struct verification *v, struct reach *reach,
                      const str traced[TRACED_FIELDS])
{
    struct numbers *const sets[TRACED_FIELDS] = { &reach->lines, &reach->lines_run,
                                                  &reach->arcs, &reach->arcs_taken };
    for (int i = 0; i < TRACED_FIELDS; i++)
        numbers_add_packed(v->scratch, sets[i], traced[i], i < 2 ? 1 : 2);
}

/* Runs every input under the tracer; what was seen before a failure counts. */
static void trace(struct verification *v, const struct session_spec *spec,
                  const struct baseline *base, const str_vec *ranges, struct reach *reach)
{
    struct session session;
    struct sandbox_reply reply = { 0 };
    struct observed ignored;
    struct error err = { 0 };
    enum status status = session_open(v, spec, &session, &err);
    if (!status)
        status = session_ask(&session, S("trace"), ranges->items, ranges->count, CALL_MS,
                             &reply, &err);
    for (uint32_t i = 0; !status && i < base->inputs.count; i++) {
        status = session_call(&session, base->entry, &base->inputs.items[i],
                              verification_left_ms(v, CALL_MS), &ignored, &err);
        bool ask = i + 1 == base->inputs.count || i % 32 == 0;
        if (!status && ask)
            status = session_ask(&session, S("lines"), NULL, 0, CALL_MS, &reply, &err);
        str rest = reply.payload, traced[TRACED_FIELDS];
        int fields = 0;
        while (!status && ask && fields < TRACED_FIELDS && field_next(&rest, &traced[fields]))
            fields++;
        if (fields < TRACED_FIELDS)
            continue;
        reach_add(v, reach, traced);
        if (traced[0].len == traced[1].len && traced[2].len == traced[3].len)
            break; /* everything was reached: further inputs can add nothing */
    }
    session_close(&session, NULL);
}

static void trace_script(struct verification *v, str text, enum sandbox_profile profile,
                         const str_vec *ranges, struct reach *reach)
{
    str traced[TRACED_FIELDS];
    if (ranges->count && script_trace(v, text, profile, ranges, traced))
        reach_add(v, reach, traced);
}

static struct reach reach_of_candidate(struct verification *v, const struct trial *trial)
{
    struct reach reach = { 0 };
    struct line_set changed = lines_changed(v, v->original, trial->text);
    if (is_from_outside(trial))
        add_bodies_of_loops(v, trial->text, &changed);
    str_vec ranges = ranges_of(v, &changed);
    for (uint32_t i = 0; i < trial->entries.count; i++) {
        const struct baseline *base = baseline_get(v, trial->entries.items[i]);
        struct session_spec spec = { .source = trial->text,
                                     .names = base->names,
                                     .profile = trial->profile };
        trace(v, &spec, base, &ranges, &reach);
        spec.source = trial->all_pool_text;
        if (spec.source.len)
            trace(v, &spec, base, &ranges, &reach);
    }
    if (trial->needs_script)
        trace_script(v, trial->text, trial->profile, &ranges, &reach);
    return reach;
}

static struct reach reach_of_original(struct verification *v, const struct trial *trial)
{
    struct reach reach = { 0 };
    str_vec ranges = changed_lines(v, trial->text, v->original);
    struct session_spec spec = { .source = v->original, .profile = v->profile };
    for (uint32_t i = 0; i < trial->entries.count; i++)
        trace(v, &spec, baseline_get(v, trial->entries.items[i]), &ranges, &reach);
    if (trial->needs_script)
        trace_script(v, v->original, v->profile, &ranges, &reach);
    return reach;
}

/* ---- the verdict
 * ------------------------------------------------------------------------------- */

/* Of what takes its time there can only be few. */
static bool is_slow(const struct baseline *base)
{
    uint64_t spent = 0;
    for (uint32_t i = 0; i < base->inputs.count; i++)
        spent += base->inputs.items[i].weight; /* with real clocks: sessions do not wait */
    return spent > base->inputs.count * SLOW_NS;
}

static bool enough_inputs(const struct verification *v, const struct trial *trial, bool tested)
{
    uint32_t returning = 0, distinct = 0;
    bool one_call_is_all = true;
    for (uint32_t i = 0; i < v->baseline_count; i++) {
        const struct baseline *base = v->baselines[i];
        for (uint32_t k = 0; k < trial->entries.count; k++) {
            if (!str_equal(base->entry, trial->entries.items[k]))
                continue;
            returning += base->returning;
            distinct += base->distinct;
            one_call_is_all = one_call_is_all && base->no_parameters;
            tested = tested && !is_slow(base);
        }
    }
    if (one_call_is_all)
        return returning > 0;
    return returning >= (tested ? MIN_RETURNING_TESTED : MIN_RETURNING) && distinct > 1;
}

static bool reaches(struct verification *v, struct verdict *verdict, uint32_t covered,
                    uint32_t all, uint32_t share, const char *what)
{
    if (covered * 100 >= all * share)
        return true;
    return verdict_fail(
        verdict, GATE_EVIDENCE,
        arena_printf(v->job->arena, "the inputs reach %u of %u %s", covered, all, what));
}

bool evidence_suffices(struct verification *v, struct trial *trial)
{
    struct verdict *verdict = trial->verdict;
    struct adequacy *adequacy = &verdict->adequacy;
    bool tested = !trial->candidate || trial->candidate->best_rung <= RUNG_TESTED;
    bool ours = trial->candidate && !trial->candidate->from_llm;
    bool once = trial->needs_script && trial->entries.count == 0;
    uint32_t share = !ours ? COVERED_UNKNOWN : tested ? COVERED_TESTED : once ? COVERED_SCRIPT : COVERED_GUARDED;

    if (trial->entries.count && !enough_inputs(v, trial, tested))
        return verdict_fail(verdict, GATE_EVIDENCE,
                            arena_printf(v->job->arena,
                                         "too few telling inputs: %u, %u distinct outcomes",
                                         verdict->inputs, verdict->distinct_outputs));
    struct reach candidate = reach_of_candidate(v, trial),
                 original = reach_of_original(v, trial);
    adequacy->lines = candidate.lines.count;
    adequacy->lines_covered = candidate.lines_run.count;
    adequacy->arcs = candidate.arcs.count;
    adequacy->arcs_covered = candidate.arcs_taken.count;
    adequacy->original_lines = original.lines.count;
    adequacy->original_lines_covered = original.lines_run.count;
    return reaches(v, verdict, adequacy->lines_covered, adequacy->lines, share,
                   "changed lines") &&
           (ours ||
            reaches(v, verdict, adequacy->original_lines_covered, adequacy->original_lines,
                    COVERED_ORIGINAL, "lines that were replaced"));
}
