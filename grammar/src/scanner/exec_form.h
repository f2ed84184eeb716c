// Detects whether an exec form is valid JSON, and makes its tokens.
#ifndef DOCKERFILE_EXEC_FORM_H
#define DOCKERFILE_EXEC_FORM_H

#include "words.h"

#define MAX_JSON_DEPTH 60

static bool json_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r'; }

static bool is_hex(int32_t c) { return is_digit(c) || (upper(c) >= 'A' && upper(c) <= 'F'); }

// Whether the arguments may be an exec form.
static bool may_be_json(const Scanner *s) {
    switch (s->keyword) {
        case KW_RUN: case KW_CMD: case KW_ENTRYPOINT: case KW_SHELL: case KW_COPY: case KW_ADD: case KW_VOLUME: return true;
        case KW_HEALTHCHECK: return s->mode == MODE_SHELL;
        default: return false;
    }
}

// Reads the rest of a string, after its opening quote; false if it is not a string.
static bool string_ahead(Scanner *s, TSLexer *l, Ahead *a) {
    for (;;) {
        int32_t c = ahead(s, l, a);
        if (c == '"') return true;
        if (c == END || (c >= 0 && c < 0x20)) return false;
        if (c != '\\') continue;
        c = ahead(s, l, a);
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                if (!is_hex(ahead(s, l, a))) return false;
            }
        } else if (c != '"' && c != '\\' && c != '/' && c != 'b' && c != 'f' && c != 'n' && c != 'r' && c != 't') {
            return false;
        }
    }
}

// Reads a number or a literal that starts with `c`. Returns the character after it, or END - 1 if
// it is neither.
#define NO_SCALAR (END - 1)

static int32_t scalar_ahead(Scanner *s, TSLexer *l, Ahead *a, int32_t c) {
    if (c == 't' || c == 'f' || c == 'n') {
        for (const char *rest = c == 't' ? "rue" : c == 'f' ? "alse" : "ull"; *rest; rest++) {
            if (ahead(s, l, a) != *rest) return NO_SCALAR;
        }
        return ahead(s, l, a);
    }
    if (c == '-') c = ahead(s, l, a);
    if (!is_digit(c)) return NO_SCALAR;
    if (c == '0') c = ahead(s, l, a);
    else while (is_digit(c)) c = ahead(s, l, a);
    if (c == '.') {
        c = ahead(s, l, a);
        if (!is_digit(c)) return NO_SCALAR;
        while (is_digit(c)) c = ahead(s, l, a);
    }
    if (c == 'e' || c == 'E') {
        c = ahead(s, l, a);
        if (c == '+' || c == '-') c = ahead(s, l, a);
        if (!is_digit(c)) return NO_SCALAR;
        while (is_digit(c)) c = ahead(s, l, a);
    }
    return c;
}

// After the opening bracket: is the rest of the logical line the rest of a JSON array (RFC 8259)?
static bool json_ahead(Scanner *s, TSLexer *l) {
    Ahead a = {0};
    uint64_t objects = 0; // one bit for each open container: whether it is an object
    int depth = 1;
    enum { VALUE_OR_CLOSE, VALUE_ONLY, AFTER_VALUE, KEY_OR_CLOSE, KEY_ONLY, COLON } expect = VALUE_OR_CLOSE;
    int32_t c = ahead(s, l, &a);
    while (depth > 0) {
        while (json_space(c)) c = ahead(s, l, &a);
        if (c == END) return false;
        bool object = (objects >> (depth - 1)) & 1;
        bool closes = c == (object ? '}' : ']');
        switch (expect) {
            case AFTER_VALUE:
                if (c == ',') expect = object ? KEY_ONLY : VALUE_ONLY;
                else if (!closes) return false;
                break;
            case COLON:
                if (c != ':') return false;
                expect = VALUE_ONLY;
                break;
            case KEY_OR_CLOSE:
                if (closes) break;
                // fall through
            case KEY_ONLY:
                closes = false;
                if (c != '"' || !string_ahead(s, l, &a)) return false;
                expect = COLON;
                break;
            case VALUE_OR_CLOSE:
                if (closes) break;
                // fall through
            default:
                closes = false;
                if (c == '[' || c == '{') {
                    if (depth >= MAX_JSON_DEPTH) return false;
                    objects |= (uint64_t)(c == '{') << depth;
                    depth++;
                    expect = c == '{' ? KEY_OR_CLOSE : VALUE_OR_CLOSE;
                } else if (c == '"') {
                    if (!string_ahead(s, l, &a)) return false;
                    expect = AFTER_VALUE;
                } else {
                    c = scalar_ahead(s, l, &a, c);
                    if (c == NO_SCALAR) return false;
                    expect = AFTER_VALUE;
                    continue; // the character after it has already been read
                }
        }
        if (closes) {
            depth--;
            objects &= ~((uint64_t)1 << depth);
            expect = AFTER_VALUE;
        }
        c = ahead(s, l, &a);
    }
    // Whitespace at the end of the line is trimmed before the array is read.
    while (c != END && is_space(c)) c = ahead(s, l, &a);
    return c == END;
}

