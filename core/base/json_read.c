/*
 * json_read.c — strict parsing (json_scan.c first, then cJSON for the tree) and reading objects
 * into structs through tables. `struct json` is cJSON under another name: only this file knows.
 */
#include <cjson/cJSON.h>
#include <math.h>

#include "json_internal.h"

/* Bounds the quadratic search for duplicate keys. */
#define MEMBERS_MAX 256

static const cJSON *node(const struct json *j)
{
    return (const cJSON *) (const void *) j;
}

static const struct json *wrap(const cJSON *c)
{
    return (const struct json *) (const void *) c;
}

static const char *duplicate_key(const cJSON *object)
{
    unsigned n = 0;
    for (const cJSON *a = object->child; a; a = a->next) {
        if (++n > MEMBERS_MAX)
            return "an object has too many members";
        for (const cJSON *b = object->child; b != a; b = b->next)
            if (strcmp(a->string, b->string) == 0)
                return "an object has the same key twice";
    }
    return NULL;
}

/* Depth is bounded by the scan. */
static const char *check_keys(const cJSON *value)
{
    const char *problem = cJSON_IsObject(value) ? duplicate_key(value) : NULL;
    for (const cJSON *c = value->child; c && !problem; c = c->next)
        problem = check_keys(c);
    return problem;
}

enum status json_parse(str text, struct json **ret_root, struct error *err)
{
    size_t offset;
    const char *problem = json_scan(text, &offset);
    if (problem)
        return error_set(err, STATUS_NOT_JSON, "Not valid JSON at byte %zu: %s.", offset, problem);
    char *copy = xstrdup_str(text); /* cJSON wants the terminating NUL inside the length */
    cJSON *root = cJSON_ParseWithLengthOpts(copy, text.len + 1, NULL, true);
    free(copy);
    if (!root)
        return error_set(err, STATUS_NOT_JSON, "Not valid JSON.");
    problem = check_keys(root);
    if (problem) {
        cJSON_Delete(root);
        return error_set(err, STATUS_NOT_JSON, "Not acceptable JSON: %s.", problem);
    }
    *ret_root = (struct json *) (void *) root;
    return STATUS_OK;
}

void json_free(struct json *root)
{
    cJSON_Delete((cJSON *) (void *) root);
}

