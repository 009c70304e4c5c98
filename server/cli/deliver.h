/* deliver.h — where the resulting code goes besides the terminal. */
#ifndef HASTEN_CLI_DELIVER_H
#define HASTEN_CLI_DELIVER_H

#include "options.h"

/* --write replaces FILE when `changed`; --output writes its PATH in any case. */
enum status deliver(const struct options *, str code, bool changed, struct error *err);

#endif
