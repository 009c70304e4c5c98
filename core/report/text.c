/*
 * text.c — the same answers for a person at a terminal.
 *
 * Text that came from the source or the sandbox may hold escape sequences: every such string
 * goes through plain(), which shows control characters as '?'. That includes U+0080 to U+009F:
 * U+009B alone begins an escape sequence.
 */
#include "report_internal.h"

struct screen {
    struct buf *out;
    bool colour;
};

enum style { BOLD, DIM, RED, GREEN, YELLOW, CYAN };

static const char *const escapes[] = { "\033[1m",  "\033[2m",  "\033[31m",
                                       "\033[32m", "\033[33m", "\033[36m" };

static void on(const struct screen *s, enum style style)
{
    if (s->colour)
        buf_append(s->out, str_from(escapes[style]));
}

static void off(const struct screen *s)
{
    if (s->colour)
        buf_append(s->out, S("\033[0m"));
}

static void plain(const struct screen *s, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char) text.ptr[i];
        bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        unsigned char next = i + 1 < text.len ? (unsigned char) text.ptr[i + 1] : 0;
        bool c1 = c == 0xC2 && next >= 0x80 && next < 0xA0;
        i += c1;
        buf_byte(s->out, control || c1 ? '?' : (char) c);
    }
}

static void styled(const struct screen *s, enum style style, str text)
{
    on(s, style);
    plain(s, text);
    off(s);
}

static void print_diff(const struct screen *s, str diff)
{
    while (diff.len) {
        size_t end = str_find(diff, S("\n"));
        size_t stop = end == SIZE_MAX ? diff.len : end + 1;
        str line = str_slice(diff, 0, stop);
        diff = str_slice(diff, stop, diff.len);
        bool header = str_starts(line, S("---")) || str_starts(line, S("+++"));
        if (header)
            styled(s, BOLD, line);
        else if (str_starts(line, S("void report_verify_text(")))
            styled(s, CYAN, line);
        else if (str_starts(line, S("+")))
            styled(s, GREEN, line);
        else if (str_starts(line, S("-")))
            styled(s, RED, line);
        else
            plain(s, line);
    }
}

static void place(const struct screen *s, str function, uint32_t line)
{
    buf_printf(s->out, "  line %u, ", line);
    plain(s, function);
}

static void print_speed(const struct screen *s, const struct verdict *v)
{
    const struct speed *p = &v->speed, *program = &v->program;
    if (!p->measured)
        return;
    buf_printf(s->out, "    speed-up %.2fx (95 %% interval %.2f-%.2f, %u pairs): %.3g ms -> %.3g ms for ",
               p->ratio, p->low, p->high, p->pairs, p->original_ns / 1e6, p->candidate_ns / 1e6);
    plain(s, p->workload);
    buf_printf(s->out, "\n    CPU time %.2fx, peak memory %.1f MB -> %.1f MB\n", p->cpu_ratio,
               (double) p->original_rss / 1e6, (double) p->candidate_rss / 1e6);
    if (program->measured && !str_equal(program->workload, p->workload))
        buf_printf(s->out, "    whole program %.2fx: %.3g ms -> %.3g ms\n", program->ratio,
                   program->original_ns / 1e6, program->candidate_ns / 1e6);
}

static void print_evidence(const struct screen *s, const struct verdict *v)
{
    const struct adequacy *a = &v->adequacy;
    buf_append(s->out, S("    same "));
    if (v->inputs)
        buf_printf(s->out, "on %u inputs (%u distinct outcomes, %u raising)", v->inputs, v->distinct_outputs, v->raising_inputs);
    buf_printf(s->out, "%s%s; %u of %u changed lines ran\n", v->inputs && v->script_checked ? " and " : "",
               v->script_checked ? "as a whole program" : "", a->lines_covered, a->lines);
    if (a->mutants)
        buf_printf(s->out, "    %u of %u planted faults would have been noticed\n", a->mutants_killed,
                   a->mutants);
}

static void print_applied(const struct screen *s, const struct job *job, const struct verdict *v)
{
    const struct candidate *c = &job->candidates.items[v->candidate];
    styled(s, GREEN, S("applied  "));
    styled(s, BOLD, c->transform);
    place(s, c->function, c->line);
    buf_printf(s->out, "  [%s]\n    ", rung_name(v->rung));
    plain(s, c->summary);
    buf_byte(s->out, '\n');
    print_evidence(s, v);
    print_speed(s, v);
}

