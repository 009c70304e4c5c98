/*
 * session.c — one program, loaded in one sandboxed process, asked to perform calls.
 *
 * Original and candidate each get sessions of their own, forked from the same zygote and fed the same
 * bytes. A session never learns what is expected of it. After any failure (limit, timeout, broken
 * protocol) the process is gone; session_close() tells how it ended.
 */
#include "verify_internal.h"

enum { LOAD_MS = 10000, SPARE_MS = 30000 };

static struct sandbox_spec sandbox_spec_of(const struct verification *v,
                                           const struct session_spec *spec, str payload)
{
    uint32_t wall_ms = verification_left_ms(v, UINT32_MAX / 2) + SPARE_MS;
    return (struct sandbox_spec){
        .profile = spec->profile,
        .limits = { .wall_ms = wall_ms, .output_bytes = 16 << 20, .reply_bytes = 64 << 20 },
        .hash_seed = spec->hash_seed,
        .numpy = v->numpy,
        .entry = "session.session",
        .payload = payload,
        .keep_files = spec->keep_files,
    };
}

enum status session_open(struct verification *v, const struct session_spec *spec,
                         struct session *session, struct error *err)
{
    *session = (struct session){ .v = v };
    struct buf payload = { 0 };
    field_put(&payload, spec->exact ? spec->source : slice_of(v, spec->source)->definitions);
    field_put(&payload, S("program"));
    field_put(&payload, spec->names);
    char flags[8] = { 0 };
    size_t count = 0;
    if (!spec->timing)
        flags[count++] = 'v';
    if (v->relaxed & LOOSE_ULP)
        flags[count++] = 'w';
    if (v->relaxed & LOOSE_ORDER)
        flags[count++] = 'u';
    if (v->contractual)
        flags[count++] = 'k';
    if (spec->perturbed)
        flags[count++] = 'p';
    if (spec->moved)
        flags[count++] = 'm';
    field_put(&payload, (str){ flags, count });
    field_put(&payload, spec->apart);
    struct sandbox_spec sandbox_spec = sandbox_spec_of(v, spec, buf_str(&payload));
    slot_enter();
    enum status status = run_begin(v, &sandbox_spec, &session->run, err);
    buf_free(&payload);
    if (status) {
        slot_leave();
        return status;
    }
    status = session_ask(session, S("load"), NULL, 0, verification_left_ms(v, LOAD_MS),
                         &session->load, err);
    session->load_ns = session->load.elapsed_ns;
    return status;
}

static str request_of(struct session *session, str operation, const str *fields, size_t count)
{
    buf_clear(&session->request);
    field_put(&session->request, operation);
    for (size_t i = 0; i < count; i++)
        field_put(&session->request, fields[i]);
    return buf_str(&session->request);
}

enum status session_ask(struct session *session, str operation, const str *fields, size_t count,
                        uint32_t timeout_ms, struct sandbox_reply *ret, struct error *err)
{
    str request = request_of(session, operation, fields, count);
    return sandbox_call(session->run, request, timeout_ms, ret, err);
}

static struct observed observed_in(const struct sandbox_reply *reply)
{
    return (struct observed){ reply->payload, reply->out, reply->err, reply->elapsed_ns };
}

enum status session_call(struct session *session, str entry, const struct input *input,
                         uint32_t timeout_ms, struct observed *ret, struct error *err)
{
    struct sandbox_reply reply;
    str fields[] = { entry, input->pickle };
    enum status status =
        session_ask(session, S("call"), fields, ARRAY_LEN(fields), timeout_ms, &reply, err);
    if (!status)
        *ret = observed_in(&reply);
    return status;
}

enum status session_call_all(struct session *sessions, size_t count, str entry,
                             const struct input *input, uint32_t timeout_ms, struct observed *ret,
                             size_t *ret_failed, struct error *err)
{
    str fields[] = { entry, input->pickle };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++) {
        str request = request_of(&sessions[i], S("call"), fields, ARRAY_LEN(fields));
        status = sandbox_ask(sessions[i].run, request, timeout_ms, err);
        *ret_failed = i;
    }
    for (size_t i = 0; i < count && !status; i++) {
        struct sandbox_reply reply;
        status = sandbox_answer(sessions[i].run, timeout_ms, &reply, err);
        *ret_failed = i;
        if (!status)
            ret[i] = observed_in(&reply);
    }
    return status;
}

void session_close(struct session *session, struct sandbox_outcome *ret)
{
    buf_free(&session->request);
    if (!session->run)
        return;
    /* With files to collect the program must come to its own end. */
    run_end(session->v, session->run, ret ? 1000 : 0, ret);
    session->run = NULL;
    slot_leave();
}
