/*
 * run.c — one run, seen from the service: start it, talk to it in frames, end it.
 *
 * Everything read here is hostile. The frame protocol is kept by us alone: a request carries a
 * fresh nonce; a byte that waits before we ask, a reply before the request was sent whole, a wrong
 * header, a length beyond the limit or a byte behind the reply is a violation and ends the run.
 * Time is our clock around request and reply. Output is counted while it is read; a program
 * that floods it is ended. No wait is longer than the caller asked for, plus the time the
 * supervisor needs to kill.
 *
 * A wait also ends, within CANCEL_CHECK_MS, when the slot's owner no longer wants the answer.
 *
 * The supervisor ends a run at its wall limit also when nobody is in here.
 */
#include "owner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define START_TIMEOUT_MS 45000 /* a zygote may have to import NumPy on a busy machine */
#define KILL_TIMEOUT_MS 15000
#define LAST_WORDS_MS 2000 /* from the end of the channel to word from the supervisor */
#define READ_CHUNK (64u << 10)
#define CANCEL_CHECK_MS 100

static uint64_t deadline_in(uint32_t ms)
{
    return clock_ns() + ms * 1000000ull;
}

/* The same, and no later than the owner has time at all. */
static uint64_t own_deadline_in(const struct sandbox_run *run, uint32_t ms)
{
    uint64_t deadline = deadline_in(ms);
    uint64_t latest = run->sandbox ? run->sandbox->deadline_ns : 0;
    return latest && latest < deadline ? latest : deadline;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* Reads what is there. The program is ended, and the rest forgotten, beyond the output limit. */
static void read_stream(struct sandbox_run *run, struct stream *stream)
{
    while (stream->fd >= 0) {
        ssize_t n = read(stream->fd, buf_room(&stream->text, READ_CHUNK), READ_CHUNK);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n <= 0) {
            wire_close(&stream->fd);
            return;
        }
        uint64_t room = run->limits.output_bytes - stream->total;
        size_t kept = (uint64_t) n < room ? (size_t) n : (size_t) room;
        stream->text.len += kept;
        stream->total += kept;
        if (kept < (size_t) n) {
            sandbox_kill(run, SANDBOX_OUTPUT_LIMIT);
            return;
        }
    }
}

static bool is_cancelled(const struct sandbox_run *run)
{
    return run->sandbox && run->sandbox->cancel && atomic_load(run->sandbox->cancel);
}

/* Until the deadline, but no longer than the owner may wait for a look at its flag. */
static int poll_timeout(const struct sandbox_run *run, uint64_t deadline)
{
    uint64_t now = clock_ns();
    uint64_t ms = now >= deadline ? 0 : (deadline - now + 999999) / 1000000;
    bool flagged = run->sandbox && run->sandbox->cancel;
    return (int) (flagged && ms > CANCEL_CHECK_MS ? CANCEL_CHECK_MS : ms);
}

/* Sleeps until something happens, takes what came from the supervisor and the pipes, and returns
 * what poll(2) said about the channel. */
static short wait_event(struct sandbox_run *run, short channel_events, uint64_t deadline)
{
    struct pollfd polled[] = {
        { channel_events ? run->channel : -1, channel_events, 0 },
        { run->out.fd, POLLIN, 0 },
        { run->err.fd, POLLIN, 0 },
        { run->sandbox ? run->sandbox->socket : -1, POLLIN, 0 },
    };
    if (poll(polled, ARRAY_LEN(polled), poll_timeout(run, deadline)) <= 0)
        return 0;
    if (polled[1].revents)
        read_stream(run, &run->out);
    if (polled[2].revents)
        read_stream(run, &run->err);
    if (polled[3].revents)
        sandbox_dispatch(run->sandbox);
    return polled[0].revents;
}

static bool wait_ended(struct sandbox_run *run, uint64_t deadline)
{
    while (!run->ended && clock_ns() < deadline)
        wait_event(run, 0, deadline);
    return run->ended;
}

/* Leaves the program its time to end by itself, unless nobody wants it any more. */
static void wait_own_end(struct sandbox_run *run, uint64_t deadline)
{
    while (!run->ended && !is_cancelled(run) && clock_ns() < deadline)
        wait_event(run, 0, deadline);
}

/* ---- start ----------------------------------------------------------------------------------- */

static const struct profile {
    const char *name;
    uint32_t tasks;
    bool forks;
} profiles[] = {
#define SANDBOX_PROFILE(constant, name, tasks, forks, text) { name, tasks, forks },
#include "hasten/sandbox_profiles.def"
#undef SANDBOX_PROFILE
};

const char *sandbox_profile_name(enum sandbox_profile profile)
{
    return profiles[profile].name;
}

