/*
 * main.c — subcommands. Nothing is opened here: each subcommand opens what it needs.
 */
#include <sys/prctl.h>

#include "cli/cli.h"
#include "hasten/sandbox.h"
#include "serve.h"

struct subcommand {
    const char *name, *help;
    int (*run)(struct config *, int argc, char **argv);
};

static int print_version(struct config *config, int argc, char **argv)
{
    (void) config, (void) argc, (void) argv;
    puts("hasten " HASTEN_VERSION);
    return CLI_OK;
}

static int print_help(struct config *config, int argc, char **argv);

static const struct subcommand subcommands[] = {
    { "serve", "run the HTTP daemon", serve_main },
    { "optimize", "make one Python file faster, verified", cli_optimize },
    { "analyze", "show what could run faster, and why the rest cannot", cli_analyze },
    { "verify", "does a changed file do the same, and is it faster", cli_verify },
    { "doctor", "show what this machine offers", cli_doctor },
    { "config", "print every setting with its meaning", cli_config },
    { "migrate", "bring the job database up to date", cli_migrate },
    { "version", "print the version", print_version },
    { "help", "show this", print_help },
};

static int print_help(struct config *config, int argc, char **argv)
{
    (void) config, (void) argc, (void) argv;
    puts("hasten - Python code in, code that does exactly the same, faster, out\n\n"
         "usage: hasten [--config=FILE] COMMAND [options]\n");
    for (size_t i = 0; i < ARRAY_LEN(subcommands); i++)
        printf("  %-9s %s\n", subcommands[i].name, subcommands[i].help);
    puts("\n`hasten optimize --help` lists the options of a command.");
    return CLI_OK;
}

static int complain(const struct error *err)
{
    fprintf(stderr, "hasten: %s%s%s\n", err->field, *err->field ? ": " : "", err->detail);
    return CLI_USAGE;
}

static int dispatch(struct config *config, int argc, char **argv)
{
    if (argc < 1) {
        print_help(config, argc, argv);
        return CLI_USAGE;
    }
    for (size_t i = 0; i < ARRAY_LEN(subcommands); i++)
        if (strcmp(argv[0], subcommands[i].name) == 0)
            return subcommands[i].run(config, argc, argv);
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
        return print_help(config, argc, argv);
    fprintf(stderr, "hasten: there is no command %s; try `hasten help`\n", argv[0]);
    return CLI_USAGE;
}

int main(int argc, char **argv)
{
    /* The supervisor must hold nothing of ours: it leaves before anything is read. */
    if (argc == 2 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    /* Sandboxed code may share our uid: keep it from reading our memory. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    struct config config;
    struct error err;
    config_defaults(&config);
    int first = 1;
    enum status status = STATUS_OK;
    if (argc > 1 && strncmp(argv[1], "--config=", 9) == 0)
        status = config_load_file(&config, argv[first++] + 9, &err);
    if (!status)
        status = config_load_env(&config, &err);
    int code = status ? complain(&err) : dispatch(&config, argc - first, argv + first);
    config_release(&config);
    return code;
}
