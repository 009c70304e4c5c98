/*
 * commands.c — `hasten optimize`, `analyze` and `verify`: the engine in this process, or a
 * daemon with --server. Answers go to stdout, everything else to stderr.
 */
#include <errno.h>
#include <unistd.h>

#include "cli.h"
#include "deliver.h"
#include "hasten/llm.h"
#include "hasten/pipeline.h"
#include "hasten/report.h"
#include "hasten/sandbox.h"
#include "hasten/verify.h"
#include "options.h"
#include "remote.h"

#define JOB_MEMORY ((size_t) 1 << 30)
#define OPTIONS_MEMORY ((size_t) 1 << 22)
#define CERTIFICATE_MAX (64 << 20)

struct command {
    enum status (*run)(struct job *, struct error *);
    void (*json)(const struct job *, struct buf *);
    void (*text)(const struct job *, bool colour, struct buf *);
    void (*sarif)(const struct job *, struct buf *); /* NULL: --sarif and --graph are refused */
    const char *path;                                /* of the HTTP endpoint */
    bool rewrites;
    bool compares; /* takes ORIGINAL and CANDIDATE */
};

static int complain(const struct error *err)
{
    if (err->line)
        fprintf(stderr, "hasten: line %u, column %u: %s\n", err->line, err->column,
                err->detail);
    else
        fprintf(stderr, "hasten: %s%s%s\n", err->field, *err->field ? ": " : "", err->detail);
    return err->status == STATUS_INVALID_PYTHON ? CLI_INVALID : CLI_FAILED;
}

static enum status read_source(const char *path, int64_t limit, struct buf *out,
                               struct error *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!file)
        return error_set(err, STATUS_IO, "cannot open %s: %s", path, strerrordesc_np(errno));
    size_t n;
    while ((n = fread(buf_room(out, 65536), 1, 65536, file)) > 0 && (int64_t) out->len <= limit)
        out->len += n;
    bool failed = ferror(file);
    if (file != stdin)
        fclose(file);
    if (failed)
        return error_set(err, STATUS_IO, "cannot read %s", path);
    if ((int64_t) out->len > limit)
        return error_set(err, STATUS_TOO_LARGE, "%s has more than %lld bytes", path,
                         (long long) limit);
    size_t bad = str_invalid_utf8(buf_str(out));
    if (bad != SIZE_MAX)
        return error_set(err, STATUS_INVALID_PYTHON, "%s is not UTF-8 at byte %zu", path, bad);
    return STATUS_OK;
}

static void show_progress(void *context, const char *stage, int percent, const char *note)
{
    (void) context;
    fprintf(stderr, "\r\033[K%3d %% %s%s%s", percent, stage, note ? ": " : "",
            note ? note : "");
    if (percent == 100)
        fprintf(stderr, "\r\033[K");
}

static enum status open_engine(struct job *job, const struct config *config, bool with_llm,
                               struct error *err)
{
    enum status status = verify_open_sandbox(config, &job->sandbox, err);
    if (!status && with_llm)
        status = llm_open(config, &job->llm, err);
    return status;
}

static enum status write_graph(const char *path, const struct job *job, struct error *err)
{
    struct buf dot = { 0 };
    report_analyze_dot(job, &dot);
    enum status status = deliver_graph(path, buf_str(&dot), err);
    buf_free(&dot);
    return status;
}

