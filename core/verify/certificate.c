/*
 * certificate.c — what an equivalence rests on, as one JSON document that can be replayed years
 * later on another machine: both texts and their hashes, the calls (pickled arguments) with a
 * digest of what the original did on each, hash seeds, assumptions, evidence, measurement,
 * versions and walls.
 *
 *     {"certificate": {…}, "sha256": "…"}
 *
 * The hash is over the compact form that json_print() gives to the first member, so
 * reformatting does no harm and every other change shows. It protects against accidents and
 * careless edits; who can forge the hash as well still has to survive the replay, which runs
 * everything again and believes nothing.
 *
 * A certificate read from outside is hostile input: it is parsed strictly, its texts are
 * compiled in the sandbox, its pickles are opened there only, its numbers are bounded.
 */
#include "verify_internal.h"

enum {
    FORMAT = 1,
    MAX_CALLS = 200,         /* of one entry point */
    MAX_PICKLES = 256 << 10, /* bytes of them, together */
    MAX_ENTRIES = 64,
};

/* ---- writing
 * ---------------------------------------------------------------------------------- */

static void put_hash(struct json_writer *w, const char *key, str text)
{
    char digest[65];
    sha256_hex(text, digest);
    json_cstr(w, key, digest);
}

static void put_hex(struct verification *v, struct json_writer *w, const char *key, str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = ARENA_ARRAY(v->scratch, char, 2 * bytes.len + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        hex[2 * i] = digits[(unsigned char) bytes.ptr[i] >> 4];
        hex[2 * i + 1] = digits[(unsigned char) bytes.ptr[i] & 15];
    }
    json_str(w, key, (str){ hex, 2 * bytes.len });
}

static str digest_of(struct arena *arena, const struct observed *seen)
{
    char digest[65];
    struct buf all = { 0 };
    field_put(&all, seen->bytes);
    field_put(&all, seen->out);
    field_put(&all, seen->err);
    sha256_hex(buf_str(&all), digest);
    buf_free(&all);
    return arena_printf(arena, "%s", digest);
}

static void put_calls(struct verification *v, struct json_writer *w,
                      const struct baseline *base)
{
    size_t bytes = 0;
    uint32_t written = 0;
    json_array(w, "calls");
    for (uint32_t i = 0; i < base->inputs.count && written < MAX_CALLS; i++) {
        const struct input *input = &base->inputs.items[i];
        if (!base->usable[i] || !input_is_binding(v, input) || bytes + input->pickle.len > MAX_PICKLES)
            continue;
        bytes += input->pickle.len;
        written++;
        json_object(w, NULL);
        json_str(w, "call", input->call);
        json_str(w, "origin", input->origin);
        put_hex(v, w, "arguments", input->pickle);
        if (base->looseness[i] == EXACT)
            json_str(w, "outcome_sha256", digest_of(v->scratch, &base->seeds[0].calls[i]));
        else
            json_null(
                w,
                "outcome_sha256"); /* not the same in every process: compared, not recorded */
        json_end(w);
    }
    json_end(w);
    json_int(w, "calls_omitted", base->usable_count - written);
}

static void put_entries(struct verification *v, struct json_writer *w, const str_vec *entries)
{
    json_array(w, "entries");
    for (uint32_t i = 0; i < entries->count && i < MAX_ENTRIES; i++) {
        json_object(w, NULL);
        json_str(w, "entry", entries->items[i]);
        put_calls(v, w, baseline_get(v, entries->items[i]));
        json_end(w);
    }
    json_end(w);
}

static void put_assumptions(struct verification *v, struct json_writer *w)
{
    json_array(w, "assumptions");
    for (uint32_t i = 0; i < v->job->verdicts.count; i++) {
        const struct verdict *verdict = &v->job->verdicts.items[i];
        if (!verdict->accepted || verdict->candidate >= v->job->candidates.count)
            continue;
        const struct candidate *candidate = &v->job->candidates.items[verdict->candidate];
        for (uint32_t k = 0; k < candidate->conditions.count; k++) {
            json_object(w, NULL);
            json_str(w, "of", candidate->transform);
            json_str(w, "name", candidate->conditions.items[k].name);
            json_bool(w, "holds", candidate->conditions.items[k].holds);
            json_int(w, "line", candidate->conditions.items[k].evidence_line);
            json_str(w, "why", candidate->conditions.items[k].why);
            json_end(w);
        }
    }
    json_end(w);
}

static void put_evidence(struct json_writer *w, const struct verdict *final)
{
    const struct adequacy *a = &final->adequacy;
    json_object(w, "evidence");
    json_int(w, "inputs", final->inputs);
    json_int(w, "distinct_outputs", final->distinct_outputs);
    json_int(w, "raising_inputs", final->raising_inputs);
    json_int(w, "changed_lines", a->lines);
    json_int(w, "changed_lines_covered", a->lines_covered);
    json_int(w, "changed_arcs", a->arcs);
    json_int(w, "changed_arcs_covered", a->arcs_covered);
    json_int(w, "mutants", a->mutants);
    json_int(w, "mutants_killed", a->mutants_killed);
    json_bool(w, "script_checked", final->script_checked);
    json_end(w);
}