static struct sandbox_limits limits_of(const struct sandbox *s, const struct sandbox_spec *spec)
{
    struct sandbox_limits l = spec->limits;
    l.tasks = l.tasks ? l.tasks : profiles[spec->profile].tasks;
    l.wall_ms = l.wall_ms ? l.wall_ms : 10000;
    l.cpu_ms = l.cpu_ms ? l.cpu_ms : l.wall_ms;
    l.memory_bytes = l.memory_bytes ? l.memory_bytes : s->config.memory_bytes;
    l.memory_bytes = l.memory_bytes ? l.memory_bytes : 1ull << 30;
    l.output_bytes = l.output_bytes ? l.output_bytes : 4u << 20;
    l.reply_bytes = l.reply_bytes ? l.reply_bytes : 16u << 20;
    return l;
}

/* The far ends of a run's channel and pipes, closed here as soon as they are handed over. */
struct far_ends {
    int fd[WIRE_FD_OWNER_COUNT];
};

static void close_far_ends(struct far_ends *far)
{
    for (size_t i = 0; i < WIRE_FD_OWNER_COUNT; i++)
        wire_close(&far->fd[i]);
}

static bool open_pipe(struct stream *near, int *far)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    near->fd = ends[0];
    *far = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

static bool open_ends(struct sandbox_run *run, const struct sandbox_spec *spec,
                      struct far_ends *far)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    run->channel = pair[0];
    far->fd[WIRE_FD_CHANNEL] = pair[1];
    far->fd[WIRE_FD_PAYLOAD] = wire_memfd("payload", spec->payload.ptr, spec->payload.len);
    far->fd[WIRE_FD_STDIN] = spec->stdin_bytes.len > 0
                                 ? wire_memfd("stdin", spec->stdin_bytes.ptr, spec->stdin_bytes.len)
                                 : open("/dev/null", O_RDONLY | O_CLOEXEC);
    return far->fd[WIRE_FD_PAYLOAD] >= 0 && far->fd[WIRE_FD_STDIN] >= 0 &&
           open_pipe(&run->out, &far->fd[WIRE_FD_STDOUT]) &&
           open_pipe(&run->err, &far->fd[WIRE_FD_STDERR]);
}

static bool send_start(struct sandbox_run *run, const struct sandbox_spec *spec,
                       const struct far_ends *far)
{
    struct wire_message m = { .kind = WIRE_START, .id = run->id };
    struct wire_start *start = &m.u.start;
    start->hash_seed = spec->hash_seed;
    start->numpy = spec->numpy;
    start->keep_files = spec->keep_files;
    start->wall_ms = run->limits.wall_ms;
    start->cpu_s = run->cpu_s;
    start->tasks = run->limits.tasks;
    start->forks = profiles[spec->profile].forks;
    start->memory_bytes = run->limits.memory_bytes;
    snprintf(start->entry, sizeof(start->entry), "%s", spec->entry);
    return wire_send(run->sandbox->socket, &m, far->fd, WIRE_FD_OWNER_COUNT);
}

static bool has_minimum(uint32_t layers)
{
    uint32_t always = SANDBOX_LAYER_rlimits | SANDBOX_LAYER_no_new_privs |
                      SANDBOX_LAYER_capabilities | SANDBOX_LAYER_seccomp;
    return (layers & always) == always &&
           layers & (SANDBOX_LAYER_landlock_fs | SANDBOX_LAYER_strict);
}

static struct sandbox_run *new_run(struct sandbox *s, const struct sandbox_spec *spec)
{
    struct sandbox_run *run = xcalloc(1, sizeof(*run));
    run->sandbox = s;
    run->id = ++s->next_id;
    run->limits = limits_of(s, spec);
    run->cpu_s = (run->limits.cpu_ms + 999) / 1000;
    run->channel = run->out.fd = run->err.fd = run->files = -1;
    run->start_ns = clock_ns();
    run->next = s->runs;
    s->runs = run;
    return run;
}

static enum status begin(struct sandbox_run *run, const struct sandbox_spec *spec,
                         struct error *err)
{
    struct far_ends far = { { -1, -1, -1, -1, -1 } };
    bool sent = open_ends(run, spec, &far) && send_start(run, spec, &far);
    close_far_ends(&far);
    if (!sent)
        return error_set(err, STATUS_SANDBOX, "a run could not be set up: %s", strerror(errno));
    uint64_t deadline = own_deadline_in(run, START_TIMEOUT_MS);
    while (!run->started && !run->failed && !run->ended && clock_ns() < deadline)
        wait_event(run, 0, deadline);
    if (run->failed)
        return error_set(err, STATUS_SANDBOX, "%s", run->reason);
    if (!run->started)
        return error_set(err, STATUS_SANDBOX, "the sandbox did not start the run");
    if (!has_minimum(run->layers))
        return error_set(err, STATUS_SANDBOX, "this machine lacks the minimum of protections");
    return STATUS_OK;
}

