// Lines: their start, directives and comments, whitespace and line ends.
#ifndef DOCKERFILE_LINES_H
#define DOCKERFILE_LINES_H

#include "arguments.h"

// Moves to the end of the line, without the CRs before it.
static void to_line_end(Scanner *s, TSLexer *l) {
    for (bool any = !s->at_mark;; any = false) {
        int32_t c = l->lookahead;
        for (; c != '\n' && c != '\r' && (c != 0 || !l->eof(l)); c = l->lookahead) {
            l->advance(l, false);
            any = true;
        }
        if (any) mark(s, l);
        if (c != '\r') return;
        while (l->lookahead == '\r') step(s, l);
    }
}

// The characters of Go's `\s` within a line.
static inline bool is_directive_blank(int32_t c) { return is_blank(c) || c == '\f' || c == '\r'; }

// Moves to the end of the whitespace around a directive's `=`; true if there was any, not counting
// CRs at the line's end.
static bool directive_blanks(Scanner *s, TSLexer *l) {
    bool any = false, returns = false;
    for (; is_directive_blank(l->lookahead); step(s, l)) {
        any |= returns || l->lookahead != '\r';
        returns = l->lookahead == '\r';
    }
    return any || (returns && !at_line_end(l));
}

// A comment, or a known directive where directives are still recognised.
static bool directive_or_comment(Scanner *s, TSLexer *l) {
    step(s, l);
    mark(s, l);
    if (!s->directives_off) {
        char word[8];
        unsigned n = 0;
        while (is_space(l->lookahead)) step(s, l);
        for (; (upper(l->lookahead) >= 'A' && upper(l->lookahead) <= 'Z') || (n > 0 && is_digit(l->lookahead)); n++) {
            if (n < sizeof word - 1) word[n] = (char)upper(l->lookahead);
            step(s, l);
        }
        word[n < sizeof word - 1 ? n : sizeof word - 1] = 0;
        bool escape = strcmp(word, "ESCAPE") == 0;
        if (n < sizeof word && (escape || strcmp(word, "SYNTAX") == 0 || strcmp(word, "CHECK") == 0)) {
            directive_blanks(s, l);
            bool equals = l->lookahead == '=';
            if (equals) step(s, l);
            // If nothing else follows, the last space is the value.
            bool blank = equals && directive_blanks(s, l);
            if (equals && (blank || !at_line_end(l))) {
                int32_t value = l->lookahead;
                if (!at_line_end(l)) step(s, l);
                while (is_directive_blank(l->lookahead)) step(s, l);
                if (escape && at_line_end(l) && (value == '`' || value == '\\')) s->backtick = value == '`';
                s->phase = IN_DIRECTIVE;
                s->part = 0;
                return token(s, l, DIRECTIVE_MARK);
            }
        }
    }
    s->directives_off = true;
    to_line_end(s, l);
    return token(s, l, COMMENT);
}

static bool directive_token(Scanner *s, TSLexer *l) {
    // The value may start with whitespace that directives do not skip.
    while (s->part < 2 ? is_space(l->lookahead) : is_directive_blank(l->lookahead)) l->advance(l, true);
    mark(s, l);
    s->part++;
    if (s->part == 1) {
        while (is_name_char(l->lookahead)) step(s, l);
        mark(s, l);
        return token(s, l, DIRECTIVE_NAME);
    }
    if (s->part == 2) {
        step(s, l);
        mark(s, l);
        return token(s, l, DIRECTIVE_EQUALS);
    }
    while (!at_line_end(l)) {
        bool blank = is_directive_blank(l->lookahead);
        step(s, l);
        if (!blank) mark(s, l);
    }
    s->phase = AT_LINE;
    s->part = 0;
    return token(s, l, DIRECTIVE_VALUE);
}

static bool start_of_line(Scanner *s, TSLexer *l) {
    unsigned newlines = 0;
    for (; l->lookahead == '\n' || is_space(l->lookahead); l->advance(l, true)) newlines += l->lookahead == '\n';
    // A blank line ends the directives; the first line feed here is that of the preceding line.
    if (newlines > (s->started ? 1u : 0u)) s->directives_off = true;
    if (at_eof(l)) return false;
    s->started = true;
    mark(s, l);
    if (l->lookahead == '#') return directive_or_comment(s, l);
    s->directives_off = true;
    s->phase = IN_LINE;
    return keyword(s, l);
}

