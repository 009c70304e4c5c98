/*
 * goals.c — what the caller wants besides speed. Every goal that is named is a condition:
 *
 *   memory       the timed workload's peak may not grow by more than the measuring error
 *   readability  no new definition, and at most a few lines more than before
 *
 * They are held against texts and measurements, not against the names of patterns, so that they
 * bind what an LLM proposes and a composition of several changes as well.
 */
#include "verify_internal.h"

#define MOST_MORE_LINES 3
#define RSS_ERROR_BYTES (1u << 20) /* pages that the allocator of one process takes and another does not */
#define RSS_ERROR_PARTS 50         /* or this part of the whole */

static bool wants(const struct verification *v, str goal)
{
    const struct str_list *goals = &v->job->request.goals;
    for (uint32_t i = 0; i < goals->count; i++)
        if (str_equal(goals->items[i], goal))
            return true;
    return false;
}

struct shape {
    int64_t lines; /* that are not blank */
    int64_t definitions;
};

static struct shape shape_of(str text)
{
    static const str heads[] = { S_INIT("def "), S_INIT("async def "), S_INIT("class ") };
    struct shape shape = { 0 };
    for (size_t at = 0, end; at < text.len; at = end) {
        end = layout_line_end(text, at);
        str line = str_trim(str_slice(text, at, end));
        shape.lines += line.len > 0;
        for (size_t i = 0; i < ARRAY_LEN(heads); i++)
            shape.definitions += str_starts(line, heads[i]);
    }
    return shape;
}

bool goals_allow_text(struct verification *v, str text, struct verdict *verdict)
{
    struct shape before = shape_of(v->original), after = shape_of(text);
    if (!wants(v, S("readability")))
        return true;
    if (after.definitions > before.definitions)
        return verdict_fail(verdict, GATE_POLICY, S("goal readability: it needs a helper"));
    if (after.lines - before.lines <= MOST_MORE_LINES)
        return true;
    return verdict_fail(verdict, GATE_POLICY,
                        arena_printf(v->job->arena, "goal readability: it adds %lld lines",
                                     (long long) (after.lines - before.lines)));
}

bool goals_are_met(struct verification *v, struct trial *trial)
{
    const struct speed *speed = &trial->verdict->speed;
    uint64_t error = speed->original_rss / RSS_ERROR_PARTS;
    error = error > RSS_ERROR_BYTES ? error : RSS_ERROR_BYTES;
    if (!wants(v, S("memory")) || !speed->measured ||
        speed->candidate_rss <= speed->original_rss + error)
        return true;
    return verdict_fail(trial->verdict, GATE_POLICY,
                        arena_printf(v->job->arena,
                                     "goal memory: its peak is %.1f MB instead of %.1f MB",
                                     (double) speed->candidate_rss / 1e6,
                                     (double) speed->original_rss / 1e6));
}
