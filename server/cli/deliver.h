/* deliver.h — where the resulting code goes besides the terminal. */
#ifndef HASTEN_CLI_DELIVER_H
#define HASTEN_CLI_DELIVER_H

#include "options.h"

/* --write replaces FILE when `changed`; --output writes its PATH in any case. */
enum status deliver(const struct options *, str code, bool changed, struct error *err);
/* Writes the graph to `path`, and its drawing to `path`.svg when Graphviz's `dot` is installed. */
enum status deliver_graph(const char *path, str dot, struct error *err);

/* --certificate writes its PATH. */
enum status deliver_certificate(const struct options *, str certificate, struct error *err);

#endif
