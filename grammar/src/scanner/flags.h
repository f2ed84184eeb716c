// Flags before the arguments.
#ifndef DOCKERFILE_FLAGS_H
#define DOCKERFILE_FLAGS_H

#include "words.h"

static bool stop_at_mount_key_end(const Scanner *s, int32_t c) {
    return c == '=' || c == ',' || c == '"' || c == '\'' || ends_word(s, c);
}

// A `-` at the start of a word where a flag may be. False if it is an argument: one `-` has been
// consumed and marked.
static bool flag_token(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    take(s, l);
    mark(s, l);
    if (l->lookahead != '-') return false;
    s->separated = false;
    s->part = 0;
    s->flag = FLAG_NAMED;
    // Includes the second dash, so that a continuation after it is inside the name.
    uint32_t length = raw_word(s, l, stop_at_equals_or_word_end, word);
    if (length == 1 && l->lookahead != '=') {
        s->flag = FLAG_NONE;
        s->flags_done = true;
        return token(s, l, FLAG_TERMINATOR);
    }
    if (strcmp(word, "-MOUNT") == 0 && s->keyword == KW_RUN) {
        s->flag = FLAG_MOUNT_NAMED;
        return token(s, l, MOUNT_FLAG_NAME);
    }
    return token(s, l, FLAG_NAME);
}

// After the name of a flag. The start is marked.
static bool flag_value(Scanner *s, TSLexer *l) {
    char word[WORD_BUFFER];
    int32_t c = l->lookahead;
    bool quote = (c == '"' || c == '\'');
    switch (s->flag) {
        case FLAG_NAMED:
        case FLAG_MOUNT_NAMED:
            take(s, l); // only `=` ends a name inside a word
            mark(s, l);
            s->flag = s->flag == FLAG_NAMED ? FLAG_VALUE : FLAG_MOUNT_KEY;
            return token(s, l, FLAG_EQUALS);
        case FLAG_VALUE:
            if (!quote) return text(s, l, false, VALUE);
            take(s, l);
            mark(s, l);
            return token(s, l, FLAG_QUOTE);
        case FLAG_MOUNT_KEY:
            if (c != ',' && c != '=' && !quote) {
                if (raw_word(s, l, stop_at_mount_key_end, word) == CONTINUED) return line_continuation(s, l);
                s->part = 1;
                return token(s, l, MOUNT_KEY);
            }
            take(s, l);
            mark(s, l);
            if (c == '=') {
                if (s->part == 0) return token(s, l, MOUNT_KEY); // a value without a key
                s->flag = FLAG_MOUNT_VALUE;
                return token(s, l, MOUNT_EQUALS);
            }
            s->part = 0;
            return token(s, l, c == ',' ? COMMA : FLAG_QUOTE);
        default:
            if (!quote && c != ',') return text(s, l, false, VALUE);
            take(s, l);
            mark(s, l);
            if (quote) return token(s, l, MOUNT_QUOTE);
            s->flag = FLAG_MOUNT_KEY;
            s->part = 0;
            return token(s, l, COMMA);
    }
}

#endif
