// The automaton that recognises heredoc markers.
//
// It follows BuildKit's word lexer over the whole logical line, always with `\` as the escape
// character, to find where words start and whether quotes and `${` balance. A line in which they do
// not has no heredocs.
#ifndef DOCKERFILE_MARKERS_H
#define DOCKERFILE_MARKERS_H

#include "chars.h"
#include "state.h"

// Open quotes and operands, two bits each. A single quote is a sub-state, because nothing nests in
// it.
enum { M_DOUBLE = 1, M_OPERAND = 2, M_PATTERN = 3 };

static inline uint8_t marker_top(const Track *t) {
    return t->marker_depth ? (t->marker_stack >> (2 * (t->marker_depth - 1))) & 3 : 0;
}

static void marker_push(Track *t, uint8_t context) {
    if (t->marker_depth >= MAX_MARKER_DEPTH) {
        t->marker = MK_FAIL;
        return;
    }
    t->marker_stack |= (uint32_t)context << (2 * t->marker_depth);
    t->marker_depth++;
    t->marker = MK_NORMAL;
}

static void marker_pop(Track *t) {
    t->marker_depth--;
    t->marker_stack &= ~(3u << (2 * t->marker_depth));
    t->marker = MK_NORMAL;
}

// Whitespace directly after `<<` does not end the word.
static inline bool joins_mark(int32_t c) { return c == ' ' || c == '\t' || c == '\r'; }

static void marker_feed(Track *t, int32_t c) {
    t->word_start = false;
    switch (t->marker) {
        case MK_ESCAPE: t->marker = MK_NORMAL; return;
        case MK_SINGLE:
            if (c == '\'') t->marker = MK_NORMAL;
            return;
        case MK_FAIL: return;
        case MK_DOLLAR:
            t->marker = MK_NORMAL;
            if (c == '{') {
                t->marker = MK_BRACE;
                return;
            }
            if (is_special_parameter(c)) return;
            break; // any other character has its usual meaning
        case MK_LESS:
            t->marker = MK_NORMAL;
            if (c != '<') break;
            t->marker = MK_MARK;
            return;
        case MK_MARK:
            if (joins_mark(c)) return;
            t->marker = MK_NORMAL;
            break;
        case MK_BRACE:
            if (is_digit(c)) t->marker = MK_DIGITS;
            else if (is_special_parameter(c)) t->marker = MK_AFTER;
            else if (is_name_char(c)) t->marker = MK_NAME;
            else if (c == '+' || c == '%') marker_push(t, M_OPERAND); // the operator of a variable without a name
            else t->marker = c == '/' ? MK_SLASH : MK_FAIL;
            return;
        case MK_NAME:
            if (is_name_char(c)) return;
            goto after;
        case MK_DIGITS:
            if (is_digit(c)) return;
            goto after;
        case MK_AFTER:
        after:
            switch (c) {
                case '}': t->marker = MK_NORMAL; return;
                case ':': t->marker = MK_COLON; return;
                case '/': t->marker = MK_SLASH; return;
                case '+': case '-': case '?': case '#': case '%': marker_push(t, M_OPERAND); return;
                default: t->marker = MK_FAIL; return;
            }
        case MK_COLON:
            if (c == '+' || c == '-' || c == '?') marker_push(t, M_OPERAND);
            else t->marker = MK_FAIL;
            return;
        case MK_SLASH:
            marker_push(t, M_PATTERN);
            if (c == '/' || t->marker == MK_FAIL) return;
            break;
        default: break;
    }
    uint8_t top = marker_top(t);
    switch (c) {
        case '\\': t->marker = MK_ESCAPE; return;
        case '$': t->marker = MK_DOLLAR; return;
        case '<':
            if (top != M_DOUBLE) t->marker = MK_LESS;
            return;
        case '"':
            if (top == M_DOUBLE) marker_pop(t);
            else marker_push(t, M_DOUBLE);
            return;
        case '\'':
            if (top != M_DOUBLE) t->marker = MK_SINGLE;
            return;
        case '}':
            if (top == M_OPERAND) marker_pop(t);
            return;
        case '/':
            if (top == M_PATTERN) {
                marker_pop(t);
                marker_push(t, M_OPERAND);
            }
            return;
        default:
            if (top == 0 && is_space(c)) t->word_start = true;
            return;
    }
}

// Whether any text may follow what has been read, apart from open quotes and `${`.
static inline bool marker_rests(const Track *t) {
    return t->marker == MK_NORMAL || t->marker == MK_DOLLAR || t->marker == MK_LESS || t->marker == MK_MARK;
}

// Whether a word ends before this character.
static bool marker_ends_word(const Track *t, int32_t c) {
    return is_space(c) && t->marker_depth == 0 && marker_rests(t) && !(t->marker == MK_MARK && joins_mark(c));
}

static bool marker_balanced(const Track *t) {
    return t->marker_depth == 0 && (t->marker == MK_ESCAPE || marker_rests(t));
}

#endif