static void put_measurement(struct json_writer *w, const struct speed *speed)
{
    if (!speed->measured) {
        json_null(w, "measurement");
        return;
    }
    json_object(w, "measurement");
    json_double(w, "speedup", speed->ratio);
    json_double(w, "low", speed->low);
    json_double(w, "high", speed->high);
    json_int(w, "pairs", speed->pairs);
    json_str(w, "workload", speed->workload);
    json_double(w, "noise", speed->noise);
    json_end(w);
}

static void put_circumstances(struct verification *v, struct json_writer *w)
{
    const struct request *request = &v->job->request;
    json_cstr(w, "hasten", HASTEN_VERSION);
    json_cstr(w, "python", sandbox_python_version(v->job->sandbox));
    json_int(w, "issued_at_ms", clock_unix_ms());
    json_array(w, "sandbox_layers");
#define SANDBOX_LAYER(name, bit, text)                          \
    if (sandbox_layers(v->job->sandbox) & SANDBOX_LAYER_##name) \
        json_cstr(w, NULL, #name);
#include "hasten/sandbox_layers.def"
#undef SANDBOX_LAYER
    json_end(w);
    json_array(w, "hash_seeds");
    for (int seed = 0; seed < HASH_SEEDS; seed++)
        json_int(w, NULL, seed);
    json_end(w);
    json_bool(w, "float_ulp", request->observe.float_ulp);
    json_bool(w, "unordered_set_iteration", request->observe.unordered_set_iteration);
    json_bool(w, "contractual", v->contractual);
    json_array(w, "argv");
    for (uint32_t i = 0; i < request->workload.argv.count; i++)
        json_str(w, NULL, request->workload.argv.items[i]);
    json_end(w);
    json_str(w, "stdin", request->workload.stdin_text);
}

static void put_body(struct verification *v, struct json_writer *w, str text,
                     const str_vec *entries, const struct verdict *final)
{
    json_object(w, NULL);
    json_int(w, "format", FORMAT);
    json_cstr(w, "job_id", v->job->id);
    json_cstr(w, "rung", rung_name(final->accepted ? final->rung : RUNG_TESTED));
    put_hash(w, "original_sha256", v->original);
    put_hash(w, "candidate_sha256", text);
    put_hash(w, "diff_sha256",
             unified_diff(v->original, text, v->job->request.file_name, v->scratch));
    json_str(w, "original", v->original);
    json_str(w, "candidate", text);
    put_circumstances(v, w);
    put_assumptions(v, w);
    put_entries(v, w, entries);
    put_evidence(w, final);
    put_measurement(w, &final->speed);
    json_end(w);
}

/* The form that is hashed. */
static str compact(const struct json *body, struct arena *arena)
{
    struct buf printed = { 0 };
    json_print(body, &printed);
    str text = arena_str(arena, buf_str(&printed));
    buf_free(&printed);
    return text;
}

void certify(struct verification *v, str text, const str_vec *entries,
             const struct verdict *final)
{
    struct buf body = { 0 }, whole = { 0 };
    struct json_writer w;
    struct json *parsed;
    json_begin(&w, &body);
    put_body(v, &w, text, entries, final);
    json_done(&w);
    if (!json_parse(buf_str(&body), &parsed, NULL)) {
        str hashed = compact(parsed, v->scratch);
        json_free(parsed);
        json_begin(&w, &whole);
        json_object(&w, NULL);
        json_raw(&w, "certificate", hashed);
        put_hash(&w, "sha256", hashed);
        json_end(&w);
        json_done(&w);
        v->job->certificate = arena_str(v->job->arena, buf_str(&whole));
    }
    buf_free(&body);
    buf_free(&whole);
}

/* ---- replaying
 * ------------------------------------------------------------------------------------ */

static bool hash_fits(str text, const struct json *expected)
{
    char digest[65];
    sha256_hex(text, digest);
    return str_equal(str_from(digest), json_string(expected));
}

/* Both hashes over what they are about, and a format that we know. */
static enum status check(const struct json *root, struct arena *arena,
                         const struct json **ret_body, struct error *err)
{
    const struct json *body = json_get(root, "certificate");
    if (!json_is(body, JSON_OBJECT) || !json_is(json_get(root, "sha256"), JSON_STRING))
        return error_set(err, STATUS_INVALID_FIELD, "this is not a certificate");
    if (!hash_fits(compact(body, arena), json_get(root, "sha256")))
        return error_set(
            err, STATUS_INVALID_FIELD,
            "the certificate was changed: it does not have the hash that it names");
    if (json_number(json_get(body, "format")) != FORMAT)
        return error_set(err, STATUS_INVALID_FIELD, "a certificate of an unknown format");
    if (!hash_fits(json_string(json_get(body, "original")),
                   json_get(body, "original_sha256")) ||
        !hash_fits(json_string(json_get(body, "candidate")),
                   json_get(body, "candidate_sha256")))
        return error_set(
            err, STATUS_INVALID_FIELD,
            "the certificate was changed: a text does not have the hash that it names");
    *ret_body = body;
    return STATUS_OK;
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool from_hex(str hex, struct arena *arena, str *ret)
{
    char *bytes = ARENA_ARRAY(arena, char, hex.len / 2 + 1);
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        int high = nibble(hex.ptr[i]), low = nibble(hex.ptr[i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i / 2] = (char) (high << 4 | low);
    }
    *ret = (str){ bytes, hex.len / 2 };
    return hex.len % 2 == 0;
}

/* The calls of one entry; their recorded outcomes, "" where there is none. */
static bool read_calls(struct verification *v, const struct json *entry, input_vec *calls,
                       str_vec *outcomes)
{
    const struct json *call = json_first(json_get(entry, "calls"));
    for (; call && calls->count < MAX_CALLS; call = json_next(call)) {
        struct input input = { .call =
                                   arena_str(v->scratch, json_string(json_get(call, "call"))),
                               .origin = S("certificate") };
        if (!from_hex(json_string(json_get(call, "arguments")), v->scratch, &input.pickle))
            return false;
        *VEC_PUSH(v->scratch, calls) = input;
        *VEC_PUSH(v->scratch, outcomes) =
            arena_str(v->scratch, json_string(json_get(call, "outcome_sha256")));
    }
    return calls->count > 0;
}

/* Does the original still do what was recorded, and the candidate what the original does? */
static bool replay_entry(struct verification *v, struct trial *trial, const struct json *entry)
{
    input_vec calls = { 0 };
    str_vec outcomes = { 0 };
    str name = arena_str(v->scratch, json_string(json_get(entry, "entry")));
    if (!read_calls(v, entry, &calls, &outcomes))
        return verdict_fail(trial->verdict, GATE_EVIDENCE, S("an entry has no usable calls"));
    struct baseline *base = baseline_replayed(v, name, &calls);
    if (base->problem.len)
        return verdict_fail(trial->verdict, GATE_EVIDENCE,
                            arena_str(v->job->arena, base->problem));
    for (uint32_t i = 0; i < base->inputs.count && base->inputs.count == outcomes.count; i++)
        if (outcomes.items[i].len &&
            !str_equal(outcomes.items[i], digest_of(v->scratch, &base->seeds[0].calls[i])))
            return verdict_fail(
                trial->verdict, GATE_EQUIVALENCE,
                arena_printf(v->job->arena,
                             "the original does not do here what was recorded: %.*s",
                             STR_ARG(base->inputs.items[i].call)));
    *VEC_PUSH(v->scratch, &trial->entries) = name;
    return differential_agrees(v, trial, base);
}

static void replay(struct verification *v, const struct json *body, struct verdict *verdict)
{
    struct trial trial = {
        .text = v->job->request.candidate,
        .verdict = verdict,
        .profile = profile_wider(v->profile, profile_of_text(v->job->request.candidate)),
    };
    uint32_t entries = 0;
    const struct json *entry = json_first(json_get(body, "entries"));
    for (; entry && entries < MAX_ENTRIES; entry = json_next(entry), entries++)
        if (!replay_entry(v, &trial, entry))
            return;
    trial.needs_script =
        entries == 0 || json_truth(json_get(json_get(body, "evidence"), "script_checked"));
    if (!script_passes(v, &trial))
        return;
    verdict->equivalent = true;
    verdict_accept(verdict, RUNG_TESTED);
}

static void restore_request(const struct json *body, struct job *job)
{
    struct request *request = &job->request;
    const struct json *argument = json_first(json_get(body, "argv"));
    request->kind = REQUEST_VERIFY;
    request->code = arena_str(job->arena, json_string(json_get(body, "original")));
    request->candidate = arena_str(job->arena, json_string(json_get(body, "candidate")));
    request->observe.float_ulp = json_truth(json_get(body, "float_ulp"));
    request->observe.unordered_set_iteration =
        json_truth(json_get(body, "unordered_set_iteration"));
    request->workload.stdin_text = arena_str(job->arena, json_string(json_get(body, "stdin")));
    size_t count = json_count(json_get(body, "argv"));
    request->workload.argv.items = ARENA_ARRAY(job->arena, str, count);
    for (; argument; argument = json_next(argument))
        request->workload.argv.items[request->workload.argv.count++] =
            arena_str(job->arena, json_string(argument));
}

enum status verify_replay(struct job *job, str certificate, struct error *err)
{
    struct json *root;
    const struct json *body = NULL;
    struct verification v;
    struct verdict verdict = { 0 };
    enum status status = json_parse(certificate, &root, err);
    if (status)
        return status;
    status = check(root, job->arena, &body, err);
    if (!status) {
        restore_request(body, job);
        verification_begin(&v, job);
        v.contractual = json_truth(json_get(body, "contractual"));
        v.numpy = v.numpy || (sandbox_has_numpy(job->sandbox) &&
                              str_find(job->request.candidate, S("numpy")) != SIZE_MAX);
        replay(&v, body, &verdict);
        job->final = verdict;
        verification_end(&v);
    }
    json_free(root);
    return status;
}
