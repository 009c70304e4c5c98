/*
 * transform.h — from findings and proposals to candidates.
 *
 * One file per transformation under core/transform, one row each in transforms.def; the struct
 * that they share is in transform_internal.h.
 */
#ifndef HASTEN_TRANSFORM_H
#define HASTEN_TRANSFORM_H

#include "edit.h"
#include "python.h"

/*
 * Appends to job->candidates: one per finding that its transformation can rewrite, one per LLM
 * proposal that passes the static gates. One that is refused becomes a candidate without edits
 * and leaves a verdict with GATE_STATIC and the reason. Best expected gain first; a candidate's
 * id is its index. Each candidate's text has been parsed.
 */
enum status transform_apply(struct job *, struct error *err);

#endif