static void print_counterexample(const struct screen *s, const struct counterexample *x)
{
    if (!x->present)
        return;
    buf_append(s->out, S("    counterexample: "));
    plain(s, x->call);
    buf_append(s->out, S("\n      expected: "));
    plain(s, x->expected);
    buf_append(s->out, S("\n      actual:   "));
    plain(s, x->actual);
    buf_byte(s->out, '\n');
}

static void print_rejected(const struct screen *s, const struct job *job, const struct verdict *v)
{
    const struct candidate *c = &job->candidates.items[v->candidate];
    styled(s, YELLOW, S("rejected "));
    styled(s, BOLD, c->transform);
    place(s, c->function, c->line);
    buf_printf(s->out, "  [%s gate]\n    ", gate_name(v->failed));
    plain(s, v->reason);
    buf_byte(s->out, '\n');
    print_counterexample(s, &v->counterexample);
}

static void print_blockers(const struct screen *s, const struct loop_report *l)
{
    for (uint32_t i = 0; i < l->blockers.count; i++) {
        const struct blocker *b = &l->blockers.items[i];
        buf_append(s->out, S("    "));
        plain(s, b->why);
        if (b->line)
            buf_printf(s->out, " (line %u)", b->line);
        buf_byte(s->out, '\n');
    }
    if (l->unlock.len) {
        buf_append(s->out, S("    to unlock: "));
        plain(s, l->unlock);
        buf_byte(s->out, '\n');
    }
}

static void print_why_not(const struct screen *s, const struct loop_report *l)
{
    styled(s, DIM, S("left     "));
    styled(s, BOLD, l->kind);
    place(s, l->function, l->line);
    buf_printf(s->out, "  [%s]\n", loop_verdict_name(l->verdict));
    print_blockers(s, l);
}

static void print_unsupported(const struct screen *s, const struct job *job)
{
    for (uint32_t i = 0; i < job->findings.unsupported.count; i++) {
        const struct unsupported *u = &job->findings.unsupported.items[i];
        styled(s, YELLOW, S("not followed  "));
        plain(s, u->what);
        if (u->line)
            buf_printf(s->out, " (line %u)", u->line);
        buf_byte(s->out, '\n');
    }
}

static void print_ratio(const struct screen *s, const struct speed *p)
{
    buf_printf(s->out, "    %.2fx (95 %% interval %.2f-%.2f) for ", p->ratio, p->low, p->high);
    plain(s, p->workload);
    buf_byte(s->out, '\n');
}

/* Of everything that was accepted together: the program first, because that is what its user waits for. */
static void print_gain(const struct screen *s, const struct verdict *v)
{
    if (v->program.measured)
        print_ratio(s, &v->program);
    if (v->speed.measured && !str_equal(v->speed.workload, v->program.workload))
        print_ratio(s, &v->speed);
}

void report_optimize_text(const struct job *job, bool colour, struct buf *out)
{
    struct screen s = { out, colour };
    if (job->final.accepted) {
        print_diff(&s, job->diff);
        buf_byte(out, '\n');
    }
    for (uint32_t i = 0; i < job->verdicts.count; i++)
        if (job->verdicts.items[i].accepted)
            print_applied(&s, job, &job->verdicts.items[i]);
    for (uint32_t i = 0; i < job->verdicts.count; i++)
        if (!job->verdicts.items[i].accepted)
            print_rejected(&s, job, &job->verdicts.items[i]);
    for (uint32_t i = 0; i < job->findings.loops.count; i++) {
        const struct loop_report *l = &job->findings.loops.items[i];
        if (l->blockers.count && !report_accepted_at(job, l->line, l->end_line))
            print_why_not(&s, l);
    }
    print_unsupported(&s, job);
    buf_printf(out, "\nverdict: %s\n", job->final.accepted ? rung_name(job->final.rung) : "unchanged");
    if (job->final.accepted)
        print_gain(&s, &job->final);
}

