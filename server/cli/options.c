/*
 * options.c — one row per option. An option that no row knows is tried as a field of the request
 * (openapi.yaml), then as a setting (config.def): all of them can be given on any command line.
 */
#include "options.h"

#include "hasten/pipeline.h"

enum option_kind { FLAG, TEXT, REQUEST_TEXT, REQUEST_NUMBER };

struct option_row {
    const char *name, *argument, *help;
    enum option_kind kind;
    size_t offset;
};

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
    { "--json", NULL, "print the JSON that the HTTP endpoint would answer", FLAG, AT(json) },
    { "--sarif", NULL, "analyze: print SARIF 2.1.0, for code scanning", FLAG, AT(sarif) },
    { "--graph", "PATH",
      "analyze: write the dependence graph to PATH as DOT, and to PATH.svg with Graphviz", TEXT,
      AT(graph) },
    { "--write", NULL, "replace FILE with the verified result", FLAG, AT(write) },
    { "--check", NULL, "exit with 1 when an improvement was found", FLAG, AT(check) },
    { "--output", "PATH", "write the resulting code to PATH", TEXT, AT(output) },
    { "--no-measure", NULL, "verify: whether it is equivalent, not whether it is faster", FLAG,
      AT(untimed) },
    { "--certificate", "PATH", "write what the equivalence rests on, for `hasten verify PATH`", TEXT,
      AT(certificate) },
    { "--server", "URL", "let a daemon do the work; its key comes from HASTEN_API_KEY", TEXT,
      AT(server) },
    { "--entry", "EXPR", "workload: expression to measure, e.g. main(1000)", REQUEST_TEXT,
      AT(request.workload.entry) },
    { "--args", "LIST", "workload: Python list of argument tuples", REQUEST_TEXT,
      AT(request.workload.args) },
    { "--min-speedup", "X", "smallest gain worth having (default 1.05)", REQUEST_NUMBER,
      AT(request.min_speedup) },
    { "--budget", "SECONDS", "time the whole job may take", REQUEST_NUMBER,
      AT(request.budget.seconds) },
    { "--help", NULL, "show this", FLAG, AT(help) },
};

static void usage(FILE *out, const char *command, bool two_files)
{
    fprintf(out, "usage: hasten %s [options] %s    (one FILE may be - for standard input)\n", command,
            two_files ? "ORIGINAL CANDIDATE | CERTIFICATE" : "FILE");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char left[48];
        snprintf(left, sizeof(left), "%s%s%s", rows[i].name, rows[i].argument ? "=" : "",
                 rows[i].argument ? rows[i].argument : "");
        fprintf(out, "  %-22s %s\n", left, rows[i].help);
    }
    fprintf(
        out,
        "  --FIELD=VALUE          any field of a request: --goals=memory, --target.libraries=numpy,scipy\n"
        "  --SETTING=VALUE        any setting that `hasten config` lists\n"
        "exit codes: 0 answered, 1 improvable (--check) or not equivalent (verify), 2 usage,\n"
        "            3 not valid Python, 4 failed\n");
}

static bool set_value(struct options *o, const struct option_row *row, const char *value)
{
    void *slot = (char *) o + row->offset;
    switch (row->kind) {
    case FLAG:
        *(bool *) slot = true;
        return true;
    case TEXT:
        *(const char **) slot = value;
        return true;
    case REQUEST_TEXT:
        *(str *) slot = str_from(value);
        return true;
    case REQUEST_NUMBER: {
        char *end;
        double number = strtod(value, &end);
        if (*end || end == value || !(number >= 0 && number < 1e6))
            return false;
        *(double *) slot = number;
        return true;
    }
    }
    return false;
}

static bool try_row(struct options *o, const struct option_row *row, int argc, char **argv,
                    int *at, bool *ret_matched)
{
    const char *arg = argv[*at];
    size_t n = strlen(row->name);
    bool exact = strcmp(arg, row->name) == 0;
    *ret_matched = exact || (strncmp(arg, row->name, n) == 0 && arg[n] == '=' && row->argument);
    if (!*ret_matched)
        return true;
    const char *value = NULL;
    if (row->argument) {
        value = exact ? (*at + 1 < argc ? argv[++*at] : NULL) : arg + n + 1;
        if (!value) {
            fprintf(stderr, "hasten: %s needs a value\n", row->name);
            return false;
        }
    }
    if (set_value(o, row, value))
        return true;
    fprintf(stderr, "hasten: %s: not a usable value: %s\n", row->name, value);
    return false;
}

static bool try_field_or_setting(struct options *o, struct config *config, struct arena *arena,
                                 const char *arg)
{
    str text = str_from(arg);
    size_t equals = str_find(text, S("="));
    char name[64];
    struct error err;
    if (!str_starts(text, S("--")) || equals == SIZE_MAX || equals - 2 >= sizeof(name)) {
        fprintf(stderr, "hasten: unknown option %s\n", arg);
        return false;
    }
    snprintf(name, sizeof(name), "%.*s", (int) equals - 2, arg + 2);
    for (char *c = name; *c; c++)
        if (*c == '-')
            *c = '_';
    str value = str_slice(text, equals + 1, text.len);
    enum status status = request_set(&o->request, str_from(name), value, arena, &err);
    if (status == STATUS_UNKNOWN_FIELD)
        status = config_set(config, str_from(name), value, &err);
    if (status)
        fprintf(stderr, "hasten: %s: %s\n", err.field, err.detail);
    return status == STATUS_OK;
}

static bool take_file(struct options *o, bool two_files, const char *arg)
{
    if (o->file && (!two_files || o->second)) {
        fprintf(stderr, "hasten: %s\n",
                two_files ? "two files, please: ORIGINAL CANDIDATE"
                          : "one FILE at a time, please");
        return false;
    }
    *(o->file ? &o->second : &o->file) = arg;
    return true;
}

static bool take(struct options *o, struct config *config, struct arena *arena, bool two_files,
                 int argc, char **argv, int *at)
{
    const char *arg = argv[*at];
    if (arg[0] != '-' || strcmp(arg, "-") == 0)
        return take_file(o, two_files, arg);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool matched;
        if (!try_row(o, &rows[i], argc, argv, at, &matched))
            return false;
        if (matched)
            return true;
    }
    return try_field_or_setting(o, config, arena, arg);
}

bool options_parse(struct options *ret, struct config *config, bool two_files, int argc,
                   char **argv, struct arena *arena)
{
    *ret = (struct options){ .file = NULL };
    request_defaults(&ret->request);
    for (int at = 1; at < argc; at++)
        if (!take(ret, config, arena, two_files, argc, argv, &at))
            return false;
    if (ret->help || !ret->file)
        usage(ret->help ? stdout : stderr, argv[0], two_files);
    return ret->help || ret->file;
}
