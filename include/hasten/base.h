/*
 * base.h — what every folder of hasten stands on: strings, memory, errors, JSON, log,
 * configuration, clock, counters.
 *
 * Conventions, here and everywhere:
 *  - `str` is a borrowed slice; it is not NUL-terminated. NUL appears only at library doors.
 *  - A fallible call returns `enum status`, takes `struct error *err` last and leaves `err`
 *    untouched on success. Outputs are named `ret_x` and are untouched on failure.
 *  - Memory of a request or a job lives in one arena and dies with it; stages never free().
 *  - Times are nanoseconds of CLOCK_MONOTONIC unless the name says `unix_ms`.
 */
#ifndef HASTEN_BASE_H
#define HASTEN_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banned.h"

#define HASTEN_VERSION "0.1.0"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* ---- strings -------------------------------------------------------------------- */

typedef struct str {
    const char *ptr;
    size_t len;
} str;

#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
/* The same inside a static initialiser. */
#define S_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int) (s).len, (s).ptr

str str_from(const char *nul_terminated); /* NULL gives the empty string */
bool str_equal(str a, str b);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
int str_compare(str a, str b); /* by bytes, as memcmp */
str str_slice(str s, size_t from, size_t to); /* clamped to the string */
size_t str_find(str haystack, str needle); /* offset, or SIZE_MAX */
str str_trim(str s);
uint32_t str_hash(str s); /* FNV-1a */
/* Offset of the first byte that is not valid UTF-8 (RFC 3629, no surrogates), or SIZE_MAX. */
size_t str_invalid_utf8(str s);

/* ---- arena ---------------------------------------------------------------------- */

/*
 * Bump allocator, freed at once. Single-threaded. An allocation never returns NULL: past
 * `limit` bytes it still succeeds and arena_over() turns true, which stages test between
 * steps; when the machine itself has no memory left the process aborts.
 */
struct arena;

struct arena *arena_new(size_t limit_bytes);
void arena_free(struct arena *); /* accepts NULL */
bool arena_over(const struct arena *);
size_t arena_used(const struct arena *);
void *arena_alloc(struct arena *, size_t size); /* zeroed, aligned to 16 bytes */
str arena_str(struct arena *, str s); /* copies; the copy is also NUL-terminated */
char *arena_cstr(struct arena *, str s);
str arena_printf(struct arena *, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type) ((type *) arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *) arena_alloc((arena), sizeof(type) * (size_t) (n)))

/* Growing array in an arena: VEC(struct edit) edits; *VEC_PUSH(arena, &edits) = (...); */
#define VEC(type)           \
    struct {                \
        type *items;        \
        uint32_t count;     \
        uint32_t capacity;  \
    }
#define VEC_PUSH(arena, v)                                                              \
    (((v)->items = vec_room((arena), (v)->items, (v)->count, &(v)->capacity,            \
                            sizeof(*(v)->items))),                                      \
     &(v)->items[(v)->count++])
void *vec_room(struct arena *, void *items, uint32_t count, uint32_t *capacity, size_t size);

/* ---- growing byte buffer on the heap --------------------------------------------- */

struct buf {
    char *ptr; /* NULL while empty; always NUL-terminated otherwise */
    size_t len;
    size_t capacity;
};

void buf_append(struct buf *, str s);
void buf_byte(struct buf *, char c);
void buf_printf(struct buf *, const char *format, ...) PRINTF_LIKE(2, 3);
void *buf_room(struct buf *, size_t n); /* n writable bytes at the end; add to len yourself */
void buf_clear(struct buf *); /* keeps the memory */
void buf_free(struct buf *);
str buf_str(const struct buf *);

/* A file that the build put into the program (tools/embed.sh). */
struct embedded_file {
    const char *name; /* base name */
    str content;      /* NUL-terminated too */
};

/* malloc that aborts when the machine has no memory left. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup_str(str s); /* NUL-terminated copy; caller frees */

/* ---- errors --------------------------------------------------------------------- */

enum status {
#define STATUS(name, code, http, retryable, text) STATUS_##name,
#include "status.def"
#undef STATUS
};

const char *status_code(enum status);  /* stable machine name: "unknown_field" */
const char *status_title(enum status); /* one sentence */
int status_http(enum status);
bool status_retryable(enum status);

struct error {
    enum status status;
    char field[96];   /* request field or configuration name at fault, "" when none */
    uint32_t line;    /* 1-based place in the source at fault, 0 when none */
    uint32_t column;  /* 1-based */
    char detail[512]; /* one sentence for a person; never user source, never a secret */
};

/* Fill *err (may be NULL) and return status, so that `return error_set(...)` reads well. */
enum status error_set(struct error *err, enum status, const char *format, ...) PRINTF_LIKE(3, 4);
enum status error_field(struct error *err, enum status, const char *field, const char *format,
                        ...) PRINTF_LIKE(4, 5);
enum status error_at(struct error *err, enum status, uint32_t line, uint32_t column,
                     const char *format, ...) PRINTF_LIKE(5, 6);

/* ---- JSON ----------------------------------------------------------------------- */

/*
 * Writer: streams into a buf and asserts correct nesting. `key` is NULL inside an array and
 * at the top. Strings that are not UTF-8 come out with U+FFFD in place of the bad bytes;
 * NaN and infinities come out as null.
 */
struct json_writer {
    struct buf *out; /* borrowed */
    uint32_t depth;
    uint64_t in_object; /* bit per depth */
    uint64_t not_empty; /* bit per depth */
};

