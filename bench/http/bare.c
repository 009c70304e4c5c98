/*
 * bare.c — the least that libmicrohttpd can do for GET /healthz: no check, no route, no
 * counter. It stands for the floor under the daemon's CPU per request. Prints its port and
 * serves until its standard input ends.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <unistd.h>

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    (void) context, (void) url, (void) method, (void) version, (void) upload,
        (void) upload_size;
    static char body[] = "{\"status\":\"ok\"}\n";
    static int seen;
    if (!*request) {
        *request = &seen; /* the head; the reply follows once the (empty) body is there */
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof(body) - 1, body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

int main(void)
{
    /* clang-format off: one option a line */
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE,
        2u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) 32 * 1024, MHD_OPTION_CONNECTION_LIMIT,
        512u, MHD_OPTION_CONNECTION_TIMEOUT, 15u, MHD_OPTION_END);
    /* clang-format on */
    char byte;
    if (!daemon)
        return 1;
    printf("listening on http://127.0.0.1:%u\n",
           MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    MHD_stop_daemon(daemon);
    return 0;
}
