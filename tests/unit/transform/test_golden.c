/*
 * test_golden.c — golden cases of the transformations: tests/golden/transform/<case>/
 *
 *   input.py      the original
 *   finding       what to rewrite: "<pattern> <line>" or "llm <function>"; for the first three
 *                 patterns the finding is made here, without conditions, so that the rewriting's own
 *                 legality is what is tested, unless "detected" stands behind; the others have their
 *                 detector find it, or not
 *   proposal.py, imports   for llm
 *   expected.py   the exact result; both programs are then run and must do the same
 *   refused.txt   instead: the reason
 *
 * GOLDEN_UPDATE=1 writes what is missing. HASTEN_SOURCE names the repository when the working
 * directory is another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hasten/analyze.h"
#include "hasten/facts.h"
#include "hasten/transform.h"

#define MAX_CASES 1000
#define PYTHON "/usr/bin/python3"

static struct arena *arena;

static str path_of(const char *name, const char *file)
{
    const char *root = getenv("HASTEN_SOURCE");
    return arena_printf(arena, "%s/tests/golden/transform/%s/%s", root ? root : ".", name, file);
}

static bool read_file(str path, str *ret)
{
    FILE *f = fopen(path.ptr, "rb");
    if (!f)
        return false;
    char *bytes = arena_alloc(arena, 1 << 18);
    *ret = (str){ bytes, fread(bytes, 1, 1 << 18, f) };
    return fclose(f) == 0;
}

static void write_file(str path, str content)
{
    FILE *f = fopen(path.ptr, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content.ptr, 1, content.len, f), content.len);
    assert_int_equal(fclose(f), 0);
}

/* ---- findings ----------------------------------------------------------------------- */

static uint32_t node_at(const struct py_tree *t, uint32_t line, bool (*wanted)(enum py_kind))
{
    for (uint32_t n = 1; n < t->count; n++)
        if (py_line(t, n) == line && wanted((enum py_kind) t->nodes[n].kind))
            return n;
    fail_msg("no node of the finding's kind in line %u", line);
    return 0;
}

static bool is_def(enum py_kind kind)
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef;
}

static bool is_loop(enum py_kind kind)
{
    return kind == PY_For || kind == PY_While || kind == PY_ListComp || kind == PY_SetComp ||
           kind == PY_DictComp || kind == PY_GeneratorExp;
}

static void anchor(struct job *job, struct finding *f)
{
    const struct py_tree *t = py_tree(job->module);
    struct py_facts *facts = py_facts_new(job->module, arena);
    for (uint32_t n = f->node; n < t->nodes[f->node].extent && !f->anchors[0]; n++) {
        enum py_op op = (enum py_op) t->nodes[py_child(t, n, PY_F_ops)].op;
        bool test = t->nodes[n].kind == PY_Compare && (op == PY_IN || op == PY_NOTIN);
        bool call = t->nodes[n].kind == PY_Call && py_callee(facts, n);
        if (f->pattern == PATTERN_set_membership ? test : call)
            f->anchors[0] = n;
    }
    f->anchors[1] = f->pattern == PATTERN_set_membership
                        ? py_child(t, f->anchors[0], PY_F_comparators)
                        : py_child(t, f->node, PY_F_iter);
}

static void make_finding(struct job *job, enum pattern pattern, uint32_t line)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t node = node_at(t, line, pattern == PATTERN_memoize ? is_def : is_loop);
    struct finding *f = VEC_PUSH(arena, &job->findings.opportunities);
    *f = (struct finding){ .pattern = pattern, .line = line, .end_line = py_end_line(t, node),
                           .node = node, .function = S("f"), .benefit.speedup = 2.0 };
    anchor(job, f);
}

static void detect_finding(struct job *job, enum pattern pattern, uint32_t line)
{
    uint32_t kept = 0;
    assert_int_equal(analyze_source(job, NULL), STATUS_OK);
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        struct finding f = job->findings.opportunities.items[i];
        if (f.pattern == pattern && f.line == line)
            job->findings.opportunities.items[kept++] = f;
    }
    job->findings.opportunities.count = kept;
}

static bool is_made_here(enum pattern pattern)
{
    return pattern == PATTERN_memoize || pattern == PATTERN_set_membership ||
           pattern == PATTERN_embarrassingly_parallel || pattern == PATTERN_map_reduce;
}

static void make_proposal(struct job *job, const char *name, str function)
{
    const struct py_tree *t = py_tree(job->module);
    for (uint32_t n = 1; n < t->count; n++)
        if (is_def((enum py_kind) t->nodes[n].kind))
            *VEC_PUSH(arena, &job->findings.functions) = (struct function_report){
                .name = py_qualified_name(t, n, arena), .node = n
            };
    struct proposal *p = VEC_PUSH(arena, &job->proposals);
    *p = (struct proposal){ .function = function, .summary = S("proposed") };
    str imports;
    assert_true(read_file(path_of(name, "proposal.py"), &p->source));
    if (!read_file(path_of(name, "imports"), &imports))
        return;
    for (size_t at = 0; at < imports.len; at = layout_line_end(imports, at))
        *VEC_PUSH(arena, &p->imports) =
            str_trim(str_slice(imports, at, layout_line_end(imports, at)));
}

