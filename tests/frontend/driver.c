/*
 * driver.c — the front end as a filter, for the scripts beside it.
 *
 * Input, repeated: two little-endian uint32, length of a source and length of CPython's dump of
 * it (UINT32_MAX: CPython refuses the source), then the two. Output per source: one line of
 * JSON with the status, what py_tree_matches() says, and the scopes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hasten/python.h"

#define NO_DUMP UINT32_MAX

static bool read_bytes(void *out, size_t n)
{
    return fread(out, 1, n, stdin) == n;
}

static bool read_length(uint32_t *ret)
{
    unsigned char b[4];

    if (!read_bytes(b, sizeof(b)))
        return false;
    *ret = b[0] | (uint32_t) b[1] << 8 | (uint32_t) b[2] << 16 | (uint32_t) b[3] << 24;
    return true;
}

static str read_str(struct arena *arena, uint32_t len)
{
    char *bytes = ARENA_ARRAY(arena, char, (size_t) len + 1);

    if (!read_bytes(bytes, len))
        exit(2);
    return (str){ bytes, len };
}

static void write_error(struct json_writer *w, const struct error *error)
{
    json_cstr(w, "detail", error->detail);
    json_int(w, "line", error->line);
    json_int(w, "column", error->column);
}

static void write_symbols(struct json_writer *w, const struct py_module *module,
                          const struct py_scope *scope)
{
    const struct py_scopes *scopes = py_scopes(module);

    json_array(w, "symbols");
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        const struct py_symbol *symbol = &scopes->symbols[scope->first_symbol + i];

        json_array(w, NULL);
        json_str(w, NULL, py_tree(module)->names[symbol->name]);
        json_int(w, NULL, symbol->flags & ~(uint32_t) PY_SYM_DEFERRED);
        json_end(w);
    }
    json_end(w);
}

static void write_scopes(struct json_writer *w, const struct py_module *module)
{
    const struct py_scopes *scopes = py_scopes(module);

    json_array(w, "scopes");
    for (uint32_t i = 0; i < scopes->scope_count; i++) {
        const struct py_scope *scope = &scopes->scopes[i];

        json_object(w, NULL);
        json_int(w, "kind", scope->kind);
        json_str(w, "name", py_name(py_tree(module), scope->node));
        json_int(w, "line", py_line(py_tree(module), scope->node));
        json_int(w, "parent", scope->parent);
        write_symbols(w, module, scope);
        json_end(w);
    }
    json_end(w);
}

static void write_result(struct json_writer *w, str source, str dump, bool valid,
                         struct arena *arena)
{
    struct py_module *module;
    struct error error = { 0 };
    enum status status = py_parse(source, arena, &module, &error);

    json_cstr(w, "status", status_code(status));
    if (status != STATUS_OK) {
        write_error(w, &error);
        return;
    }
    json_int(w, "nodes", py_tree(module)->count);
    if (!valid)
        return;
    json_bool(w, "matches", py_tree_matches(py_tree(module), dump, &error));
    write_error(w, &error);
    write_scopes(w, module);
}

int main(void)
{
    uint32_t source_len, dump_len;
    struct buf out = { 0 };

    while (read_length(&source_len) && read_length(&dump_len)) {
        struct arena *arena = arena_new((size_t) 1 << 30);
        str source = read_str(arena, source_len);
        bool valid = dump_len != NO_DUMP;
        str dump = read_str(arena, valid ? dump_len : 0);
        struct json_writer w;

        json_begin(&w, &out);
        json_object(&w, NULL);
        write_result(&w, source, dump, valid, arena);
        json_end(&w);
        json_done(&w);
        buf_byte(&out, '\n');
        fwrite(out.ptr, 1, out.len, stdout);
        fflush(stdout);
        buf_clear(&out);
        arena_free(arena);
    }
    buf_free(&out);
    return 0;
}
