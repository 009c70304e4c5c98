/* report_internal.h — pieces that the answers share. */
#ifndef HASTEN_REPORT_INTERNAL_H
#define HASTEN_REPORT_INTERNAL_H

#include "hasten/report.h"

void report_opportunities(struct json_writer *, const struct job *);
void report_conditions(struct json_writer *, const struct condition *, uint32_t count);
void report_blockers(struct json_writer *, const struct blocker *, uint32_t count);
void report_strings(struct json_writer *, const char *key, const str_vec *);
void report_unsupported(struct json_writer *, const struct job *);
/* optimization.c */
void report_speed(struct json_writer *, const char *key, const struct verdict *); /* or null */
void report_evidence(struct json_writer *, const struct verdict *);
void report_counterexample(struct json_writer *, const struct counterexample *);
void report_conditions_of_run(struct json_writer *, const struct job *); /* relaxations, sandbox */
void report_certificate(struct json_writer *, const struct job *); /* or null */
void report_timing(struct json_writer *, const struct job *);
/* The accepted verdict whose candidate changed the given lines, NULL when none did. */
const struct verdict *report_accepted_at(const struct job *, uint32_t line, uint32_t end_line);

#endif
