/*
 * compiles.c — CPython's own word on a text: does it compile, and does our tree agree with its?
 * Runs in the sandbox, because compiling hostile text can crash an interpreter.
 */
#include "verify_internal.h"

enum { CHECK_MS = 10000 };

/* 'E' and a JSON object {message, line, column}. */
static enum status refuse(str json, struct error *err)
{
    struct json *root;
    if (json_parse(json, &root, NULL))
        return error_set(err, STATUS_PROTOCOL, "the syntax check gave an unreadable answer");
    str message = json_string(json_get(root, "message"));
    double line = json_number(json_get(root, "line"));
    double column = json_number(json_get(root, "column"));
    enum status status = error_at(err, STATUS_INVALID_PYTHON,
                                  line > 0 && line < 1e9 ? (uint32_t) line : 0,
                                  column > 0 && column < 1e9 ? (uint32_t) column : 0, "%.*s",
                                  STR_ARG(str_slice(message, 0, 300)));
    json_free(root);
    return status;
}

static enum status read_reply(str reply, const struct py_tree *tree, struct error *err)
{
    if (reply.len && reply.ptr[0] == 'E')
        return refuse(str_slice(reply, 1, reply.len), err);
    if (reply.len == 0 || reply.ptr[0] != 'K')
        return error_set(err, STATUS_PROTOCOL, "the syntax check gave an unreadable answer");
    if (tree && !py_tree_matches(tree, str_slice(reply, 1, reply.len), err))
        return STATUS_UNSUPPORTED_PYTHON;
    return STATUS_OK;
}

enum status verify_compiles(struct sandbox *sandbox, str code, const struct py_tree *tree,
                            struct error *err)
{
    struct sandbox_spec spec = {
        .profile = SANDBOX_FUNCTION,
        .limits = { .wall_ms = CHECK_MS, .reply_bytes = 256 << 20 },
        .entry = "check.check",
        .payload = code,
    };
    struct sandbox_run *run;
    struct sandbox_reply reply;
    slot_enter();
    enum status status = sandbox_start(sandbox, &spec, &run, err);
    if (!status) {
        status = sandbox_call(run, S("check"), CHECK_MS, &reply, err);
        if (!status)
            status = read_reply(reply.payload, tree, err);
        else if (status == STATUS_LIMIT)
            status = error_set(err, STATUS_UNSUPPORTED_PYTHON,
                               "the Python interpreter could not compile this text");
        sandbox_finish(run, 0, NULL);
    }
    slot_leave();
    return status;
}
