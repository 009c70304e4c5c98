/*
 * serve.h — the daemon.
 */
#ifndef HASTEN_SERVE_H
#define HASTEN_SERVE_H

#include "hasten/base.h"

/* `hasten serve [--SETTING=VALUE ...]`; returns 2 for a command line it does not understand. */
int serve_main(struct config *, int argc, char **argv);

/*
 * Runs until SIGTERM or SIGINT, then shuts down in order; a second signal ends the process at
 * once. Prints "listening on http://ADDRESS:PORT" on stdout when it is ready to be asked.
 * Returns the exit code: 0 after an orderly shutdown, 1 when something could not be started.
 */
int serve_run(const struct config *);

#endif
