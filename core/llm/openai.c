/*
 * openai.c — the Chat Completions wire format, as OpenAI publishes it and as the compatible servers
 * (llama.cpp, vLLM, LM Studio, LiteLLM, OpenRouter, Ollama's /v1) vary it.
 *
 * Requests are plain: no tools, no streaming, no sampling parameter unless the caller set one, a
 * strict JSON schema for the answer. Replies are read tolerantly where servers differ in form (an
 * error may be an object, a string, flat, or hide in a 200; a code may be a number) and strictly
 * where meaning is at stake: only a complete, unrefused answer that ended by itself is an answer.
 *
 * What an endpoint cannot do is found out by asking: a 400 that names an optional parameter gives
 * it up (enum quirk). An error's code decides before its HTTP status, since some 429s are
 * permanent. The wording of an error is searched for a parameter's name and then forgotten.
 */
#include "core/llm/llm_internal.h"

/* ---- request -------------------------------------------------------------------------- */

static const char *const roles[] = { "system", "user", "assistant" };

static void write_messages(struct json_writer *w, const struct ask *ask)
{
    json_array(w, "messages");
    for (uint32_t i = 0; i < ask->message_count; i++) {
        json_object(w, NULL);
        json_cstr(w, "role", roles[ask->messages[i].role]);
        json_str(w, "content", ask->messages[i].text);
        json_end(w);
    }
    json_end(w);
}

static void write_format(struct json_writer *w, const struct ask *ask, uint32_t quirks)
{
    if (quirks & QUIRK_PLAIN_TEXT)
        return;
    json_object(w, "response_format");
    if (quirks & QUIRK_JSON_OBJECT) {
        json_cstr(w, "type", "json_object");
    } else {
        json_cstr(w, "type", "json_schema");
        json_object(w, "json_schema");
        json_cstr(w, "name", "rewrites");
        json_bool(w, "strict", true);
        json_raw(w, "schema", ask->schema);
        json_end(w);
    }
    json_end(w);
}

static void write_request(const struct ask *ask, uint32_t quirks, struct buf *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_str(&w, "model", ask->model);
    write_messages(&w, ask);
    if (!(quirks & QUIRK_NO_TOKEN_CAP))
        json_int(&w, quirks & QUIRK_OLD_TOKEN_CAP ? "max_tokens" : "max_completion_tokens",
                 ask->max_tokens);
    if (ask->temperature >= 0 && !(quirks & QUIRK_NO_TEMPERATURE))
        json_double(&w, "temperature", ask->temperature);
    write_format(&w, ask, quirks);
    json_end(&w);
    json_done(&w);
}

/* ---- errors --------------------------------------------------------------------------- */

static const struct {
    str code;
    enum fault fault;
} error_codes[] = {
    { S_INIT("context_length_exceeded"), FAULT_context },
    { S_INIT("exceed_context_size_error"), FAULT_context },
    { S_INIT("unsupported_value"), FAULT_parameter },
    { S_INIT("unsupported_parameter"), FAULT_parameter },
    { S_INIT("unknown_parameter"), FAULT_parameter },
    { S_INIT("invalid_api_key"), FAULT_auth },
    { S_INIT("model_not_found"), FAULT_model },
    { S_INIT("insufficient_quota"), FAULT_quota },
    { S_INIT("credit_balance_exhausted"), FAULT_quota },
    { S_INIT("billing_hard_limit_reached"), FAULT_quota },
    { S_INIT("organization_spend_limit_exceeded"), FAULT_quota },
    { S_INIT("project_spend_limit_exceeded"), FAULT_quota },
    { S_INIT("organization_usage_limit_exceeded"), FAULT_quota },
    { S_INIT("rate_limit_exceeded"), FAULT_rate_limit },
    { S_INIT("slow_down"), FAULT_rate_limit },
    { S_INIT("rate_limit_error"), FAULT_rate_limit },
    { S_INIT("server_is_overloaded"), FAULT_server },
    { S_INIT("content_filter"), FAULT_refusal },
    { S_INIT("content_policy_violation"), FAULT_refusal },
};

static const struct {
    str name;
    uint32_t first, second; /* given up first; given up when the first already was */
} parameters[] = {
    { S_INIT("max_completion_tokens"), QUIRK_OLD_TOKEN_CAP, QUIRK_NO_TOKEN_CAP },
    { S_INIT("max_tokens"), QUIRK_NO_TOKEN_CAP, QUIRK_NO_TOKEN_CAP },
    { S_INIT("response_format"), QUIRK_JSON_OBJECT, QUIRK_PLAIN_TEXT },
    { S_INIT("json_schema"), QUIRK_JSON_OBJECT, QUIRK_PLAIN_TEXT },
    { S_INIT("json_object"), QUIRK_PLAIN_TEXT, QUIRK_PLAIN_TEXT },
    { S_INIT("temperature"), QUIRK_NO_TEMPERATURE, QUIRK_NO_TEMPERATURE },
};

static enum fault fault_of_status(int status)
{
    switch (status) {
    case 401: case 403: return FAULT_auth;
    case 402: return FAULT_quota;
    case 404: return FAULT_model;
    case 408: case 409: return FAULT_server;
    case 413: return FAULT_context;
    case 429: return FAULT_rate_limit;
    default: break;
    }
    if (status >= 300 && status < 400)
        return FAULT_redirect;
    if (status >= 400 && status < 500)
        return FAULT_rejected;
    return status >= 500 && status < 600 ? FAULT_server : FAULT_protocol;
}

static enum fault fault_of_code(const struct json *code, enum fault otherwise)
{
    for (size_t i = 0; i < ARRAY_LEN(error_codes); i++)
        if (str_equal(json_string(code), error_codes[i].code))
            return error_codes[i].fault;
    return otherwise;
}