static int answer(const struct command *command, const struct options *o, const struct job *job)
{
    struct buf out = { 0 };
    struct error err;
    bool colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    if (o->json || o->sarif) {
        (o->sarif ? command->sarif : command->json)(job, &out);
        buf_byte(&out, '\n');
    } else {
        command->text(job, colour, &out);
    }
    bool printed = fwrite(out.ptr, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    buf_free(&out);
    if (!printed) {
        fprintf(stderr, "hasten: cannot write to standard output\n");
        return CLI_FAILED;
    }
    if (o->graph && write_graph(o->graph, job, &err))
        return complain(&err);
    if (o->certificate && job->certificate.len && deliver_certificate(o, job->certificate, &err))
        return complain(&err);
    if (command->compares)
        return job->final.equivalent ? CLI_OK : CLI_DIFFERENT;
    if (!command->rewrites)
        return CLI_OK;
    if (deliver(o, job->optimized_code, job->final.accepted, &err))
        return complain(&err);
    return o->check && job->final.accepted ? CLI_IMPROVABLE : CLI_OK;
}

static int run_here(const struct command *command, const struct options *o,
                    const struct config *config)
{
    struct error err = { .status = STATUS_OK };
    struct job job = { .config = config,
                       .request = o->request,
                       .arena = arena_new(JOB_MEMORY) };
    uuid_v7(job.id);
    double seconds = o->request.budget.seconds;
    if (seconds <= 0)
        seconds = (double) config->job_budget;
    job.deadline_ns = clock_ns() + (uint64_t) (seconds * 1e9);
    if (isatty(STDERR_FILENO) && !o->json)
        job.on_progress = show_progress;
    enum status status = open_engine(&job, config, command->rewrites, &err);
    if (!status)
        status = command->run(&job, &err);
    int code = status ? complain(&err) : answer(command, o, &job);
    llm_close(job.llm);
    sandbox_close(job.sandbox);
    arena_free(job.arena);
    return code;
}

static const struct command replaying;

static int run_options(const struct command *command, struct options *o,
                       const struct config *config)
{
    struct error err;
    struct buf source = { 0 }, candidate = { 0 };
    if (o->help)
        return CLI_OK;
    if ((o->sarif || o->graph) && (!command->sarif || o->server)) {
        fprintf(stderr, "hasten: --sarif and --graph belong to analyze, without --server\n");
        return CLI_USAGE;
    }
    if (o->write && strcmp(o->file, "-") == 0) {
        fprintf(stderr, "hasten: --write needs a file\n");
        return CLI_USAGE;
    }
    log_set_level(LOG_WARNING);
    if (command->compares && !o->second)
        command = &replaying;
    if (command == &replaying && o->server) {
        fprintf(stderr, "hasten: a certificate is replayed here, not by a daemon\n");
        return CLI_USAGE;
    }
    int64_t limit = command == &replaying ? CERTIFICATE_MAX : config->max_source;
    if (read_source(o->file, limit, &source, &err) ||
        (o->second && read_source(o->second, config->max_source, &candidate, &err)))
        return complain(&err);
    o->request.kind = command->compares ? REQUEST_VERIFY : REQUEST_OPTIMIZE;
    o->request.measure = !o->untimed;
    o->request.code = buf_str(&source);
    o->request.candidate = buf_str(&candidate);
    const char *slash = strrchr(o->file, '/');
    o->request.file_name =
        strcmp(o->file, "-") == 0 ? S("input.py") : str_from(slash ? slash + 1 : o->file);
    int code =
        o->server ? remote_run(o->server, command->path, o) : run_here(command, o, config);
    buf_free(&source);
    buf_free(&candidate);
    return code;
}

static int run(const struct command *command, struct config *config, int argc, char **argv)
{
    struct options o;
    struct arena *arena = arena_new(OPTIONS_MEMORY);
    bool usable = options_parse(&o, config, command->compares, argc, argv, arena);
    int code = usable ? run_options(command, &o, config) : CLI_USAGE;
    arena_free(arena);
    return code;
}

int cli_optimize(struct config *config, int argc, char **argv)
{
    static const struct command optimize = { .run = pipeline_run,
                                             .json = report_optimize_json,
                                             .text = report_optimize_text,
                                             .path = "/api/v1/optimize",
                                             .rewrites = true };
    return run(&optimize, config, argc, argv);
}

int cli_analyze(struct config *config, int argc, char **argv)
{
    static const struct command analyze = { .run = pipeline_analyze,
                                            .json = report_analyze_json,
                                            .text = report_analyze_text,
                                            .sarif = report_analyze_sarif,
                                            .path = "/api/v1/analyze" };
    return run(&analyze, config, argc, argv);
}

/* One file instead of two is a certificate. Its text stands where the original would. */
static enum status replay(struct job *job, struct error *err)
{
    return verify_replay(job, job->request.code, err);
}

static const struct command replaying = { replay, report_replay_json, report_replay_text, NULL,
                                          .compares = true };

int cli_verify(struct config *config, int argc, char **argv)
{
    static const struct command verify = { .run = pipeline_run,
                                           .json = report_verify_json,
                                           .text = report_verify_text,
                                           .path = "/api/v1/verify",
                                           .compares = true };
    return run(&verify, config, argc, argv);
}
