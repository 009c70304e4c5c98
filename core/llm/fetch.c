/*
 * fetch.c — the transport under a face that knows nothing of LLM providers.
 */
#include "hasten/fetch.h"

#include "core/llm/llm_internal.h"

struct fetch {
    struct transport *transport;
    char *base_url; /* without a slash at its end */
};

enum status fetch_open(const char *base_url, struct fetch **ret, struct error *err)
{
    struct transport *transport;
    enum status status = transport_open(base_url, &transport, err);
    if (status)
        return status;
    str base = str_from(base_url);
    while (str_ends(base, S("/")))
        base.len--;
    struct fetch *f = xcalloc(1, sizeof(*f));
    *f = (struct fetch){ transport, xstrdup_str(base) };
    *ret = f;
    return STATUS_OK;
}

void fetch_close(struct fetch *f)
{
    if (!f)
        return;
    transport_close(f->transport);
    free(f->base_url);
    free(f);
}

enum status fetch_exchange(struct fetch *f, const char *path, str key, str body,
                           uint64_t deadline_ns, int *ret_http_status, struct buf *ret_body,
                           struct error *err)
{
    if (!is_header_safe(key))
        return error_field(err, STATUS_CONFIG, "api_keys", "the key has unusable characters");
    struct buf url = { 0 };
    struct http_reply reply;
    buf_printf(&url, "%s%s", f->base_url, path);
    struct http_request request = {
        .url = url.ptr, .key = key, .body = body, .deadline_ns = deadline_ns
    };
    transport_exchange(f->transport, &request, &reply);
    buf_free(&url);
    enum status status = STATUS_OK;
    if (reply.fault == FAULT_none) {
        *ret_http_status = reply.status;
        buf_append(ret_body, buf_str(&reply.body));
    } else {
        status = error_set(err, STATUS_IO, "%s does not answer (%s)", f->base_url,
                           fault_info(reply.fault)->name);
    }
    buf_free(&reply.body);
    return status;
}
