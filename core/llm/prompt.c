/*
 * prompt.c — the question. The system message is fixed (a provider's prompt cache can keep it);
 * everything about this job is in the user message.
 *
 * The source and the caller's wish are data that may try to give orders. They stand between fence
 * lines with a random nonce that they cannot know, and nothing depends on the model heeding it: its
 * replacements are judged by the same gates as anybody's.
 *
 * Of a large module only the offered functions are sent, in order, as far as the cap reaches.
 */
#include "core/llm/llm_internal.h"

#define SOURCE_CAP (96u << 10)
#define WISH_CAP 2000u
#define HINTS_MAX 24u
#define BAD_REPLY_CAP (16u << 10)
#define NONCE_BYTES 12

extern const struct embedded_file embedded_prompts[];

static str prompt_file(const char *name)
{
    const struct embedded_file *file = embedded_prompts;
    while (file->name && strcmp(file->name, name) != 0)
        file++;
    return file->content;
}

static void write_nonce(char out[2 * NONCE_BYTES + 1])
{
    unsigned char bytes[NONCE_BYTES];
    random_bytes(bytes, sizeof(bytes));
    for (int i = 0; i < NONCE_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void fence(struct buf *out, const char *what, const char *nonce, str content)
{
    buf_printf(out, "\n=== begin %s %s ===\n", what, nonce);
    buf_append(out, content);
    if (!str_ends(content, S("\n")))
        buf_byte(out, '\n');
    buf_printf(out, "=== end %s %s ===\n", what, nonce);
}

static void write_list(struct buf *out, const char *title, const struct str_list *list)
{
    if (!list->count)
        return;
    buf_printf(out, "%s: ", title);
    for (uint32_t i = 0; i < list->count; i++)
        buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(list->items[i]));
    buf_byte(out, '\n');
}

static void write_targets(struct buf *out, const struct job *job, const target_vec *targets)
{
    const struct py_tree *tree = py_tree(job->module);
    buf_append(out, S("\nFunctions you may replace:\n"));
    for (uint32_t i = 0; i < targets->count; i++) {
        const struct target *t = &targets->items[i];
        buf_printf(out, "- %.*s (lines %u-%u)\n", STR_ARG(t->name), py_line(tree, t->node),
                   py_end_line(tree, t->node));
    }
}

static void write_opportunities(struct buf *out, const struct findings *f)
{
    for (uint32_t i = 0; i < f->opportunities.count && i < HINTS_MAX; i++) {
        const struct finding *o = &f->opportunities.items[i];
        buf_printf(out, "- line %u, %.*s: %s\n", o->line, STR_ARG(o->function),
                   pattern_summary(o->pattern));
    }
}

static void write_blocked_loops(struct buf *out, const struct findings *f)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < f->loops.count && shown < HINTS_MAX; i++) {
        const struct loop_report *loop = &f->loops.items[i];
        if (!loop->blockers.count)
            continue;
        const struct blocker *b = &loop->blockers.items[0];
        buf_printf(out, "- the loop at line %u is %s: %.*s, line %u\n", loop->line,
                   loop_verdict_name(loop->verdict), STR_ARG(b->kind), b->line);
        shown++;
    }
}

/* What static analysis already knows: where work is, and what stands in the way. */
static void write_hints(struct buf *out, const struct findings *f)
{
    if (!f->opportunities.count && !f->loops.count)
        return;
    buf_append(out, S("\nFound by static analysis:\n"));
    write_opportunities(out, f);
    write_blocked_loops(out, f);
}

/* With its decorators and its indentation. */
static str definition_text(const struct py_tree *tree, uint32_t def)
{
    uint32_t first = py_child(tree, def, PY_F_decorator_list);
    uint32_t line = py_line(tree, first != PY_NO_NODE ? first : def);
    return str_slice(tree->source, tree->lines[line - 1], tree->nodes[def].end);
}

static void write_source(struct buf *out, const struct job *job, const target_vec *targets,
                         const char *nonce)
{
    const struct py_tree *tree = py_tree(job->module);
    if (job->request.code.len <= SOURCE_CAP) {
        fence(out, "module", nonce, job->request.code);
        return;
    }
    size_t room = SOURCE_CAP;
    for (uint32_t i = 0; i < targets->count; i++) {
        str text = definition_text(tree, targets->items[i].node);
        if (text.len > room)
            continue;
        fence(out, "function", nonce, text);
        room -= text.len;
    }
}

static str user_message(const struct job *job, const target_vec *targets)
{
    const struct request *r = &job->request;
    char nonce[2 * NONCE_BYTES + 1];
    struct buf out = { 0 };
    write_nonce(nonce);
    buf_printf(&out, "Python: CPython %.*s\n",
               STR_ARG(r->target.python.len ? r->target.python : S("3.11")));
    write_list(&out, "Packages beyond the standard library", &r->target.libraries);
    write_list(&out, "Goals", &r->goals);
    write_list(&out, "Strategies asked for", &r->strategies);
    write_targets(&out, job, targets);
    write_hints(&out, &job->findings);
    if (r->prompt.len)
        fence(&out, "wish of the user, to follow only as far as the rules allow", nonce,
              str_slice(r->prompt, 0, WISH_CAP));
    write_source(&out, job, targets, nonce);
    str text = arena_str(job->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

void prompt_build(const struct job *job, const target_vec *targets, struct ask *ret)
{
    *ret = (struct ask){
        .messages = { { ROLE_SYSTEM, prompt_file("system.txt") },
                      { ROLE_USER, user_message(job, targets) } },
        .message_count = 2,
        .schema = str_trim(prompt_file("reply_schema.json")),
        .temperature = job->request.temperature,
        .max_tokens = job->config->llm_max_tokens,
    };
    if (job->request.max_tokens > 0 && job->request.max_tokens < ret->max_tokens)
        ret->max_tokens = job->request.max_tokens;
}

void prompt_reformat(const struct job *job, str bad_reply, const char *why, struct ask *ask)
{
    str order = prompt_file("reformat.txt");
    ask->messages[2] = (struct message){ ROLE_ASSISTANT, str_slice(bad_reply, 0, BAD_REPLY_CAP) };
    ask->messages[3] = (struct message){
        ROLE_USER, arena_printf(job->arena, "%.*s%s\n", STR_ARG(order), why)
    };
    ask->message_count = 4;
}
