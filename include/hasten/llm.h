/*
 * llm.h — asks a provider for rewrites of whole functions. What comes back is a proposal and
 * nothing more: it goes through the same gates as every rule.
 */
#ifndef HASTEN_LLM_H
#define HASTEN_LLM_H

#include "python.h"

struct llm_client;

/* NULL in *ret_client when no provider is configured (config.llm_base_url empty): not an error.
 * Thread-safe to share; each call uses its own connection handle of a pool. */
enum status llm_open(const struct config *, struct llm_client **ret_client, struct error *err);
void llm_close(struct llm_client *);

/*
 * Pipeline step: fills job->proposals and job->llm_report. Never fails the job: a provider that is
 * down, slow, over budget or talking nonsense is told in job->llm_report and the rules go on.
 */
enum status llm_propose(struct job *, struct error *err);

#endif
