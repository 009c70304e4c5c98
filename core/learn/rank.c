/*
 * rank.c — what to verify first.
 *
 * A candidate is worth its expected speed-up times the chance that it holds up. The chance is
 * Laplace's rule of succession over the pattern's history, (accepted + 1) / (tried + 2): one
 * half for a pattern never tried, and no pattern is ever written off. The order is stable, and without
 * a history it is that of the expectations.
 */
#include "hasten/learn.h"

struct rank {
    struct candidate candidate;
    double worth;
    uint32_t position; /* before sorting */
};

static double chance_of(const struct pattern_record *records, uint32_t count, str transform)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_equal(records[i].pattern, transform))
            return (double) (records[i].accepted + 1) / (double) (records[i].tried + 2);
    }
    return 0.5;
}

static int by_expected_gain(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

/* Candidates are known by their index: verdicts that stand already follow their candidate. */
static void renumber(struct job *job, const struct rank *ranks)
{
    uint32_t count = job->candidates.count;
    uint32_t *moved_to = ARENA_ARRAY(job->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        moved_to[ranks[i].position] = i;
        job->candidates.items[i] = ranks[i].candidate;
        job->candidates.items[i].id = i;
    }
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        struct verdict *verdict = &job->verdicts.items[i];
        if (verdict->candidate < count)
            verdict->candidate = moved_to[verdict->candidate];
    }
}

void learn_rank(struct job *job)
{
    struct pattern_record *records = NULL;
    uint32_t record_count = 0, count = job->candidates.count;
    if (!count || (job->store && store_pattern_records(job->store, job->arena, &records,
                                                       &record_count, NULL)))
        return;
    struct rank *ranks = ARENA_ARRAY(job->arena, struct rank, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct candidate *c = &job->candidates.items[i];
        ranks[i] = (struct rank){ *c, c->expected_speedup * chance_of(records, record_count, c->transform), i };
    }
    qsort(ranks, count, sizeof(*ranks), by_expected_gain);
    renumber(job, ranks);
}
