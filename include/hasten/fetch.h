/*
 * fetch.h — one HTTP exchange with a daemon of ours, over the transport of core/llm (the only
 * one in the program that speaks HTTP as a client).
 */
#ifndef HASTEN_FETCH_H
#define HASTEN_FETCH_H

#include "base.h"

struct fetch; /* connections to one server */

/* `base_url` like http://127.0.0.1:8080. Plain http reaches private addresses only. */
enum status fetch_open(const char *base_url, struct fetch **ret, struct error *err);
void fetch_close(struct fetch *); /* accepts NULL */

/* GET when `body` is empty, else POST of JSON. Appends the answer's body to *ret_body; any status
 * that came back is STATUS_OK here. `key` is sent as a bearer token when not empty. */
enum status fetch_exchange(struct fetch *, const char *path, str key, str body,
                           uint64_t deadline_ns, int *ret_http_status, struct buf *ret_body,
                           struct error *err);

#endif
