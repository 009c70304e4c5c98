/*
 * analyze.h — from facts to findings: functions, loops, opportunities with their conditions, and
 * why-nots. Static only: nothing is executed.
 */
#ifndef HASTEN_ANALYZE_H
#define HASTEN_ANALYZE_H

#include "python.h"

/* Fills job->module and job->findings from job->request.code. */
enum status analyze_source(struct job *, struct error *err);

/*
 * One detector: scans the module and pushes findings into job->findings.opportunities. Its file
 * documents the pattern, the conditions and what the anchors mean. detectors.def lists them.
 */
struct detector {
    enum pattern pattern;
    void (*detect)(struct job *);
};

#endif
