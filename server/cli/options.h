/* options.h — command lines of the in-process subcommands, read through one table. */
#ifndef HASTEN_CLI_OPTIONS_H
#define HASTEN_CLI_OPTIONS_H

#include "hasten/model.h"

struct options {
    const char *file;   /* "-" is standard input */
    const char *second; /* of a command that takes two files; NULL: not given */
    const char *server; /* URL of a daemon, NULL: work in process */
    const char *certificate; /* where --certificate writes, NULL: nowhere */
    const char *output; /* where --output writes, NULL: nowhere */
    const char *graph;  /* of analyze: where the dependence graph goes, NULL: nowhere */
    bool json, sarif, write, check, untimed, help;
    struct request request; /* everything but code and file_name */
};

/* False after a usage message on stderr. Unknown --name=value pairs go to request_set(), then to
 * config_set(). Lists live in the arena, everything else in argv. */
bool options_parse(struct options *ret, struct config *config, bool two_files, int argc,
                   char **argv, struct arena *);

#endif
