/*
 * transport_curl.c — one HTTP exchange with the configured server and its answer, bounded in time and
 * size. The only file that knows libcurl.
 *
 * What is refused, and why:
 *  - redirects: libcurl would forward the body, and some key headers, to another origin;
 *  - proxies from the environment: behind one, the real peer could not be checked;
 *  - other protocols than that of the configured URL;
 *  - a resolved address that is not allowed for the host name (address.c); plain http to a public
 *    address, since it would show key and source to everyone on the way;
 *  - key characters that could end a header line (the caller checks with is_header_safe()).
 * Neither key nor body nor the provider's text is ever logged.
 *
 * Connections live in easy handles. An exchange takes an idle handle out of the pool or makes one,
 * and puts it back, so the number of handles is that of the threads that ever called at once.
 * `lock` guards the idle list; a handle outside the list belongs to one thread.
 */
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

#include "core/llm/llm_internal.h"

#define CONNECT_TIMEOUT_MS 5000L
#define IDLE_MAX 64u
#define RETRY_AFTER_MAX_MS 1000000000 /* longer is no longer told apart */

struct transport {
    bool https;        /* of the configured URL */
    bool private_host; /* its name may resolve to a private address */
    pthread_mutex_t lock;
    CURL *idle[IDLE_MAX];
    uint32_t idle_count;
};

/* One exchange under way; libcurl's callbacks see it. */
struct exchange {
    const struct transport *transport;
    const struct http_request *request;
    struct http_reply *reply;
    size_t received;      /* headers and body */
    bool over, forbidden, cancelled;
};

static pthread_once_t global_once = PTHREAD_ONCE_INIT;

static void global_init(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        abort(); /* only without memory */
}

/* ---- the endpoint ------------------------------------------------------------------- */

static bool url_part(CURLU *url, CURLUPart part, char **ret)
{
    return curl_url_get(url, part, ret, 0) == CURLUE_OK;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool has = url_part(url, part, &text);
    curl_free(text);
    return has;
}

/* Fills t from the URL, or says what is wrong with it. */
static const char *endpoint_check(const char *base_url, struct transport *t)
{
    const char *why = NULL;
    char *scheme = NULL, *host = NULL;
    CURLU *url = curl_url();
    if (!url || curl_url_set(url, CURLUPART_URL, base_url, 0) ||
        !url_part(url, CURLUPART_SCHEME, &scheme) || !url_part(url, CURLUPART_HOST, &host))
        why = "is not a URL";
    else if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        why = "must be an http or https URL";
    else if (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD))
        why = "must not hold a user name or password";
    else if (has_part(url, CURLUPART_QUERY) || has_part(url, CURLUPART_FRAGMENT))
        why = "must not hold a query or fragment";
    else {
        t->https = !strcmp(scheme, "https");
        t->private_host = is_private_host(str_from(host));
    }
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(url);
    return why;
}

enum status transport_open(const char *base_url, struct transport **ret, struct error *err)
{
    pthread_once(&global_once, global_init);
    struct transport *t = xcalloc(1, sizeof(*t));
    const char *why = endpoint_check(base_url, t);
    if (why) {
        free(t);
        return error_field(err, STATUS_CONFIG, "llm_base_url", "llm_base_url %s", why);
    }
    pthread_mutex_init(&t->lock, NULL);
    *ret = t;
    return STATUS_OK;
}

void transport_close(struct transport *t)
{
    if (!t)
        return;
    for (uint32_t i = 0; i < t->idle_count; i++)
        curl_easy_cleanup(t->idle[i]);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

bool is_header_safe(str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] < 0x21 || value.ptr[i] > 0x7E)
            return false;
    return value.len <= LLM_KEY_MAX;
}

/* ---- the pool ------------------------------------------------------------------------- */

static CURL *take_handle(struct transport *t)
{
    CURL *curl = NULL;
    pthread_mutex_lock(&t->lock);
    if (t->idle_count)
        curl = t->idle[--t->idle_count];
    pthread_mutex_unlock(&t->lock);
    if (!curl && !(curl = curl_easy_init()))
        abort(); /* only without memory */
    return curl;
}

static void give_handle(struct transport *t, CURL *curl)
{
    curl_easy_reset(curl); /* keeps connections, forgets the key */
    pthread_mutex_lock(&t->lock);
    bool kept = t->idle_count < IDLE_MAX;
    if (kept)
        t->idle[t->idle_count++] = curl;
    pthread_mutex_unlock(&t->lock);
    if (!kept)
        curl_easy_cleanup(curl);
}

/* ---- callbacks ------------------------------------------------------------------------ */

static bool within_cap(struct exchange *x, size_t n)
{
    x->received += n;
    x->over = x->received > LLM_RESPONSE_MAX;
    return !x->over;
}

