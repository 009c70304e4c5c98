/*
 * report.h — renders a finished job: the JSON of the HTTP contract and text for a terminal.
 */
#ifndef HASTEN_REPORT_H
#define HASTEN_REPORT_H

#include "model.h"

/* The body of POST /api/v1/optimize (design: "HTTP contract"). */
void report_optimize_json(const struct job *, struct buf *out);
/* The body of POST /api/v1/verify. */
void report_verify_json(const struct job *, struct buf *out);
/* What came of replaying a certificate. */
void report_replay_json(const struct job *, struct buf *out);
void report_replay_text(const struct job *, bool colour, struct buf *out);
/* The body of POST /api/v1/analyze. */
void report_analyze_json(const struct job *, struct buf *out);
/* The same findings as SARIF 2.1.0, and the dependence graph of the loops in DOT. */
void report_analyze_sarif(const struct job *, struct buf *out);
void report_analyze_dot(const struct job *, struct buf *out);
/* application/problem+json, RFC 9457: type, title, status, detail, code, and field/line/column
 * when known. */
void report_problem_json(const struct error *, const char *instance, struct buf *out);

/* For people. `colour` adds ANSI escapes. */
void report_optimize_text(const struct job *, bool colour, struct buf *out);
void report_verify_text(const struct job *, bool colour, struct buf *out);
void report_analyze_text(const struct job *, bool colour, struct buf *out);

#endif