enum status sandbox_start(struct sandbox *s, const struct sandbox_spec *spec,
                          struct sandbox_run **ret, struct error *err)
{
    if (strlen(spec->entry) >= WIRE_ENTRY)
        return error_set(err, STATUS_SANDBOX, "the name of the entry is too long");
    if (s->cancel && atomic_load(s->cancel))
        return error_set(err, STATUS_CANCELLED, "cancelled before the run began");
    enum status status = sandbox_ensure(s, err);
    if (status != STATUS_OK)
        return status;
    struct sandbox_run *run = new_run(s, spec);
    status = begin(run, spec, err);
    if (status == STATUS_OK)
        *ret = run;
    else
        sandbox_finish(run, 0, NULL);
    return status;
}

/* ---- calls ----------------------------------------------------------------------------------- */

static enum status over(struct sandbox_run *run, enum status status, struct error *err,
                        const char *what)
{
    return error_set(err, run->failed ? STATUS_SANDBOX : status, "%s",
                     run->failed ? run->reason : what);
}

static enum status violate(struct sandbox_run *run, struct error *err, const char *what)
{
    sandbox_kill(run, SANDBOX_VIOLATION);
    return error_set(err, STATUS_PROTOCOL, "%s", what);
}

/* The channel has ended or the run has: a program that hangs up but lives on breaks the rules. */
static enum status hung_up(struct sandbox_run *run, struct error *err)
{
    if (!wait_ended(run, deadline_in(LAST_WORDS_MS)))
        return violate(run, err, "the program closed its channel");
    return over(run, STATUS_LIMIT, err, "the program ended before it replied");
}

static enum status timed_out(struct sandbox_run *run, struct error *err)
{
    sandbox_kill(run, SANDBOX_WALL_LIMIT);
    return error_set(err, STATUS_TIMEOUT, "the program did not reply in time");
}

static enum status cancel(struct sandbox_run *run, struct error *err)
{
    sandbox_kill(run, SANDBOX_STOPPED);
    return error_set(err, STATUS_CANCELLED, "the run was cancelled");
}

