/*
 * routes.c — THE route table, and what every request passes before its handler: path, method,
 * API key, media type. Authentication and limits are columns, never code in a handler.
 *
 * openapi.yaml describes the same table; tests/unit/http/test_contract.c compares them.
 */
#include "api.h"
#include "syntax.h"

/* clang-format off */
const struct route routes[] = {
    /* method      path                               handler              auth     limit  */
    { HTTP_GET,    S_INIT("/healthz"),                get_health,          OPEN,    NONE   },
    { HTTP_GET,    S_INIT("/readyz"),                 get_ready,           OPEN,    NONE   },
    { HTTP_GET,    S_INIT("/metrics"),                get_metrics,         OPEN,    NONE   },
    { HTTP_GET,    S_INIT("/version"),                get_version,         OPEN,    NONE   },
    { HTTP_GET,    S_INIT("/openapi.yaml"),           get_openapi,         OPEN,    NONE   },
    { HTTP_POST,   S_INIT("/api/v1/optimize"),        post_optimize,       API_KEY, SUBMIT },
    { HTTP_POST,   S_INIT("/api/v1/optimize/async"),  post_optimize_async, API_KEY, SUBMIT },
    { HTTP_POST,   S_INIT("/api/v1/verify"),          post_verify,         API_KEY, SUBMIT },
    { HTTP_POST,   S_INIT("/api/v1/analyze"),         post_analyze,        API_KEY, SUBMIT },
    { HTTP_GET,    S_INIT("/api/v1/jobs"),            list_jobs,           API_KEY, READ   },
    { HTTP_GET,    S_INIT("/api/v1/jobs/{id}"),       get_job,             API_KEY, READ   },
    { HTTP_DELETE, S_INIT("/api/v1/jobs/{id}"),       cancel_job,          API_KEY, READ   },
    { HTTP_GET,    S_INIT("/api/v1/jobs/{id}/diff"),  get_job_diff,        API_KEY, READ   },
    { HTTP_GET,    S_INIT("/api/v1/jobs/{id}/certificate"), get_job_certificate, API_KEY, READ },
};
/* clang-format on */
const size_t route_count = ARRAY_LEN(routes);

/* Matches `path` against a pattern in which {id} stands for one segment. */
static bool match(str pattern, str path, str *ret_param)
{
    static const str hole = S_INIT("{id}");
    size_t at = str_find(pattern, hole);
    if (at == SIZE_MAX)
        return str_equal(pattern, path);
    str tail = str_slice(pattern, at + hole.len, pattern.len);
    if (path.len <= at + tail.len || !str_starts(path, str_slice(pattern, 0, at)) ||
        !str_ends(path, tail))
        return false;
    str param = str_slice(path, at, path.len - tail.len);
    if (memchr(param.ptr, '/', param.len))
        return false;
    *ret_param = param;
    return true;
}

static void add_method(struct buf *allow, enum http_method method)
{
    if (allow->len)
        buf_append(allow, S(", "));
    buf_append(allow, str_from(http_method_name(method)));
    if (method == HTTP_GET)
        add_method(allow, HTTP_HEAD);
}

/* 405 with the methods that the path does have, 404 when it has none. */
static void reply_no_route(struct http_request *r)
{
    struct error err = { 0 };
    struct buf allow = { 0 };
    for (size_t i = 0; i < route_count; i++)
        if (match(routes[i].path, r->path, &r->param))
            add_method(&allow, routes[i].method);
    if (allow.len) {
        error_set(&err, STATUS_METHOD_NOT_ALLOWED, "the methods are %s", allow.ptr);
        http_reply_header(r, "Allow", arena_cstr(http_arena(r), buf_str(&allow)));
    } else {
        error_set(&err, STATUS_NOT_FOUND, "no such path");
    }
    http_reply_error(r, &err);
    buf_free(&allow);
}

static const struct route *find_route(struct http_request *r)
{
    enum http_method method = r->method == HTTP_HEAD ? HTTP_GET : r->method;
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == method && match(routes[i].path, r->path, &r->param))
            return &routes[i];
    return NULL;
}

static enum status check_columns(const struct api *api, const struct route *route,
                                 const struct http_request *r, struct error *err)
{
    if (route->auth == API_KEY && !auth_allows(api, &r->fields))
        return error_set(err, STATUS_UNAUTHORIZED,
                         "send Authorization: Bearer KEY or X-API-Key: KEY");
    if (route->limit != SUBMIT)
        return STATUS_OK;
    if (atomic_load(&api->draining))
        return error_set(err, STATUS_UNAVAILABLE, "the server is shutting down");
    /* Also when the header is missing: a browser cannot send this type to us unasked. */
    if (!syntax_is_json(r->fields.content_type))
        return error_set(err, STATUS_UNSUPPORTED_MEDIA, "send Content-Type: application/json");
    return STATUS_OK;
}

static bool admit(void *context, struct http_request *r)
{
    const struct api *api = context;
    const struct route *route = find_route(r);
    struct error err = { 0 };
    if (!route) {
        reply_no_route(r);
        return false;
    }
    r->route = route;
    if (!check_columns(api, route, r, &err))
        return true;
    if (err.status == STATUS_UNAUTHORIZED)
        http_reply_header(r, "WWW-Authenticate", "Bearer");
    http_reply_error(r, &err);
    return false;
}

static void serve(void *context, struct http_request *r)
{
    const struct route *route = r->route;
    route->serve(context, r);
}

enum status api_init(struct api *api, const struct config *config, struct store *store,
                     struct jobs *jobs, struct error *err)
{
    *api = (struct api){ .config = config, .store = store, .jobs = jobs };
    return auth_init(api, err);
}

void api_release(struct api *api)
{
    free(api->key_hashes);
}

struct http_app api_app(struct api *api)
{
    return (struct http_app){ .context = api, .admit = admit, .serve = serve };
}
