/*
 * abuse.c — runs the hostile programs of *.abuse, one after the other in one slot, as a service
 * would, and looks after each whether anything escaped. Prints TAP.
 *
 *   abuse [--landlock=N] [--no-namespaces] FILE...
 *
 * A case is a title line `### NUMBER NAME [| ENDS]` and a program. ENDS are the ways it may end
 * (default: exited), and the name of a profile when that is not `function`. A program prints
 * HOLE when something worked that must not; refused(), expect() and syscall() help it. This
 * process plays the service: it has a secret in its environment, in its memory, in an open file
 * and in a file that is its own.
 */
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hasten/sandbox.h"

#define SECRET "canary-4c1f9e0b7d2a8365"

static const char harness[] =
    "import ctypes, os, sys\n"
    "libc = ctypes.CDLL(None, use_errno=True)\n"
    "def syscall(number, *args):\n"
    "    args = [ctypes.c_char_p(bytes(a)) if isinstance(a, (bytes, bytearray)) else\n"
    "            ctypes.c_long(a) for a in args]\n"
    "    return libc.syscall(ctypes.c_long(number), *args)\n"
    "def expect(condition, what):\n"
    "    if not condition: print('HOLE', what, flush=True)\n"
    "def refused(function, *args):\n"
    "    try: result = function(*args)\n"
    "    except (OSError, ValueError): return\n"
    "    print('HOLE', function, args, repr(result)[:100], flush=True)\n"
    "def run(channel, payload):\n"
    "    secret_path, _, source = payload.partition(b'\\n')\n"
    "    g = sys.modules['__main__'].__dict__\n"
    "    g.update(syscall=syscall, expect=expect, refused=refused,\n"
    "             secret_path=os.fsdecode(secret_path))\n"
    "    exec(compile(source, '<hostile>', 'exec'), g)\n";

static char secret_path[64];

/* ---- what must be the same after every program
 * ----------------------------------------------- */

struct world {
    struct rlimit cpu, files;
    int priority;
    cpu_set_t affinity;
    char secret[sizeof(SECRET)];
    struct stat file, null, python;
};