static void make_wish(struct job *job, const char *name)
{
    str wish;
    assert_true(read_file(path_of(name, "finding"), &wish));
    wish = str_trim(wish);
    size_t blank = str_find(wish, S(" "));
    assert_int_not_equal(blank, SIZE_MAX);
    str pattern = str_slice(wish, 0, blank), rest = str_slice(wish, blank + 1, wish.len);
    if (str_equal(pattern, S("llm"))) {
        make_proposal(job, name, rest);
        return;
    }
    uint32_t line = (uint32_t) strtoul(arena_cstr(arena, rest), NULL, 10);
    for (int p = 0; p < PATTERN_COUNT; p++)
        if (str_equal(pattern, str_from(pattern_name((enum pattern) p)))) {
            bool made = is_made_here((enum pattern) p) && !str_ends(wish, S(" detected"));
            (made ? make_finding : detect_finding)(job, (enum pattern) p, line);
            return;
        }
    fail_msg("%s names no pattern", name);
}

/* ---- results ---------------------------------------------------------------------------- */

static void assert_text(const char *name, const char *file, str got)
{
    str expected;
    if (!read_file(path_of(name, file), &expected)) {
        if (!getenv("GOLDEN_UPDATE"))
            fail_msg("%s: got this, but there is no %s:\n%.*s", name, file, STR_ARG(got));
        write_file(path_of(name, file), got);
        return;
    }
    assert_string_equal(arena_cstr(arena, got), arena_cstr(arena, expected));
}

/* What the program prints, and how it ends in the last byte. */
static str run(const char *name, const char *file)
{
    int out[2];
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    if (pid == 0) {
        (void) dup2(out[1], STDOUT_FILENO);
        (void) alarm(30);
        execl(PYTHON, PYTHON, "-I", path_of(name, file).ptr, (char *) NULL);
        _exit(127);
    }
    (void) close(out[1]);
    struct buf text = { 0 };
    for (ssize_t n; (n = read(out[0], buf_room(&text, 4096), 4096)) > 0;)
        text.len += (size_t) n;
    (void) close(out[0]);
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    buf_printf(&text, "exit status %d\n", WEXITSTATUS(status));
    str result = arena_str(arena, buf_str(&text));
    buf_free(&text);
    return result;
}

static void assert_guard(const struct candidate *c)
{
    if (!c->guard.present)
        return;
    str text = c->edits.items[c->guard.edit].text;
    str digits = str_slice(text, c->guard.offset, c->guard.offset + c->guard.length);
    str threshold = arena_printf(arena, "%u", (unsigned) c->guard.threshold);
    assert_string_equal(arena_cstr(arena, digits), arena_cstr(arena, threshold));
    assert_true(c->guard.helper.len > 0);
}

/* Rewriting the result finds nothing more to do for the pattern. */
static void assert_idempotent(const char *name, const struct job *job, str result)
{
    struct job again = { .arena = arena, .request.code = result };
    const struct candidate *c = &job->candidates.items[0];
    if (c->from_llm || job->findings.opportunities.items[0].conditions.count == 0)
        return;
    assert_int_equal(analyze_source(&again, NULL), STATUS_OK);
    assert_int_equal(transform_apply(&again, NULL), STATUS_OK);
    for (uint32_t i = 0; i < again.candidates.count; i++)
        if (str_equal(again.candidates.items[i].transform, c->transform) &&
            again.candidates.items[i].edits.count)
            fail_msg("%s: line %u would be rewritten again", name, again.candidates.items[i].line);
}

static void run_case(void **state)
{
    const char *name = *state;
    arena = arena_new(256u << 20);
    struct job job = { .arena = arena };
    struct error err = { .detail = "" };
    assert_true(read_file(path_of(name, "input.py"), &job.request.code));
    if (py_parse(job.request.code, arena, &job.module, &err) != STATUS_OK)
        fail_msg("%s: %s", name, err.detail);
    make_wish(&job, name);
    assert_int_equal(transform_apply(&job, &err), STATUS_OK);
    if (job.findings.opportunities.count + job.proposals.count == 0) {
        assert_text(name, "refused.txt", S("not found\n"));
        arena_free(arena);
        return;
    }
    assert_int_equal(job.candidates.count, 1);

    const struct candidate *c = &job.candidates.items[0];
    if (job.verdicts.count) {
        assert_int_equal(c->edits.count, 0);
        assert_int_equal(job.verdicts.items[0].failed, GATE_STATIC);
        assert_text(name, "refused.txt",
                    arena_printf(arena, "%.*s\n", STR_ARG(job.verdicts.items[0].reason)));
    } else {
        str result = edits_render(job.request.code, &c->edits, arena);
        assert_text(name, "expected.py", result);
        assert_idempotent(name, &job, result);
        assert_guard(c);
        assert_string_equal(run(name, "expected.py").ptr, run(name, "input.py").ptr);
    }
    arena_free(arena);
}

/* ---- cases ---------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *) a)->name, ((const struct CMUnitTest *) b)->name);
}

static size_t find_cases(struct CMUnitTest tests[MAX_CASES])
{
    arena = arena_new(1 << 20);
    DIR *dir = opendir(path_of(".", ".").ptr);
    size_t count = 0;
    for (struct dirent *entry; dir && count < MAX_CASES && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        char *name = xstrdup_str(str_from(entry->d_name));
        tests[count++] = (struct CMUnitTest){ .name = name, .test_func = run_case,
                                              .initial_state = name };
    }
    if (dir)
        (void) closedir(dir);
    arena_free(arena);
    qsort(tests, count, sizeof(tests[0]), by_name);
    return count;
}

int main(void)
{
    struct CMUnitTest tests[MAX_CASES];
    size_t count = find_cases(tests);
    if (count == 0) {
        (void) fprintf(stderr, "no golden case found: run from the repository\n");
        return 1;
    }
    int failed = _cmocka_run_group_tests("golden", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        free(tests[i].initial_state);
    return failed;
}