enum json_type json_type(const struct json *j)
{
    switch (node(j)->type & 0xFF) {
    case cJSON_True:
    case cJSON_False:
        return JSON_BOOL;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_String:
        return JSON_STRING;
    case cJSON_Array:
        return JSON_ARRAY;
    case cJSON_Object:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

bool json_is(const struct json *j, enum json_type type)
{
    return j && json_type(j) == type;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (!json_is(object, JSON_OBJECT))
        return NULL;
    return wrap(cJSON_GetObjectItemCaseSensitive(node(object), key));
}

const struct json *json_first(const struct json *container)
{
    return container ? wrap(node(container)->child) : NULL;
}

const struct json *json_next(const struct json *element)
{
    return wrap(node(element)->next);
}

size_t json_count(const struct json *container)
{
    size_t n = 0;
    for (const struct json *e = json_first(container); e; e = json_next(e))
        n++;
    return n;
}

const char *json_name(const struct json *member)
{
    return node(member)->string;
}

str json_string(const struct json *j)
{
    return json_is(j, JSON_STRING) ? str_from(node(j)->valuestring) : S("");
}

double json_number(const struct json *j)
{
    return json_is(j, JSON_NUMBER) ? node(j)->valuedouble : 0;
}

bool json_truth(const struct json *j)
{
    return j && cJSON_IsTrue(node(j));
}

void json_print(const struct json *j, struct buf *out)
{
    char *text = cJSON_PrintUnformatted(node(j));
    buf_append(out, str_from(text));
    cJSON_free(text);
}

/* ---- objects into structs --------------------------------------------------------- */

#define PATH_MAX_LEN 96

struct reader {
    struct arena *arena;
    struct error *err;
};

static enum status bad(struct reader *r, const char *path, const char *what)
{
    return error_field(r->err, STATUS_INVALID_FIELD, path, "%s must be %s.", path, what);
}

static void join_path(char out[PATH_MAX_LEN], const char *prefix, const char *name)
{
    snprintf(out, PATH_MAX_LEN, "%s%s%s", prefix, *prefix ? "." : "", name);
}

static enum status out_of_range(struct reader *r, const struct json_field *f, const char *path,
                                const char *unit)
{
    return error_field(r->err, STATUS_INVALID_FIELD, path, "%s must have between %g and %g%s.",
                       path, f->min, f->max, unit);
}

static enum status read_text(struct reader *r, const struct json_field *f, const char *path,
                             const struct json *v, str *target)
{
    if (!json_is(v, JSON_STRING))
        return bad(r, path, "a string");
    str s = json_string(v);
    if (f->max > 0 && ((double) s.len < f->min || (double) s.len > f->max))
        return out_of_range(r, f, path, " bytes");
    *target = arena_str(r->arena, s);
    return STATUS_OK;
}

static enum status read_number(struct reader *r, const struct json_field *f, const char *path,
                               const struct json *v, double *ret)
{
    if (!json_is(v, JSON_NUMBER))
        return bad(r, path, "a number");
    *ret = json_number(v);
    if (!isfinite(*ret) || *ret < f->min || *ret > f->max)
        return error_field(r->err, STATUS_INVALID_FIELD, path, "%s must be between %g and %g.",
                           path, f->min, f->max);
    return STATUS_OK;
}

static enum status read_int(struct reader *r, const struct json_field *f, const char *path,
                            const struct json *v, int64_t *target)
{
    double number;
    enum status status = read_number(r, f, path, v, &number);
    if (status)
        return status;
    if (number != floor(number) || fabs(number) > 9007199254740992.0)
        return bad(r, path, "a whole number");
    *target = (int64_t) number;
    return STATUS_OK;
}

static enum status read_list(struct reader *r, const struct json_field *f, const char *path,
                             const struct json *v, struct str_list *target)
{
    if (!json_is(v, JSON_ARRAY))
        return bad(r, path, "an array of strings");
    size_t n = json_count(v);
    if ((double) n < f->min || (double) n > f->max)
        return out_of_range(r, f, path, " elements");
    struct str_list list = { ARENA_ARRAY(r->arena, str, n ? n : 1), 0 };
    for (const struct json *e = json_first(v); e; e = json_next(e)) {
        if (!json_is(e, JSON_STRING))
            return bad(r, path, "an array of strings");
        list.items[list.count++] = arena_str(r->arena, json_string(e));
    }
    *target = list;
    return STATUS_OK;
}

static enum status read_choice(struct reader *r, const struct json_field *f, const char *path,
                               const struct json *v, int *target)
{
    if (!json_is(v, JSON_STRING))
        return bad(r, path, "a string");
    for (int i = 0; f->choices[i]; i++)
        if (str_equal(json_string(v), str_from(f->choices[i]))) {
            *target = i;
            return STATUS_OK;
        }
    struct buf allowed = { 0 };
    for (int i = 0; f->choices[i]; i++)
        buf_printf(&allowed, "%s%s", i ? ", " : "", f->choices[i]);
    enum status status = error_field(r->err, STATUS_INVALID_FIELD, path, "%s must be one of: %s.",
                                     path, allowed.ptr);
    buf_free(&allowed);
    return status;
}

static enum status read_object(struct reader *r, const struct json *object,
                               const struct json_field *fields, void *target, const char *prefix);

static enum status read_member(struct reader *r, const struct json_field *f, const char *path,
                               const struct json *v, void *target)
{
    void *slot = (char *) target + f->offset;
    if (f->present)
        *(bool *) ((char *) target + f->present) = true;
    switch (f->type) {
    case FIELD_STR:
        return read_text(r, f, path, v, slot);
    case FIELD_BOOL:
        if (!json_is(v, JSON_BOOL))
            return bad(r, path, "true or false");
        *(bool *) slot = json_truth(v);
        return STATUS_OK;
    case FIELD_INT:
        return read_int(r, f, path, v, slot);
    case FIELD_DOUBLE:
        return read_number(r, f, path, v, slot);
    case FIELD_STR_LIST:
        return read_list(r, f, path, v, slot);
    case FIELD_CHOICE:
        return read_choice(r, f, path, v, slot);
    case FIELD_OBJECT:
        if (!json_is(v, JSON_OBJECT))
            return bad(r, path, "an object");
        return read_object(r, v, f->fields, slot, path);
    case FIELD_RAW:
        *(const struct json **) slot = v;
        return STATUS_OK;
    }
    return STATUS_INTERNAL;
}

static enum status reject_unknown(struct reader *r, const struct json *object,
                                  const struct json_field *fields, const char *prefix)
{
    for (const struct json *m = json_first(object); m; m = json_next(m)) {
        const struct json_field *f = fields;
        while (f->name && strcmp(f->name, json_name(m)) != 0)
            f++;
        if (f->name)
            continue;
        char path[PATH_MAX_LEN];
        join_path(path, prefix, json_name(m));
        return error_field(r->err, STATUS_UNKNOWN_FIELD, path, "There is no field %s.", path);
    }
    return STATUS_OK;
}

static enum status read_object(struct reader *r, const struct json *object,
                               const struct json_field *fields, void *target, const char *prefix)
{
    enum status status = reject_unknown(r, object, fields, prefix);
    for (const struct json_field *f = fields; f->name && !status; f++) {
        char path[PATH_MAX_LEN];
        join_path(path, prefix, f->name);
        const struct json *v = json_get(object, f->name);
        if (v && !json_is(v, JSON_NULL))
            status = read_member(r, f, path, v, target);
        else if (f->required)
            status = error_field(r->err, STATUS_MISSING_FIELD, path, "%s is required.", path);
    }
    return status;
}

enum status json_read(const struct json *object, const struct json_field *fields, void *target,
                      struct arena *arena, struct error *err)
{
    if (!json_is(object, JSON_OBJECT))
        return error_set(err, STATUS_NOT_JSON, "The body must be a JSON object.");
    struct reader r = { arena, err };
    return read_object(&r, object, fields, target, "");
}