static bool has_waiting_byte(const struct sandbox_run *run)
{
    char byte;
    return recv(run->channel, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

static enum status send_request(struct sandbox_run *run, const struct wire_frame *frame,
                                str request, uint64_t deadline, struct error *err)
{
    size_t done = 0, all = sizeof(*frame) + request.len;
    while (done < all) {
        size_t head = done < sizeof(*frame) ? sizeof(*frame) - done : 0;
        size_t body = done + head - sizeof(*frame);
        struct iovec iov[2] = {
            { (char *) (uintptr_t) frame + sizeof(*frame) - head, head },
            { (char *) (uintptr_t) request.ptr + body, request.len - body },
        };
        struct msghdr message = { .msg_iov = iov, .msg_iovlen = 2 };
        ssize_t n = sendmsg(run->channel, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) {
            done += (size_t) n;
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return hung_up(run, err);
        if (is_cancelled(run))
            return cancel(run, err);
        if (clock_ns() >= deadline)
            return timed_out(run, err);
        short events = wait_event(run, POLLIN | POLLOUT, deadline);
        if (run->ended || run->killed)
            return over(run, STATUS_LIMIT, err, "the program ended before it replied");
        if (events & POLLIN && has_waiting_byte(run))
            return violate(run, err, "the program replied before it was asked");
    }
    return STATUS_OK;
}

/* Reads up to `size` bytes behind what the reply buffer holds. */
static enum status receive(struct sandbox_run *run, size_t size, uint64_t deadline,
                           struct error *err)
{
    for (size_t missing = size; missing > 0;) {
        size_t chunk = missing < READ_CHUNK * 4 ? missing : READ_CHUNK * 4;
        ssize_t n = recv(run->channel, buf_room(&run->reply, chunk), chunk, MSG_DONTWAIT);
        if (n > 0) {
            run->reply.len += (size_t) n;
            missing -= (size_t) n;
            continue;
        }
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return hung_up(run, err);
        if (is_cancelled(run))
            return cancel(run, err);
        if (clock_ns() >= deadline)
            return timed_out(run, err);
        wait_event(run, POLLIN, deadline);
        if (run->killed || (run->ended && !has_waiting_byte(run)))
            return over(run, STATUS_LIMIT, err, "the program ended before it replied");
    }
    return STATUS_OK;
}

static enum status receive_reply(struct sandbox_run *run, const struct wire_frame *request,
                                 uint64_t deadline, struct error *err)
{
    struct wire_frame reply;
    buf_clear(&run->reply);
    enum status status = receive(run, sizeof(reply), deadline, err);
    if (status != STATUS_OK)
        return status;
    memcpy(&reply, run->reply.ptr, sizeof(reply));
    if (reply.magic != WIRE_REPLY || reply.seq != request->seq ||
        memcmp(reply.nonce, request->nonce, sizeof(reply.nonce)) != 0)
        return violate(run, err, "the reply does not belong to the request");
    if (reply.length > run->limits.reply_bytes)
        return violate(run, err, "the reply is too large");
    return receive(run, (size_t) reply.length, deadline, err);
}

/* What the caller has seen is dropped when the next call begins. */
static void drop_given(struct stream *stream)
{
    stream->text.len -= stream->given;
    if (stream->text.len > 0)
        memmove(stream->text.ptr, stream->text.ptr + stream->given, stream->text.len);
    stream->given = 0;
}

static str give(struct stream *stream)
{
    stream->given = stream->text.len;
    return buf_str(&stream->text);
}

enum status sandbox_ask(struct sandbox_run *run, str request, uint32_t timeout_ms,
                        struct error *err)
{
    if (run->ended || run->killed)
        return over(run, STATUS_LIMIT, err, "the program has ended");
    drop_given(&run->out);
    drop_given(&run->err);
    if (has_waiting_byte(run))
        return violate(run, err, "the program replied before it was asked");
    run->asked = (struct wire_frame){ .magic = WIRE_REQUEST, .seq = ++run->seq,
                                      .length = request.len };
    random_bytes(run->asked.nonce, sizeof(run->asked.nonce));
    run->asked_ns = clock_ns();
    return send_request(run, &run->asked, request, own_deadline_in(run, timeout_ms), err);
}

static enum status answer_until(struct sandbox_run *run, uint64_t deadline,
                                struct sandbox_reply *ret, struct error *err)
{
    enum status status = receive_reply(run, &run->asked, deadline, err);
    uint64_t elapsed = clock_ns() - run->asked_ns;
    if (status != STATUS_OK)
        return status;
    if (has_waiting_byte(run))
        return violate(run, err, "the program sent more than its reply");
    read_stream(run, &run->out); /* printed before the reply, so it is in the pipe by now */
    read_stream(run, &run->err);
    if (run->killed)
        return over(run, STATUS_LIMIT, err, "the program printed more than is allowed");
    str payload = str_slice(buf_str(&run->reply), sizeof(run->asked), run->reply.len);
    *ret = (struct sandbox_reply){ payload, give(&run->out), give(&run->err), elapsed };
    return STATUS_OK;
}

enum status sandbox_answer(struct sandbox_run *run, uint32_t timeout_ms, struct sandbox_reply *ret,
                           struct error *err)
{
    return answer_until(run, own_deadline_in(run, timeout_ms), ret, err);
}

enum status sandbox_call(struct sandbox_run *run, str request, uint32_t timeout_ms,
                         struct sandbox_reply *ret, struct error *err)
{
    uint64_t deadline = own_deadline_in(run, timeout_ms);
    enum status status = sandbox_ask(run, request, timeout_ms, err);
    return status == STATUS_OK ? answer_until(run, deadline, ret, err) : status;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void free_run(struct sandbox_run *run)
{
    struct sandbox_run **link = run->sandbox ? &run->sandbox->runs : NULL;
    while (link && *link != run)
        link = &(*link)->next;
    if (link)
        *link = run->next;
    wire_close(&run->channel);
    wire_close(&run->out.fd);
    wire_close(&run->err.fd);
    wire_close(&run->files);
    buf_free(&run->out.text);
    buf_free(&run->err.text);
    buf_free(&run->reply);
    free(run);
}

void sandbox_finish(struct sandbox_run *run, uint32_t timeout_ms, struct sandbox_outcome *ret)
{
    if (run->channel >= 0)
        shutdown(run->channel, SHUT_WR); /* receive() in the harness now says None */
    if (!run->killed && timeout_ms > 0)
        wait_own_end(run, own_deadline_in(run, timeout_ms));
    sandbox_kill(run, SANDBOX_STOPPED);
    if (!run->ended && !wait_ended(run, deadline_in(KILL_TIMEOUT_MS)))
        sandbox_abandon(run->sandbox, "the sandbox supervisor does not answer");
    read_stream(run, &run->out);
    read_stream(run, &run->err);
    if (run->channel >= 0 && !run->killed && has_waiting_byte(run)) {
        run->killed = true;
        run->cause = SANDBOX_VIOLATION;
    }
    drop_given(&run->out);
    drop_given(&run->err);
    if (ret)
        sandbox_fill_outcome(run, ret);
    free_run(run);
}
