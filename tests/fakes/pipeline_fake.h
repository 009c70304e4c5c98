/*
 * pipeline_fake.h — a pipeline, reports and a sandbox for tests of server/jobs.
 *
 * The code of a request says what happens: "ok" succeeds at once; "fail" is
 * STATUS_INVALID_PYTHON; "sleep N" works for N milliseconds, reporting progress, and ends early
 * when it should stop; "block" works until it should stop; "hold" works until fake_release() or
 * until it should stop.
 */
#ifndef HASTEN_PIPELINE_FAKE_H
#define HASTEN_PIPELINE_FAKE_H

#include <stdatomic.h>

#include "hasten/base.h"

struct fake_pipeline {
    atomic_int runs;    /* pipeline_run() calls */
    atomic_int running; /* at this moment */
    atomic_int analyses;
    atomic_bool released;               /* lets "hold" end */
    atomic_bool no_sandbox;             /* sandbox_open() fails */
    atomic_bool saw_key;                /* some run had an API key */
    atomic_bool saw_no_sandbox;         /* some run had no sandbox */
    void (*on_run)(const char *job_id); /* may be NULL; set before the engine starts */
};
extern struct fake_pipeline fake;

#endif
