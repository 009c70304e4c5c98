/*
 * transform.h — from findings and proposals to candidates. One file per transformation; each ends
 * with `const struct transform NAME = { ... }` and has one row in core/transform/transforms.def.
 */
#ifndef HASTEN_TRANSFORM_H
#define HASTEN_TRANSFORM_H

#include "edit.h"
#include "python.h"

struct transform {
    enum pattern pattern;
    const char *summary;
    /* Checks what the rewriting itself needs (shape, free names, target version); the reason goes
     * to *ret_why when it refuses. The finding's own conditions were checked by the detector. */
    bool (*legal)(const struct job *, const struct finding *, str *ret_why);
    /* Fills edits, entry_points, guard, conditions, summary of *candidate. */
    void (*rewrite)(struct job *, const struct finding *, struct candidate *candidate);
};

/* Appends to job->candidates: one or more per finding, one per LLM proposal that passes the static
 * gates; a refused one leaves a verdict with GATE_STATIC. Best expected gain first. */
enum status transform_apply(struct job *, struct error *err);

#endif
