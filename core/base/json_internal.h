/* json_internal.h — shared by the two halves of the JSON reader. */
#ifndef HASTEN_JSON_INTERNAL_H
#define HASTEN_JSON_INTERNAL_H

#include "hasten/base.h"

#define JSON_DEPTH_MAX 32u

/* NULL when `text` is one strict JSON value, else what is wrong with it, at *ret_offset. */
const char *json_scan(str text, size_t *ret_offset);

#endif
