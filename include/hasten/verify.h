/*
 * verify.h — from candidates to verdicts: CPython's own judgement of the text, strict differential
 * execution in the sandbox, adequacy of the evidence, honest timing.
 */
#ifndef HASTEN_VERIFY_H
#define HASTEN_VERIFY_H

#include "edit.h"
#include "python.h"
#include "sandbox.h"

/* The harness modules that every sandbox must be opened with; ready before main(). */
#define VERIFY_HARNESS_MAX 32
extern struct sandbox_module verify_harness[VERIFY_HARNESS_MAX];
extern size_t verify_harness_count;
/* A sandbox with them, as the settings want it. The caller closes it. */
enum status verify_open_sandbox(const struct config *, struct sandbox **ret, struct error *err);

/*
 * Asks CPython whether `code` compiles and, when `tree` is given, whether our tree agrees with
 * its own. STATUS_INVALID_PYTHON carries CPython's message, line and column.
 */
enum status verify_compiles(struct sandbox *, str code, const struct py_tree *tree,
                            struct error *err);

/*
 * Runs the program once under a profiler and notes in every finding's benefit the share of the time that its
 * function takes. Changes nothing when there is no sandbox, only one finding, or no program to run.
 */
enum status verify_hotspots(struct job *, struct error *err);

/*
 * Judges job->candidates in order, composes the accepted ones, verifies the composition as a whole,
 * and sets job->verdicts, optimized_code, diff and final. Without a sandbox nothing is accepted.
 */
enum status verify_candidates(struct job *, struct error *err);

/*
 * A text that several rounds made out of request.code, against request.code: `sum` names the entry
 * points, rung and profile of all that changed. True when it holds: optimized_code, diff and final are
 * set; otherwise they stay as they were.
 */
bool verify_whole(struct job *, str text, const struct candidate *sum);

/* request.code against request.candidate, both from a caller: sets job->final, changes and diff. */
enum status verify_pair(struct job *, struct error *err);

/*
 * Runs a certificate again: the texts, the calls and the script that it holds. Sets job->request and
 * job->final, equivalent when everything was reproduced. STATUS_INVALID_FIELD when it is none, or was
 * changed. job->sandbox must be set.
 */
enum status verify_replay(struct job *, str certificate, struct error *err);

#endif