/* The error's members: in `error` when that is an object, else flat beside it. */
static const struct json *error_object(const struct json *root)
{
    const struct json *error = json_get(root, "error");
    return json_is(error, JSON_OBJECT) ? error : root;
}

static str error_message(const struct json *root)
{
    const struct json *error = json_get(root, "error");
    return json_is(error, JSON_STRING) ? json_string(error)
                                       : json_string(json_get(error_object(root), "message"));
}

/* A rejection that names an optional parameter becomes FAULT_parameter with what to give up. */
static void find_parameter(const struct json *root, uint32_t quirks, struct answer *a)
{
    str param = json_string(json_get(error_object(root), "param"));
    str where = param.len ? param : error_message(root);
    a->fault = FAULT_rejected;
    for (size_t i = 0; i < ARRAY_LEN(parameters); i++) {
        if (str_find(where, parameters[i].name) == SIZE_MAX)
            continue;
        uint32_t quirk = quirks & parameters[i].first ? parameters[i].second : parameters[i].first;
        if (quirks & quirk)
            return;
        a->quirk = quirk;
        a->fault = FAULT_parameter;
        return;
    }
}

/* From the vaguest to the most exact: status (a numeric code is one), type, code. */
static void read_error(const struct json *root, int status, uint32_t quirks, struct answer *a)
{
    const struct json *error = error_object(root);
    double number = json_number(json_get(error, "code"));
    if (number >= 400 && number < 600)
        status = (int) number;
    a->fault = status < 300 ? FAULT_server : fault_of_status(status);
    a->fault = fault_of_code(json_get(error, "type"), a->fault);
    a->fault = fault_of_code(json_get(error, "code"), a->fault);
    if (a->fault == FAULT_rejected || a->fault == FAULT_parameter)
        find_parameter(root, quirks, a);
}

/* ---- answers -------------------------------------------------------------------------- */

static int64_t token_count(const struct json *usage, const char *name)
{
    const struct json *n = json_get(usage, name);
    double value = json_number(n);
    return json_is(n, JSON_NUMBER) && value >= 0 && value < 1e9 ? (int64_t) value : -1;
}

static str model_name(const struct json *root, struct arena *arena)
{
    str name = json_string(json_get(root, "model"));
    return name.len <= LLM_NAME_MAX && is_header_safe(name) ? arena_str(arena, name) : S("");
}

/* `content` is a string, or an array of parts of which the text ones count. */
static str content_text(const struct json *content, struct arena *arena)
{
    if (!json_is(content, JSON_ARRAY))
        return arena_str(arena, json_string(content));
    struct buf text = { 0 };
    for (const struct json *part = json_first(content); part; part = json_next(part))
        if (str_equal(json_string(json_get(part, "type")), S("text")))
            buf_append(&text, json_string(json_get(part, "text")));
    str copy = arena_str(arena, buf_str(&text));
    buf_free(&text);
    return copy;
}

static enum fault fault_of_finish(str reason)
{
    static const struct {
        str reason;
        enum fault fault;
    } table[] = {
        { S_INIT("stop"), FAULT_none },          { S_INIT("end_turn"), FAULT_none },
        { S_INIT("length"), FAULT_truncated },   { S_INIT("content_filter"), FAULT_refusal },
        { S_INIT("tool_calls"), FAULT_format },  { S_INIT("function_call"), FAULT_format },
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_equal(table[i].reason, reason))
            return table[i].fault;
    return FAULT_protocol;
}

static void read_completion(const struct json *root, struct arena *arena, struct answer *a)
{
    const struct json *usage = json_get(root, "usage");
    a->tokens_in = token_count(usage, "prompt_tokens");
    a->tokens_out = token_count(usage, "completion_tokens");
    a->model = model_name(root, arena);

    const struct json *choices = json_get(root, "choices");
    const struct json *choice = json_is(choices, JSON_ARRAY) ? json_first(choices) : NULL;
    const struct json *message = json_get(choice, "message");
    if (!json_is(message, JSON_OBJECT)) {
        a->fault = FAULT_protocol;
        return;
    }
    a->fault = fault_of_finish(json_string(json_get(choice, "finish_reason")));
    if (a->fault == FAULT_none && json_string(json_get(message, "refusal")).len)
        a->fault = FAULT_refusal;
    if (a->fault != FAULT_none)
        return;
    a->text = content_text(json_get(message, "content"), arena);
    if (!str_trim(a->text).len)
        a->fault = FAULT_empty;
}

static bool has_error(const struct json *root)
{
    const struct json *error = json_get(root, "error");
    return (error && !json_is(error, JSON_NULL)) ||
           str_equal(json_string(json_get(root, "object")), S("error"));
}

static void read_reply(const struct http_reply *reply, uint32_t quirks, struct arena *arena,
                       struct answer *a)
{
    bool ok = reply->status >= 200 && reply->status < 300;
    struct json *root = NULL;
    enum status parsed = json_parse(buf_str(&reply->body), &root, NULL);
    *a = (struct answer){ .tokens_in = -1, .tokens_out = -1 };
    if (parsed != STATUS_OK || !json_is(root, JSON_OBJECT))
        a->fault = ok ? FAULT_protocol : fault_of_status(reply->status);
    else if (!ok || has_error(root))
        read_error(root, reply->status, quirks, a);
    else
        read_completion(root, arena, a);
    json_free(root);
}

extern const struct provider openai;
const struct provider openai = {
    .name = "openai",
    .path = "/chat/completions",
    .write_request = write_request,
    .read_reply = read_reply,
};
