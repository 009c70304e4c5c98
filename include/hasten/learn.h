/*
 * learn.h — remembers how candidates fared, and ranks what to try first next time.
 */
#ifndef HASTEN_LEARN_H
#define HASTEN_LEARN_H

#include "model.h"
#include "store.h"

/* Pipeline step: one outcome row per verdict. Without a store it does nothing; a store that
 * fails is logged and never fails the job. */
enum status learn_outcomes(struct job *, struct error *err);

/*
 * Between transform and verify: sorts the candidates by their expected_speedup times how often
 * their pattern held up so far (Laplace estimate (accepted + 1) / (tried + 2)), so that verification
 * starts with the likeliest. Candidate ids are
 * renumbered, and the verdicts that stand already (GATE_STATIC) with them.
 */
void learn_rank(struct job *);

#endif