// A `[` where an exec form may start: its opening bracket, or the first character of text.
static bool json_or_not(Scanner *s, TSLexer *l) {
    take(s, l);
    mark(s, l);
    begin_word(s);
    if (json_ahead(s, l)) {
        s->json = JSON_ARRAY;
        s->heredocs = false;
        return token(s, l, JSON_OPEN);
    }
    return token(s, l, s->mode == MODE_SHELL ? SHELL_FRAGMENT : s->mode == MODE_RAW ? RAW_FRAGMENT : WORD_TEXT);
}

// An element that is not a string: up to its end, whatever it contains.
static bool json_other(Scanner *s, TSLexer *l) {
    Ahead a = {0};
    int depth = 0;
    bool string = false;
    for (;;) {
        // If the character that ends the element follows a continuation, the continuation is not part of
        // the token.
        int32_t c = ahead(s, l, &a);
        if (c == END || (!string && depth == 0 && (c == ',' || c == ']' || json_space(c)))) break;
        if (string) {
            if (c == '\\') ahead(s, l, &a);
            else if (c == '"') string = false;
        } else if (c == '"') {
            string = true;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if (c == ']' || c == '}') {
            depth--;
        }
        if (a.blanks.count == 0) mark(s, l);
    }
    return token(s, l, JSON_OTHER);
}

// A quote that opens a string. A string without special characters is one token.
static bool json_string(Scanner *s, TSLexer *l) {
    step(s, l);
    mark(s, l);
    s->json = JSON_STRING;
    for (;;) {
        int32_t c = l->lookahead;
        if (at_line_end(l) || c == '\\' || c == escape_char(s) || (c == '$' && expands_json(s))) return token(s, l, JSON_QUOTE);
        step(s, l);
        if (c == '"') break;
    }
    mark(s, l);
    s->json = JSON_ARRAY;
    return token(s, l, PLAIN_JSON_STRING);
}

// Inside an exec form. The start is marked.
static bool json_token(Scanner *s, TSLexer *l) {
    int32_t c = l->lookahead;
    if (c == escape_char(s) && s->json != JSON_STRING) {
        step(s, l);
        rest_is_blank(s, l); // it is, because the text is JSON
        return line_continuation(s, l);
    }
    if (s->json == JSON_STRING) {
        if (c == '\\') {
            step(s, l);
            // Whitespace is not a valid JSON escape, so the line continues.
            if (!s->backtick && rest_is_blank(s, l)) return line_continuation(s, l);
            bool unicode = l->lookahead == 'u';
            step(s, l);
            mark(s, l);
            for (int i = 0; unicode && i < 4 && is_hex(l->lookahead); i++) {
                step(s, l);
                mark(s, l);
            }
            return token(s, l, JSON_ESCAPE);
        }
        if (c != '"') return text(s, l, false, PIECE);
        step(s, l);
        mark(s, l);
        s->json = JSON_ARRAY;
        return token(s, l, JSON_QUOTE_CLOSE);
    }
    if (c == '"') return json_string(s, l);
    if (c != ']' && c != ',') return json_other(s, l);
    step(s, l);
    mark(s, l);
    if (c == ',') return token(s, l, COMMA);
    s->json = JSON_DONE;
    return token(s, l, JSON_CLOSE);
}

#endif
