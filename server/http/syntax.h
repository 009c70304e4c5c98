/*
 * syntax.h — the small grammars of HTTP that handlers need. Pure functions.
 */
#ifndef HASTEN_HTTP_SYNTAX_H
#define HASTEN_HTTP_SYNTAX_H

#include "hasten/base.h"

/* Percent-decodes a path. Refuses what could mean two things: escapes that are incomplete or
 * stand for NUL or "/", bytes outside visible ASCII, text that is not UTF-8 once decoded. */
enum status syntax_path(str raw, struct arena *, str *ret, struct error *err);

/* A path that needs no decoding and has nothing to refuse; spares an arena. */
bool syntax_is_plain_path(str raw);

struct query_parameter {
    str name, value; /* decoded; "+" is a space */
};
#define QUERY_MAX 16

/* STATUS_BAD_REQUEST for a malformed query; STATUS_INVALID_FIELD for a name that comes twice.
 */
enum status syntax_query(str raw, struct arena *, struct query_parameter ret[QUERY_MAX],
                         uint32_t *ret_count, struct error *err);

/* RFC 7240: seconds of `wait=N`, 0 for `respond-async`, -1 when neither is asked for. Anything
 * malformed is a preference that is not understood, hence ignored. */
int64_t syntax_prefer_wait(str prefer);

/* application/json, with or without a charset that is UTF-8. */
bool syntax_is_json(str content_type);

/* Exact decimal integer in [min, max]. */
bool syntax_integer(str text, int64_t min, int64_t max, int64_t *ret);

#endif
