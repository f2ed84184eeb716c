// Character classes as Go and BuildKit define them.
#ifndef DOCKERFILE_CHARS_H
#define DOCKERFILE_CHARS_H

#include "tree_sitter/parser.h"

static inline bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

// BuildKit's `[\t\v\f\r ]`.
static inline bool is_ws(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

// Go's unicode.IsSpace without LF.
static inline bool is_space(int32_t c) {
    if (c < 0x80) return is_ws(c);
    switch (c) {
        case 0x85: case 0xA0: case 0x1680: case 0x2028: case 0x2029: case 0x202F: case 0x205F: case 0x3000: return true;
        default: return c >= 0x2000 && c <= 0x200A;
    }
}

static inline bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static inline int32_t upper(int32_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }

// Go's letters and digits. Beyond Latin, Greek and Cyrillic, whole blocks of scripts are included.
static bool is_name_char(int32_t c) {
    if (c < 0x80) return c == '_' || is_digit(c) || (upper(c) >= 'A' && upper(c) <= 'Z');
    if (c < 0x100) return c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xC0 && c != 0xD7 && c != 0xF7);
    if (c < 0x2C2) return true;
    if (c < 0x370) return (c >= 0x2C6 && c <= 0x2D1) || (c >= 0x2E0 && c <= 0x2E4);
    if (c < 0x1FFF) return c != 0x37E && c != 0x387 && c != 0x589 && c != 0x5BE && c != 0x5C3 && c != 0x1680;
    if (c < 0x3041) return (c >= 0x210A && c <= 0x2113) || (c >= 0x2C00 && c <= 0x2DFF) || c == 0x3005 || c == 0x3006;
    if (c < 0xA000) return c != 0x3099 && c != 0x309A && c != 0x309B && c != 0x309C && c != 0x30A0 && c != 0x30FB;
    if (c < 0xD7A4) return true;
    if (c < 0xF900) return false;
    if (c < 0xFE00) return true;
    if (c < 0xFF00) return c >= 0xFE70 && c <= 0xFEFC;
    if (c < 0x10000) {
        return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) ||
               (c >= 0xFF66 && c <= 0xFFDC);
    }
    return c < 0x1D000 || (c >= 0x1D400 && c < 0x1D800) || (c >= 0x1E000 && c < 0x1F000) || c >= 0x20000;
}

// A parameter whose name is this single character.
static inline bool is_special_parameter(int32_t c) {
    return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!' || c == '0';
}

static inline bool starts_name(int32_t c) { return is_name_char(c) || is_special_parameter(c); }

static inline bool at_eof(TSLexer *l) { return l->lookahead == 0 && l->eof(l); }

static inline bool at_line_end(TSLexer *l) { return l->lookahead == '\n' || at_eof(l); }

#endif