static size_t on_body(char *data, size_t size, size_t n, void *context)
{
    struct exchange *x = context;
    if (!within_cap(x, size * n))
        return 0;
    buf_append(&x->reply->body, (str){ data, size * n });
    return size * n;
}

static size_t on_header(char *data, size_t size, size_t n, void *context)
{
    (void) data;
    return within_cap(context, size * n) ? size * n : 0;
}

static int on_progress(void *context, curl_off_t dl, curl_off_t dn, curl_off_t ul, curl_off_t un)
{
    (void) dl, (void) dn, (void) ul, (void) un;
    struct exchange *x = context;
    x->cancelled = x->request->cancel && atomic_load(x->request->cancel);
    return x->cancelled;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct exchange *x = context;
    enum address_class class = address_classify(&address->addr);
    bool allowed = class == ADDRESS_PUBLIC ? x->transport->https
                                           : class == ADDRESS_PRIVATE && x->transport->private_host;
    if (purpose != CURLSOCKTYPE_IPCXN || !allowed) {
        x->forbidden = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- the exchange --------------------------------------------------------------------- */

/* The time limit of the connection attempt hit, not that of the exchange. */
static bool never_connected(CURL *curl)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
    return microseconds == 0;
}

static enum fault fault_of(CURL *curl, CURLcode code, const struct exchange *x)
{
    if (x->forbidden)
        return FAULT_address;
    if (x->cancelled)
        return FAULT_cancelled;
    if (x->over)
        return FAULT_too_large;
    switch (code) {
    case CURLE_OK: return FAULT_none;
    case CURLE_OPERATION_TIMEDOUT: return never_connected(curl) ? FAULT_connect : FAULT_timeout;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return FAULT_connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return FAULT_tls;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return FAULT_protocol;
    default: return FAULT_interrupted;
    }
}

/* The value of a numeric header in units of `scale` ms, bounded; -1 when it is absent or no number. */
static int64_t number_header(CURL *curl, const char *name, double scale)
{
    struct curl_header *header;
    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return -1;
    char *end;
    double value = strtod(header->value, &end) * scale;
    if (end == header->value || *end || !(value >= 0))
        return -1;
    return value > RETRY_AFTER_MAX_MS ? RETRY_AFTER_MAX_MS : (int64_t) value;
}

/* retry-after-ms of some hosts, Retry-After in seconds or as a date; -1 when there is none. */
static int64_t retry_after(CURL *curl)
{
    int64_t ms = number_header(curl, "retry-after-ms", 1);
    if (ms < 0)
        ms = number_header(curl, "retry-after", 1000);
    if (ms >= 0)
        return ms;
    curl_off_t seconds = 0; /* of a date, relative to now; 0 when it is none */
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
    if (seconds <= 0)
        return -1;
    return seconds > RETRY_AFTER_MAX_MS / 1000 ? RETRY_AFTER_MAX_MS : (int64_t) seconds * 1000;
}

static struct curl_slist *headers_for(const struct http_request *request)
{
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
    list = curl_slist_append(list, "Accept: application/json");
    list = curl_slist_append(list, "Expect:"); /* none: it costs a round trip or a second */
    if (request->key.len) {
        struct buf line = { 0 };
        buf_printf(&line, "Authorization: Bearer %.*s", STR_ARG(request->key));
        list = curl_slist_append(list, line.ptr);
        explicit_bzero(line.ptr, line.len);
        buf_free(&line);
    }
    if (!list)
        abort(); /* only without memory */
    return list;
}

static void set_policy(CURL *curl, const struct transport *t)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, t->https ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "hasten/" HASTEN_VERSION);
}

static void set_callbacks(CURL *curl, struct exchange *x)
{
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, x);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, x);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, x);
}

void transport_exchange(void *transport, const struct http_request *request,
                        struct http_reply *reply)
{
    struct transport *t = transport;
    uint64_t now = clock_ns();
    *reply = (struct http_reply){ .fault = FAULT_timeout, .retry_after_ms = -1 };
    if (request->deadline_ns <= now)
        return;

    struct exchange x = { .transport = t, .request = request, .reply = reply };
    struct curl_slist *headers = headers_for(request);
    CURL *curl = take_handle(t);
    set_policy(curl, t);
    set_callbacks(curl, &x);
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (request->body.len) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.ptr);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) request->body.len);
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                     (long) ((request->deadline_ns - now) / 1000000u) + 1L);

    reply->fault = fault_of(curl, curl_easy_perform(curl), &x);
    if (reply->fault == FAULT_none) {
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        reply->status = (int) status;
        reply->retry_after_ms = retry_after(curl);
    }
    give_handle(t, curl);
    curl_slist_free_all(headers);
}
