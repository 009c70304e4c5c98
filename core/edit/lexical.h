/* lexical.h — the few lexical rules of Python that layout needs. */
#ifndef HASTEN_EDIT_LEXICAL_H
#define HASTEN_EDIT_LEXICAL_H

#include "hasten/base.h"

/* Behind the string literal whose opening quote stands at `at`; an unterminated one-line string
 * ends at its line, any other at the end of the text. */
size_t lexical_string_end(str text, size_t at);
/* By how much a byte outside of strings and comments changes the depth of brackets: 1, 0 or -1. */
int lexical_nesting(char c);

#endif
