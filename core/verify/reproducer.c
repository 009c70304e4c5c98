/*
 * reproducer.c — a counterexample as one Python file that needs nothing but Python: both versions of
 * the module as literals, the calls, what each does, and an assertion that they agree (and fails).
 */
#include "verify_internal.h"

extern const struct embedded_file embedded_reproducer[];
extern const size_t embedded_reproducer_count;

/* A bytes literal, one source line per literal line. */
static void put_bytes(struct buf *out, str bytes)
{
    buf_append(out, S("(\n    b\""));
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char) bytes.ptr[i];
        if (c == '\n' && i + 1 < bytes.len)
            buf_append(out, S("\\n\"\n    b\""));
        else if (c == '\n')
            buf_append(out, S("\\n"));
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c >= ' ' && c < 127)
            buf_byte(out, (char) c);
        else
            buf_printf(out, "\\x%02x", c);
    }
    buf_append(out, S("\"\n)\n"));
}

static void put_hex(struct buf *out, str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        buf_printf(out, "%02x", (unsigned char) bytes.ptr[i]);
}

static void put_sources(struct buf *out, str original, str candidate)
{
    buf_append(out, S("ORIGINAL = "));
    put_bytes(out, original);
    buf_append(out, S("\nCANDIDATE = "));
    put_bytes(out, candidate);
}

/* The text of a harness module: what pickled inputs refer to. */
static str harness_text(const char *name)
{
    for (size_t i = 0; i < verify_harness_count; i++)
        if (!strcmp(verify_harness[i].name, name))
            return verify_harness[i].source;
    return (str){ 0 };
}

/* The text around the data: reproducer/NAME, embedded by the build, parted at its marker. */
static str frame(const char *name, str *ret_rest)
{
    static const str marker = S_INIT("# DATA\n");
    for (size_t i = 0; i < embedded_reproducer_count; i++) {
        str text = embedded_reproducer[i].content;
        size_t at = str_find(text, marker);
        if (strcmp(embedded_reproducer[i].name, name) || at == SIZE_MAX)
            continue;
        *ret_rest = str_slice(text, at + marker.len, text.len);
        return str_slice(text, 0, at);
    }
    *ret_rest = S("");
    return S("");
}

str reproducer_for_call(struct arena *arena, str original, str candidate, str entry,
                        const struct input *calls, uint32_t count)
{
    struct buf out = { 0 };
    str rest;
    buf_append(&out, frame("call.py", &rest));
    put_sources(&out, original, candidate);
    buf_append(&out, S("\n# Types of arguments that test what the code relies on.\nHOSTILE = "));
    put_bytes(&out, harness_text("hostile"));
    buf_printf(&out, "\nENTRY = \"%.*s\"\nCALLS = [  # pickled (args, kwargs)\n", STR_ARG(entry));
    for (uint32_t i = 0; i < count; i++) {
        buf_append(&out, S("    \""));
        put_hex(&out, calls[i].pickle);
        buf_append(&out, S("\",\n"));
    }
    buf_append(&out, S("]\n"));
    buf_append(&out, rest);
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

str reproducer_for_script(struct arena *arena, str original, str candidate,
                          const struct request *request)
{
    struct buf out = { 0 };
    str rest;
    buf_append(&out, frame("script.py", &rest));
    put_sources(&out, original, candidate);
    buf_append(&out, S("\nARGUMENTS = [\n"));
    for (uint32_t i = 0; i < request->workload.argv.count; i++) {
        buf_append(&out, S("    bytes.fromhex(\""));
        put_hex(&out, request->workload.argv.items[i]);
        buf_append(&out, S("\"),\n"));
    }
    buf_append(&out, S("]\nINPUT = "));
    put_bytes(&out, request->workload.stdin_text);
    buf_append(&out, rest);
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