// Whitespace that does not separate words, or the end of the line. The start is marked.
static bool blank_or_end(Scanner *s, TSLexer *l) {
    bool bottom = s->depth == 0 && s->expansion == EXP_NONE;
    if (ends_word(s, l->lookahead)) {
        if (!bottom) return unclosed(s, l);
        s->composite = false;
        return token(s, l, WORD_END);
    }
    bool ends = false;
    while (is_space(l->lookahead)) {
        ends |= ends_word(s, l->lookahead);
        take(s, l);
    }
    if (ends || at_line_end(l)) {
        if (!bottom) return unclosed(s, l);
        if (s->composite) {
            s->composite = false;
            return token(s, l, WORD_END);
        }
        end_line(s);
        return token(s, l, END_OF_LINE);
    }
    if (bottom && s->flag == FLAG_NONE && s->json == JSON_NO) {
        if (s->mode == MODE_SHELL || s->mode == MODE_RAW) return shell_fragment(s, l, true, false);
    }
    mark(s, l);
    if (s->expansion != EXP_NONE) {
        s->expansion = EXP_NONE;
        return token(s, l, OPERATOR);
    }
    return text(s, l, true, bottom && s->json == JSON_NO ? (s->flag != FLAG_NONE ? VALUE : word_kinds(s)) : PIECE);
}

static bool line_token(Scanner *s, TSLexer *l) {
    if (s->continuation == CONT_COMMENT) {
        to_line_end(s, l);
        s->continuation = CONT_AFTER_COMMENT;
        return token(s, l, COMMENT);
    }
    if (s->continuation == CONT_AFTER_COMMENT) {
        s->continuation = CONT_NO;
        while (l->lookahead == '\r') step(s, l);
        if (l->lookahead == '\n') return line_continuation(s, l);
    }
    if (s->keyword == 0 || delimiter_follows(s)) {
        while (is_space(l->lookahead)) l->advance(l, true);
        mark(s, l);
        // Only a continuation of this logical line has been read so far.
        if (s->keyword == 0) return keyword(s, l);
        char word[WORD_BUFFER];
        if (raw_word(s, l, stop_at_marker_end, word) == CONTINUED) return line_continuation(s, l);
        s->decided = false;
        return token(s, l, HEREDOC_DELIMITER);
    }
    mark(s, l);
    int32_t c = l->lookahead;
    bool bottom = s->depth == 0 && s->expansion == EXP_NONE;
    if (c == '\n' || is_space(c) || at_eof(l)) {
        bool json = s->json == JSON_ARRAY || s->json == JSON_DONE;
        // Whitespace is not text in any mode after the keyword, after a flag, and after the key of the old
        // form. After a whole word of a list, only the whitespace before a separator or the line's end is
        // left.
        bool separates = json || s->separated || (s->mode == MODE_LIST && s->json == JSON_NO && s->flag == FLAG_NONE) || ends_word(s, c) || (s->fresh && s->json == JSON_NO) ||
                         (s->mode == MODE_WHOLE && s->decided);
        if (!bottom || s->composite || !separates) return blank_or_end(s, l);
        while (is_space(l->lookahead)) skip(s, l);
        if (at_line_end(l)) {
            end_line(s);
            return token(s, l, END_OF_LINE);
        }
        if (!json) {
            s->separated = true;
            s->flag = FLAG_NONE;
            s->part = 0;
            s->previous_escape = false;
            s->track.quote = 0;
            s->track.quote_escape = false;
            if (s->mode == MODE_WHOLE) s->decided = false;
        }
        mark(s, l);
        c = l->lookahead;
    }
    if (s->composite && bottom && ends_part(s, c)) {
        s->composite = false;
        return token(s, l, WORD_END);
    }
    if (c == escape_char(s) && !reads_raw(s)) {
        if (!bottom || s->flag != FLAG_NONE || s->previous_escape || !needs_mark(s)) return escape_or_continuation(s, l);
        Track before = s->track;
        take(s, l);
        if (rest_is_blank(s, l)) {
            s->track = before;
            return line_continuation(s, l);
        }
        begin_word(s);
        return token(s, l, word_kinds(s).mark);
    }
    s->previous_escape = false;
    if (!bottom) return nested_token(s, l);
    if (s->json != JSON_NO) return json_token(s, l);
    if (s->flag != FLAG_NONE) return flag_value(s, l);
    return argument_token(s, l);
}

#endif
