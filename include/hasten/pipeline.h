/*
 * pipeline.h — the product in one call: source in, verified result out.
 */
#ifndef HASTEN_PIPELINE_H
#define HASTEN_PIPELINE_H

#include "model.h"

/*
 * Runs every stage on job->request, those of its kind. STATUS_OK also when nothing could be improved: then
 * job->optimized_code equals the input and the findings say why. An error means that the request
 * itself is unusable (invalid Python), that it was cancelled, or that hasten failed.
 */
enum status pipeline_run(struct job *, struct error *err);

/* The analyze stage alone, for POST /api/v1/analyze and `hasten analyze`. Executes nothing; asks
 * CPython in the sandbox for the verdict on syntax when job->sandbox is set. */
enum status pipeline_analyze(struct job *, struct error *err);

/* Fills every member of a request with its default. */
void request_defaults(struct request *);

/*
 * Reads and validates a request body (design: "Request fields"). Errors name the field. The
 * request's strings live in `arena`. `job->request.api_key` is set but must not be stored.
 */
enum status request_parse(str json, const struct config *, struct arena *, struct request *ret,
                          struct error *err);
/* The body of POST /api/v1/verify has `original` (or `code`) and `candidate` as well. */
enum status request_parse_as(enum request_kind, str json, const struct config *, struct arena *,
                             struct request *ret, struct error *err);
/*
 * Sets one field of POST /api/v1/optimize by its name, "goals" or "target.libraries", from text: lists are
 * separated by commas. Not the source, and not api_key, which has no business on a command line.
 */
enum status request_set(struct request *, str name, str value, struct arena *, struct error *err);
/* The same request as JSON without its secret, for the store. */
void request_write(const struct request *, struct buf *out);

#endif