void report_verify_text(const struct job *job, bool colour, struct buf *out)
{
    struct screen s = { out, colour };
    const struct verdict *v = &job->final;
    for (uint32_t i = 0; i < job->changes.count; i++) {
        styled(&s, DIM, str_from(job->changes.items[i].what));
        buf_append(out, S(" "));
        plain(&s, job->changes.items[i].name);
        buf_byte(out, '\n');
    }
    if (v->equivalent) {
        styled(&s, GREEN, S("equivalent\n"));
        print_evidence(&s, v);
    } else {
        styled(&s, RED, verdict_shows_difference(v) ? S("different") : S("insufficient evidence"));
        buf_printf(out, "  [%s gate]\n    ", gate_name(v->failed));
        plain(&s, v->reason);
        buf_byte(out, '\n');
        print_counterexample(&s, &v->counterexample);
    }
    print_speed(&s, v);
    print_unsupported(&s, job);
    if (v->accepted)
        buf_printf(out, "verdict: %s\n", rung_name(v->rung));
    else if (v->equivalent) {
        buf_append(out, S("verdict: not accepted: "));
        plain(&s, v->reason);
        buf_byte(out, '\n');
    }
}

void report_replay_text(const struct job *job, bool colour, struct buf *out)
{
    struct screen s = { out, colour };
    const struct verdict *v = &job->final;
    if (v->equivalent) {
        styled(&s, GREEN, S("reproduced"));
        buf_printf(out, ": same on %u recorded inputs%s\n", v->inputs,
                   v->script_checked ? " and as a whole program" : "");
        return;
    }
    styled(&s, RED, S("not reproduced"));
    buf_append(out, S(": "));
    plain(&s, v->reason);
    buf_byte(out, '\n');
    print_counterexample(&s, &v->counterexample);
}

static void print_names(struct screen *s, const char *what, const str_vec *names)
{
    if (names->count == 0)
        return;
    buf_printf(s->out, "    %s: ", what);
    for (uint32_t i = 0; i < names->count; i++) {
        if (i)
            buf_append(s->out, S(", "));
        plain(s, names->items[i]);
    }
    buf_byte(s->out, '\n');
}

/* Work per iteration, how many, what share of a measured run, and what the model makes of it. */
static void print_benefit(struct screen *s, const struct benefit *b)
{
    if (b->work <= 0)
        return;
    buf_printf(s->out, "    work: about %.0f operations each time", b->work);
    if (b->trip_count > 0)
        buf_printf(s->out, ", %.0f times", b->trip_count);
    if (b->share > 0)
        buf_printf(s->out, ", %.0f %% of the measured run", 100 * b->share);
    if (b->speedup > 1)
        buf_printf(s->out, "; modelled gain %.3gx where it pays", b->speedup);
    buf_byte(s->out, '\n');
}

static void print_functions(struct screen *s, const struct job *job)
{
    for (uint32_t i = 0; i < job->findings.functions.count; i++) {
        const struct function_report *f = &job->findings.functions.items[i];

        if (f->effects.count == 0)
            continue;
        styled(s, DIM, S("function    "));
        styled(s, BOLD, f->name);
        buf_printf(s->out, "  line %u%s\n", f->line, f->recursive ? ", recursive" : "");
        print_names(s, "does", &f->effects);
    }
}

void report_analyze_text(const struct job *job, bool colour, struct buf *out)
{
    struct screen s = { out, colour };
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        const struct finding *f = &job->findings.opportunities.items[i];
        styled(&s, GREEN, S("opportunity "));
        styled(&s, BOLD, str_from(pattern_name(f->pattern)));
        place(&s, f->function, f->line);
        buf_printf(out, "  [%s]", certainty_name(f->certainty));
        if (f->benefit.model.len) {
            buf_append(out, S("  "));
            plain(&s, f->benefit.model);
        }
        buf_byte(out, '\n');
        print_benefit(&s, &f->benefit);
        for (uint32_t k = 0; k < f->conditions.count; k++) {
            const struct condition *c = &f->conditions.items[k];
            buf_append(out, c->holds ? S("    + ") : S("    ? "));
            plain(&s, c->name);
            buf_append(out, S(": "));
            plain(&s, c->why);
            buf_byte(out, '\n');
        }
    }
    for (uint32_t i = 0; i < job->findings.loops.count; i++) {
        const struct loop_report *l = &job->findings.loops.items[i];
        styled(&s, DIM, S("loop        "));
        styled(&s, BOLD, l->kind);
        place(&s, l->function, l->line);
        buf_printf(out, "  [%s]\n", loop_verdict_name(l->verdict));
        print_blockers(&s, l);
        print_names(&s, "private", &l->private_names);
        print_names(&s, "read afterwards", &l->live_out);
    }
    print_functions(&s, job);
    print_unsupported(&s, job);
    buf_printf(out, "%u functions, %u loops, %u opportunities\n", job->findings.functions.count,
               job->findings.loops.count, job->findings.opportunities.count);
}
