/*
 * problem.c — errors as application/problem+json (RFC 9457) with a stable `code`.
 */
#include "report_internal.h"

void report_problem_json(const struct error *err, const char *instance, struct buf *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_cstr(&w, "type", "about:blank");
    json_cstr(&w, "title", status_title(err->status));
    json_int(&w, "status", status_http(err->status));
    json_cstr(&w, "code", status_code(err->status));
    json_cstr(&w, "detail", *err->detail ? err->detail : status_title(err->status));
    if (*err->field)
        json_cstr(&w, "field", err->field);
    if (err->line) {
        json_int(&w, "line", err->line);
        json_int(&w, "column", err->column);
    }
    if (instance)
        json_cstr(&w, "instance", instance);
    json_end(&w);
    json_done(&w);
}
