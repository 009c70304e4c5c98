/*
 * secret.c — LLM keys that came with a request. They live in this process's memory only: from
 * the submission until a worker takes the job, keyed by job id. A restart forgets them; such a
 * job then runs without the caller's key, and its answer says that the LLM was skipped.
 */
#include "server/jobs/jobs_internal.h"

void secret_free(char *key)
{
    if (key)
        explicit_bzero(key, strlen(key));
    free(key);
}

void secret_put(struct jobs *jobs, const char *id, str key)
{
    struct secret *secret = xcalloc(1, sizeof(*secret));
    memcpy(secret->id, id, sizeof(secret->id));
    secret->key = xstrdup_str(key);
    pthread_mutex_lock(&jobs->lock);
    secret->next = jobs->secrets;
    jobs->secrets = secret;
    pthread_mutex_unlock(&jobs->lock);
}

char *secret_take(struct jobs *jobs, const char *id)
{
    char *key = NULL;
    pthread_mutex_lock(&jobs->lock);
    for (struct secret **at = &jobs->secrets; *at; at = &(*at)->next) {
        struct secret *secret = *at;
        if (memcmp(secret->id, id, sizeof(secret->id)))
            continue;
        key = secret->key;
        *at = secret->next;
        free(secret);
        break;
    }
    pthread_mutex_unlock(&jobs->lock);
    return key;
}
