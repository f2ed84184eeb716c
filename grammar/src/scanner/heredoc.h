// Heredoc bodies and their terminators.
#ifndef DOCKERFILE_HEREDOC_H
#define DOCKERFILE_HEREDOC_H

#include "words.h"

static void end_heredoc(Scanner *s) {
    s->heredoc_count--;
    memmove(s->heredoc, s->heredoc + 1, s->heredoc_count * sizeof *s->heredoc);
    s->body = BODY_BEFORE;
    if (s->heredoc_count == 0) s->phase = AT_LINE;
}

// Reads the rest of a line in an expanded body, up to the next `$` or `\`. False at the end of the
// file.
static bool rest_of_line(Scanner *s, TSLexer *l) {
    bool any = false;
    while (!at_line_end(l)) {
        int32_t c = l->lookahead;
        if (c != '$' && c != '\\') {
            step(s, l);
            any = true;
            continue;
        }
        mark(s, l);
        if (any) return token(s, l, HEREDOC_TEXT);
        step(s, l);
        if (c == '\\' && !at_line_end(l)) step(s, l);
        mark(s, l);
        if (c == '\\') return token(s, l, ESCAPE_SEQUENCE);
        if (open_expansion(s, l)) return true;
        any = true;
    }
    if (l->lookahead == '\n') {
        step(s, l);
        s->body = BODY_LINE_START;
        any = true;
    }
    mark(s, l);
    return any && token(s, l, HEREDOC_TEXT);
}

// The state at the end of a line that was read as a possible terminator.
typedef struct {
    uint32_t hash;
    bool special;   // it has a `$` or a `\` in an expanded body
    int32_t opener; // it starts with one: the first character, `{` for `${`; that token is marked
} Line;

// Reads a line. With `split`, marks the text before a special character, or the special token at
// the line's start.
static Line read_line(Scanner *s, TSLexer *l, bool chomp, bool expand, bool split) {
    Line line = {HASH_START, false, 0};
    uint32_t returns = 0;
    bool first = true;
    while (chomp && l->lookahead == '\t') {
        step(s, l);
        first = false;
    }
    for (; !at_line_end(l); first = false) {
        int32_t c = l->lookahead;
        if (c == '\r') {
            returns++;
            step(s, l);
            continue;
        }
        for (; returns; returns--) line.hash = hash_add(line.hash, '\r');
        line.hash = hash_add(line.hash, c);
        if (!expand || line.special || (c != '$' && c != '\\')) {
            step(s, l);
            continue;
        }
        line.special = true;
        if (!split) {
            step(s, l);
            continue;
        }
        if (!first) mark(s, l);
        step(s, l);
        if (!first) continue;
        mark(s, l);
        line.opener = c;
        if (c == '$') {
            if (l->lookahead != '{') {
                if (!starts_name(l->lookahead)) line.opener = 0;
                continue;
            }
            line.opener = '{';
        } else if (at_line_end(l) || l->lookahead == '\r') {
            continue;
        }
        line.hash = hash_add(line.hash, l->lookahead);
        step(s, l);
        mark(s, l);
    }
    return line;
}

static bool heredoc_token(Scanner *s, TSLexer *l) {
    bool expand = s->heredoc[0] & EXPAND, chomp = s->heredoc[0] & CHOMP;
    mark(s, l);
    if (s->expansion != EXP_NONE || s->depth > 0) {
        if (l->lookahead != '\\' || s->expansion != EXP_NONE) return nested_token(s, l);
        step(s, l);
        if (!at_line_end(l)) step(s, l);
        mark(s, l);
        return token(s, l, ESCAPE_SEQUENCE);
    }
    if (s->body == BODY_BEFORE) {
        while (!at_line_end(l)) l->advance(l, true);
        if (l->lookahead == '\n') l->advance(l, true);
        mark(s, l);
        s->body = BODY_LINE_START;
        return token(s, l, HEREDOC_START);
    }
    if (s->body == BODY_MID_LINE && rest_of_line(s, l)) return true;
    for (bool any = false;; any = true) {
        // At the start of a line that may be the terminator.
        if (at_eof(l)) {
            if (any) return token(s, l, HEREDOC_TEXT);
            end_heredoc(s);
            return token(s, l, HEREDOC_MISSING);
        }
        Line line = read_line(s, l, chomp, expand, !any);
        if ((line.hash & HASH_MASK) == (s->heredoc[0] & HASH_MASK)) {
            if (any) return token(s, l, HEREDOC_TEXT);
            mark(s, l);
            end_heredoc(s);
            return token(s, l, HEREDOC_END);
        }
        if (line.special) {
            if (any) return token(s, l, HEREDOC_TEXT); // up to the start of this line
            s->body = BODY_MID_LINE;
            if (line.opener == '$') {
                s->expansion = EXP_NAME;
                return token(s, l, DOLLAR);
            }
            if (line.opener == '{') {
                push(s, IN_OPERAND);
                s->expansion = EXP_BRACE;
                return token(s, l, DOLLAR_BRACE);
            }
            return token(s, l, line.opener == '\\' ? ESCAPE_SEQUENCE : HEREDOC_TEXT);
        }
        if (l->lookahead == '\n') step(s, l);
        mark(s, l);
        // Cut long bodies at positions that depend only on the text, so that an edit leaves later tokens
        // unchanged.
        if ((line.hash & 0x1F00) == 0) return token(s, l, HEREDOC_TEXT);
    }
}

#endif