static struct world look(void)
{
    struct world w;
    memset(&w, 0, sizeof(w));
    getrlimit(RLIMIT_CPU, &w.cpu);
    getrlimit(RLIMIT_NOFILE, &w.files);
    w.priority = getpriority(PRIO_PROCESS, 0);
    sched_getaffinity(0, sizeof(w.affinity), &w.affinity);
    int fd = open(secret_path, O_RDONLY);
    if (fd < 0 || read(fd, w.secret, sizeof(w.secret)) < 0)
        printf("# the secret file is gone\n");
    close(fd);
    stat(secret_path, &w.file);
    stat("/dev/null", &w.null);
    stat("/usr/bin/python3.11", &w.python);
    return w;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_mode == b->st_mode && a->st_uid == b->st_uid &&
           a->st_size == b->st_size && a->st_nlink == b->st_nlink &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool same_world(const struct world *a, const struct world *b)
{
    return memcmp(&a->cpu, &b->cpu, sizeof(a->cpu)) == 0 &&
           memcmp(&a->files, &b->files, sizeof(a->files)) == 0 && a->priority == b->priority &&
           CPU_EQUAL(&a->affinity, &b->affinity) && strcmp(a->secret, b->secret) == 0 &&
           same_file(&a->file, &b->file) && a->null.st_mode == b->null.st_mode &&
           same_file(&a->python, &b->python);
}

/* ---- one case
 * -------------------------------------------------------------------------------- */

struct abuse {
    str title;
    str ends;
    str source;
};

static bool allows(str words, str word)
{
    while (words.len > 0) {
        size_t space = str_find(words, S(" "));
        str one = str_slice(words, 0, space);
        if (str_equal(one, word))
            return true;
        words = space == SIZE_MAX ? S("") : str_trim(str_slice(words, space, words.len));
    }
    return false;
}

static enum sandbox_profile profile_of(str words)
{
    enum sandbox_profile p = SANDBOX_PROFILE_COUNT;
    while (p-- > SANDBOX_FUNCTION + 1)
        if (allows(words, str_from(sandbox_profile_name(p))))
            return p;
    return SANDBOX_FUNCTION;
}

/* Nothing but a profile's name: the program exits. */
static bool names_profile(str word)
{
    return str_equal(word, str_from(sandbox_profile_name(profile_of(word))));
}

static bool is_contained(const struct abuse *a, const struct sandbox_outcome *o,
                         const struct world *before)
{
    struct world after = look();
    str ends = a->ends.len > 0 ? a->ends : S("exited");
    bool ok = true;
    if (str_find(buf_str(&o->out), S("HOLE")) != SIZE_MAX)
        ok = false;
    if (str_find(buf_str(&o->out), S(SECRET)) != SIZE_MAX || !same_world(before, &after))
        ok = false;
    if (!allows(ends, str_from(sandbox_end_name(o->end))) &&
        !(names_profile(str_trim(ends)) && o->end == SANDBOX_EXITED))
        ok = false;
    /* A program that stumbles over its own test proves nothing. */
    if (o->end == SANDBOX_EXITED && o->code != 0 &&
        str_find(buf_str(&o->err), S("NameError")) != SIZE_MAX)
        ok = false;
    if (!ok)
        printf("# ended with %s %d\n# %.*s\n# %.*s\n", sandbox_end_name(o->end), o->code,
               (int) (o->out.len < 300 ? o->out.len : 300), o->out.ptr ? o->out.ptr : "",
               (int) (o->err.len < 900 ? o->err.len : 900), o->err.ptr ? o->err.ptr : "");
    return ok;
}

static bool try_case(struct sandbox *s, const struct abuse *a, const struct world *before)
{
    struct buf payload = { 0 };
    struct error err = { 0 };
    struct sandbox_run *run;
    struct sandbox_outcome outcome;
    enum sandbox_profile profile = profile_of(a->ends);
    buf_printf(&payload, "%s\n", secret_path);
    buf_append(&payload, a->source);
    struct sandbox_spec spec = { .profile = profile,
                                 .entry = "abuse.run",
                                 .payload = buf_str(&payload),
                                 .keep_files = true,
                                 .limits = { .wall_ms = 1500, .cpu_ms = 1000 } };
    enum status status = sandbox_start(s, &spec, &run, &err);
    buf_free(&payload);
    if (status != STATUS_OK) {
        printf("# %s\n", err.detail);
        return profile == SANDBOX_PARALLEL && !sandbox_allows_processes(s);
    }
    sandbox_finish(run, 20000, &outcome);
    bool ok = is_contained(a, &outcome, before);
    sandbox_outcome_release(&outcome);
    return ok;
}

/* ---- files of cases
 * --------------------------------------------------------------------------- */

static str next_case(str text, struct abuse *ret)
{
    size_t end_of_title = str_find(text, S("\n"));
    str title = str_slice(text, 4, end_of_title);
    str rest = str_slice(text, end_of_title + 1, text.len);
    size_t bar = str_find(title, S(" | "));
    size_t next = str_find(rest, S("\n### "));
    ret->title = str_slice(title, 0, bar);
    ret->ends = bar == SIZE_MAX ? S("") : str_slice(title, bar + 3, title.len);
    ret->source = str_slice(rest, 0, next);
    return next == SIZE_MAX ? S("") : str_slice(rest, next + 1, rest.len);
}

static bool read_file(const char *path, struct buf *text)
{
    FILE *file = fopen(path, "r");
    size_t n;
    while (file && (n = fread(buf_room(text, 65536), 1, 65536, file)) > 0)
        text->len += n;
    if (file)
        fclose(file);
    return text->len > 0;
}

static int try_file(struct sandbox *s, const char *path, const struct world *before,
                    int *number)
{
    struct buf text = { 0 };
    int failed = 0;
    if (!read_file(path, &text)) {
        printf("not ok %d - %s cannot be read\n", ++*number, path);
        return 1;
    }
    struct abuse a;
    for (str rest = buf_str(&text); str_starts(rest, S("### "));) {
        rest = next_case(rest, &a);
        bool ok = try_case(s, &a, before);
        printf("%s %d - %.*s\n", ok ? "ok" : "not ok", ++*number, STR_ARG(a.title));
        fflush(stdout);
        failed += !ok;
    }
    buf_free(&text);
    return failed;
}

static bool make_secret(void)
{
    snprintf(secret_path, sizeof(secret_path), "/dev/shm/secret-XXXXXX");
    int fd = mkstemp(secret_path); /* stays open: must not be inherited */
    return fd >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fchmod(fd, 0644) == 0 &&
           write(fd, SECRET, sizeof(SECRET) - 1) > 0 && setenv("HASTEN_SECRET", SECRET, 1) == 0;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "sandbox-supervisor") == 0)
        return sandbox_supervisor_main();
    struct sandbox_module module = { "abuse", str_from(harness) };
    struct sandbox_config config = { .python = "/usr/bin/python3",
                                     .landlock_abi_cap = 99,
                                     .namespaces = true,
                                     .memory_bytes = 512u << 20,
                                     .modules = &module,
                                     .module_count = 1 };
    int first = 1, number = 0, failed = 0;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "--no-namespaces") == 0)
            config.namespaces = false;
        else
            config.landlock_abi_cap = (int) strtol(strchr(argv[first], '=') + 1, NULL, 10);
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    struct sandbox *s;
    struct error err = { 0 };
    if (!make_secret() || sandbox_open(&config, &s, &err) != STATUS_OK) {
        printf("Bail out! %s\n", err.detail);
        return 1;
    }
    struct world before = look();
    for (int i = first; i < argc; i++)
        failed += try_file(s, argv[i], &before, &number);
    printf("1..%d\n# layers 0x%x, Landlock ABI %d, %d not contained\n", number,
           sandbox_layers(s), sandbox_landlock_abi(s), failed);
    sandbox_close(s);
    unlink(secret_path);
    return failed > 0;
}
