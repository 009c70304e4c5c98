/* explain.h — blockers in words for a Python developer: why, and the one edit that would help.
 */
#ifndef HASTEN_EXPLAIN_H
#define HASTEN_EXPLAIN_H

#include "elements.h"

str explain_effect(struct py_facts *, const struct py_effect *);
str unlock_effect(struct py_facts *, const struct py_effect *); /* "" when no edit is known */
str explain_mutation(struct py_facts *, const struct py_effect *);
str explain_meeting(struct py_facts *, const struct elements_answer *, str name);
str unlock_meeting(struct py_facts *, const struct elements_answer *, str name);
str explain_exit(struct py_facts *, uint32_t node);

#endif
