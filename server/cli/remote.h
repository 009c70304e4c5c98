/* remote.h — the same subcommands, done by a running daemon. */
#ifndef HASTEN_CLI_REMOTE_H
#define HASTEN_CLI_REMOTE_H

#include "options.h"

/* POSTs the request to `server` + `path`, waits for the job when it takes longer than the daemon
 * lets a request wait, prints the answer. Returns an exit code of enum cli_exit. */
int remote_run(const char *server, const char *path, const struct options *);

#endif
