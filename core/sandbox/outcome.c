/*
 * outcome.c — how a run ended, in the words of sandbox.h: from what the kernel told the
 * supervisor, what the supervisor's clock said, and what we had asked for.
 *
 * File names and contents are hostile bytes; their frame (struct wire_file) is the supervisor's,
 * and is checked all the same, because slices are cut from what is really there.
 */
#include "owner.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const end_names[] = {
    [SANDBOX_EXITED] = "exited",
    [SANDBOX_SIGNALED] = "signaled",
    [SANDBOX_CPU_LIMIT] = "cpu_limit",
    [SANDBOX_WALL_LIMIT] = "wall_limit",
    [SANDBOX_OUTPUT_LIMIT] = "output_limit",
    [SANDBOX_POLICY] = "policy",
    [SANDBOX_VIOLATION] = "violation",
    [SANDBOX_STOPPED] = "stopped",
    [SANDBOX_FAILED] = "failed",
};

const char *sandbox_end_name(enum sandbox_end end)
{
    return end_names[end];
}

static enum sandbox_end end_of(const struct sandbox_run *run, int *ret_code)
{
    int status = run->result.status;
    bool signaled = WIFSIGNALED(status);
    int signal = signaled ? WTERMSIG(status) : 0;
    uint64_t cpu_us = run->result.user_us + run->result.system_us;
    *ret_code = signaled ? signal : WEXITSTATUS(status);
    if (run->failed)
        return SANDBOX_FAILED;
    if (run->killed && (signal == SIGKILL || run->cause != SANDBOX_STOPPED))
        return run->cause;
    if (run->result.wall_limit && signal == SIGKILL)
        return SANDBOX_WALL_LIMIT;
    if (run->result.scratch_limit && signal == SIGKILL)
        return SANDBOX_OUTPUT_LIMIT;
    if (signal == SIGXCPU || (signal == SIGKILL && cpu_us >= run->cpu_s * 1000000ull))
        return SANDBOX_CPU_LIMIT;
    if (signal == SIGSYS)
        return SANDBOX_POLICY;
    return signaled ? SANDBOX_SIGNALED : SANDBOX_EXITED;
}

static int compare_files(const void *a, const void *b)
{
    return str_compare(((const struct sandbox_file *) a)->path,
                       ((const struct sandbox_file *) b)->path);
}

static str take(str *rest, size_t n)
{
    str head = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->len);
    return head;
}

/* One block holds the array and, behind it, the bytes that it points to. */
static void take_files(struct sandbox_run *run, struct sandbox_outcome *outcome)
{
    struct stat st;
    outcome->files_complete = run->files >= 0 && run->result.files_complete;
    if (run->files < 0 || fstat(run->files, &st) != 0)
        return;
    size_t size = (size_t) st.st_size;
    size_t room = size / sizeof(struct wire_file) * sizeof(struct sandbox_file);
    char *block = xmalloc(room + size + 1);
    str rest = { block + room, size };
    if (pread(run->files, block + room, size, 0) != st.st_size)
        rest.len = 0;
    outcome->files = (struct sandbox_file *) (void *) block;
    while (rest.len >= sizeof(struct wire_file)) {
        struct wire_file record;
        memcpy(&record, take(&rest, sizeof(record)).ptr, sizeof(record));
        struct sandbox_file *file = &outcome->files[outcome->file_count++];
        file->mode = record.mode;
        file->path = take(&rest, record.path_bytes);
        file->content = take(&rest, record.content_bytes);
        file->link = take(&rest, record.link_bytes);
    }
    qsort(outcome->files, outcome->file_count, sizeof(*outcome->files), compare_files);
}

void sandbox_fill_outcome(struct sandbox_run *run, struct sandbox_outcome *ret)
{
    *ret = (struct sandbox_outcome){ .layers = run->layers,
                                     .user_us = run->result.user_us,
                                     .system_us = run->result.system_us,
                                     .max_rss_bytes = run->result.max_rss_bytes,
                                     .wall_ns = run->end_ns - run->start_ns };
    ret->end = end_of(run, &ret->code);
    ret->out = run->out.text;
    ret->err = run->err.text;
    run->out.text = run->err.text = (struct buf){ 0 };
    take_files(run, ret);
}

void sandbox_outcome_release(struct sandbox_outcome *outcome)
{
    buf_free(&outcome->out);
    buf_free(&outcome->err);
    free(outcome->files);
    *outcome = (struct sandbox_outcome){ 0 };
}
