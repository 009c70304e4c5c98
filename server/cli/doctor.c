/*
 * doctor.c — one screen that says what this machine offers: interpreter, sandbox layers, cores,
 * store, LLM. Everything is tried, nothing is guessed. Also `hasten config` and `hasten migrate`.
 */
#include <unistd.h>

#include "cli.h"
#include "hasten/sandbox.h"
#include "hasten/store.h"
#include "hasten/verify.h"

static void row(const char *name, const char *format, ...) PRINTF_LIKE(2, 3);

static void row(const char *name, const char *format, ...)
{
    va_list args;
    printf("%-14s ", name);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

static void show_layers(uint32_t layers)
{
#define SANDBOX_LAYER(name, bit, text) \
    printf("  %s %-18s %s\n", layers & SANDBOX_LAYER_##name ? "on " : "off", #name, text);
#include "hasten/sandbox_layers.def"
#undef SANDBOX_LAYER
}

static bool show_sandbox(const struct config *config)
{
    struct sandbox *sandbox = NULL;
    struct error err;
    if (verify_open_sandbox(config, &sandbox, &err)) {
        row("sandbox", "UNUSABLE: %s", err.detail);
        return false;
    }
    row("python", "%s (%s)%s", config->python, sandbox_python_version(sandbox),
        sandbox_has_numpy(sandbox) ? ", numpy available" : "");
    uint64_t start = clock_ns();
    enum status status = verify_compiles(sandbox, S("x = 1\n"), NULL, &err);
    if (status)
        row("sandbox", "FAILED: %s", err.detail);
    else
        row("sandbox", "works, first run %.1f ms, Landlock ABI %d",
            (double) (clock_ns() - start) / 1e6, sandbox_landlock_abi(sandbox));
    show_layers(sandbox_layers(sandbox));
    sandbox_close(sandbox);
    return status == STATUS_OK;
}

static void show_cores(void)
{
    row("cores", "%u usable of %ld", cores_usable(), sysconf(_SC_NPROCESSORS_ONLN));
}

static void show_store(const struct config *config)
{
    if (access(config->database, F_OK) != 0) {
        row("store", "SQLite, %s (not there yet; `hasten serve` makes it)", config->database);
        return;
    }
    struct store *store = NULL;
    struct error err;
    if (store_open(config->database, &store, &err)) {
        row("store", "UNUSABLE: %s", err.detail);
        return;
    }
    int64_t queued, running;
    store_job_counts(store, &queued, &running);
    row("store", "SQLite, %s: %lld queued, %lld running", config->database, (long long) queued,
        (long long) running);
    store_close(store);
}

int cli_doctor(struct config *config, int argc, char **argv)
{
    (void) argc, (void) argv;
    log_set_level(LOG_OFF);
    row("hasten", HASTEN_VERSION);
    bool ok = show_sandbox(config);
    show_cores();
    show_store(config);
    if (*config->llm_base_url)
        row("llm", "%s, model %s, key %s", config->llm_base_url,
            *config->llm_model ? config->llm_model : "MISSING",
            *config->llm_api_key ? "set" : "not set");
    else
        row("llm", "none configured; hasten works without one");
    return ok ? CLI_OK : CLI_FAILED;
}

int cli_config(struct config *config, int argc, char **argv)
{
    (void) argc, (void) argv;
    struct buf out = { 0 };
    config_print(config, &out);
    fwrite(out.ptr, 1, out.len, stdout);
    buf_free(&out);
    return CLI_OK;
}

int cli_migrate(struct config *config, int argc, char **argv)
{
    (void) argc, (void) argv;
    struct error err;
    int version;
    if (store_migrate(config->database, &version, &err)) {
        fprintf(stderr, "hasten: %s\n", err.detail);
        return CLI_FAILED;
    }
    printf("%s is at version %d\n", config->database, version);
    return CLI_OK;
}