void json_begin(struct json_writer *, struct buf *out);
void json_done(const struct json_writer *); /* asserts that everything was closed */
void json_object(struct json_writer *, const char *key);
void json_array(struct json_writer *, const char *key);
void json_end(struct json_writer *); /* closes the innermost object or array */
void json_str(struct json_writer *, const char *key, str value);
void json_cstr(struct json_writer *, const char *key, const char *value); /* NULL → null */
void json_int(struct json_writer *, const char *key, int64_t value);
void json_double(struct json_writer *, const char *key, double value);
void json_bool(struct json_writer *, const char *key, bool value);
void json_null(struct json_writer *, const char *key);
void json_raw(struct json_writer *, const char *key, str valid_json);

/*
 * Reader. json_parse() scans strictly first (RFC 8259: UTF-8, no control characters, no
 * \u0000, no lone surrogates, no duplicate keys, no trailing bytes, depth <= 32), then builds
 * the tree with cJSON. Lookups are case-sensitive. Slices stay valid until json_free().
 */
struct json; /* a parsed value */

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

enum status json_parse(str text, struct json **ret_root, struct error *err);
void json_free(struct json *root); /* accepts NULL; only for what json_parse() returned */
enum json_type json_type(const struct json *);
bool json_is(const struct json *, enum json_type); /* false for NULL */
const struct json *json_get(const struct json *object, const char *key); /* NULL when absent */
const struct json *json_first(const struct json *container);
const struct json *json_next(const struct json *element);
size_t json_count(const struct json *container);
const char *json_name(const struct json *member);
str json_string(const struct json *);    /* "" when not a string */
double json_number(const struct json *); /* 0 when not a number */
bool json_truth(const struct json *);    /* false when not a boolean */
void json_print(const struct json *, struct buf *out); /* compact; numbers as doubles */

/*
 * Reads an object into a struct through a table. Members that are absent or null keep the
 * target's value unless required. Errors name the field by its path ("target.cores").
 */
enum json_field_type {
    FIELD_STR,      /* str, copied into the arena */
    FIELD_BOOL,     /* bool */
    FIELD_INT,      /* int64_t, exact integers only */
    FIELD_DOUBLE,   /* double */
    FIELD_STR_LIST, /* struct str_list */
    FIELD_CHOICE,   /* int: index into choices */
    FIELD_OBJECT,   /* nested table, target is the containing struct + offset */
    FIELD_RAW,      /* const struct json *, for the caller to walk */
};

struct str_list {
    str *items;
    uint32_t count;
};

struct json_field {
    const char *name;
    enum json_field_type type;
    size_t offset;
    bool required;
    double min, max;   /* numbers: range; strings: byte length; lists: element count */
    const char *const *choices; /* NULL-terminated */
    const struct json_field *fields; /* FIELD_OBJECT; terminated by a NULL name */
    size_t present; /* offset of a bool that is set when the member is there, 0 for none */
};

/* An unknown member is STATUS_UNKNOWN_FIELD. `fields` ends with a row whose name is NULL. */
enum status json_read(const struct json *object, const struct json_field *fields, void *target,
                      struct arena *, struct error *err);

/* ---- log, clock, identifiers ------------------------------------------------------ */

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR, LOG_OFF };

/*
 * One line on stderr: time level event key=value ... Pairs of const char *, ended by NULL.
 * Values are quoted and cut at 256 bytes. Never pass users' source or keys.
 */
void log_event(enum log_level, const char *event, ...) __attribute__((sentinel));
void log_set_level(enum log_level);
/* Formats a number for log_event(); `out` is returned. */
const char *log_num(char out[24], int64_t value);

uint64_t clock_ns(void);
int64_t clock_unix_ms(void);

/* cores.c: processors this process may use, at least 1. */
uint32_t cores_usable(void);
/* Of `most`, what the quotas of `group` ("/a/b", or "") and of all above it in the tree at `root` allow. */
uint32_t cores_under_quota(const char *root, str group, uint32_t most);
/* Where a tree of control groups v2 is mounted, as a rule. */
#define CGROUP_MOUNTS 2
extern const char *const cgroup_mounts[CGROUP_MOUNTS];
/* The group of this process below it, in `room`: "/a/b", "" for the root; ptr NULL when it has none. */
str cgroup_own(char *room, size_t size);

#define UUID_LEN 36
void uuid_v7(char out[UUID_LEN + 1]); /* RFC 9562: in the order of the calls, random tail */
bool uuid_is_valid(str s);
void sha256_hex(str bytes, char out[65]);
void random_bytes(void *out, size_t n); /* getrandom(2) */

/* ---- counters ------------------------------------------------------------------- */

enum counter {
#define COUNTER(name, kind, metric, help) COUNTER_##name,
#include "counters.def"
#undef COUNTER
    COUNTER_COUNT
};

void counter_add(enum counter, int64_t delta); /* thread-safe */
void counter_set(enum counter, int64_t value); /* for gauges */
int64_t counter_get(enum counter);
void counters_render(struct buf *out); /* Prometheus text format 0.0.4 */

/* ---- configuration ---------------------------------------------------------------- */

/*
 * One row of config.def per setting. Precedence: command line (--name=value), environment
 * (HASTEN_NAME), file (`name = value` lines, # comments), default.
 */
struct config {
#define CONFIG_STRING(name, def, help) const char *name;
#define CONFIG_NUMBER(name, def, min, max, unit, help) int64_t name;
#include "config.def"
#undef CONFIG_STRING
#undef CONFIG_NUMBER
};

void config_defaults(struct config *);
enum status config_load_file(struct config *, const char *path, struct error *err);
enum status config_load_env(struct config *, struct error *err);
enum status config_set(struct config *, str name, str value, struct error *err);
void config_print(const struct config *, struct buf *out); /* with help; secrets masked */
void config_release(struct config *);

#endif
