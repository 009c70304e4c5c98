/*
 * cli.h — the subcommands that work in process, without a daemon.
 *
 * Exit codes: 0 an answer was given (changed or not; by verify: equivalent), 1 `--check` found an
 * improvement, or verify could not show equivalence, 2 usage, 3 the input is not valid Python,
 * 4 hasten could not do its work.
 */
#ifndef HASTEN_CLI_H
#define HASTEN_CLI_H

#include "hasten/base.h"

enum cli_exit {
    CLI_OK = 0,
    CLI_IMPROVABLE = 1,
    CLI_DIFFERENT = 1,
    CLI_USAGE = 2,
    CLI_INVALID = 3,
    CLI_FAILED = 4
};

/* argv[0] is the subcommand. `config` is already loaded from file and environment; options
 * that name a setting (--workers=2) change it. */
int cli_optimize(struct config *, int argc, char **argv);
int cli_analyze(struct config *, int argc, char **argv);
int cli_verify(struct config *, int argc, char **argv);
int cli_doctor(struct config *, int argc, char **argv);
int cli_config(struct config *, int argc, char **argv);
int cli_migrate(struct config *, int argc, char **argv);

#endif
