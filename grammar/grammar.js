/**
 * The Dockerfile language as BuildKit reads it.
 *
 * The scanner (src/scanner.c) does all the lexing: which token a character starts depends on the
 * escape directive, on the instruction, on continuations, which may occur between any two
 * characters, and on heredocs that earlier lines opened. The rules below only arrange the tokens.
 * They accept every text without an ERROR node, so that a half-typed line cannot disturb its
 * neighbours. They do not decide whether BuildKit accepts the line.
 */

/// Instruction keywords, in any letter case. Each has a node of its own.
const INSTRUCTIONS = [
  "add", "arg", "cmd", "copy", "entrypoint", "env", "expose", "from", "healthcheck",
  "label", "maintainer", "onbuild", "run", "shell", "stopsignal", "user", "volume", "workdir",
];

/// The number of instructions of a stage that form a group.
const GROUP = 16;

/// `keyword flags arguments`
const body = ($, name, rule) =>
  seq(field("keyword", alias($["_" + name], name.toUpperCase())), flags($), name === "onbuild" ? rule : optional(rule));

/// `--name=value` before the arguments: `--platform=linux/amd64`, `--link`, `--`
const flags = ($) => repeat(choice($.flag, alias($._flag_terminator, "--")));

/// A word. The scanner makes a single token of it if it contains nothing special.
const word = ($, node) => choice(alias($._plain_word, $[node]), alias($._composite_word, $[node]));

/// The text after `=`, likewise.
const value = ($, node) => choice(alias($._plain_value, $[node]), alias($._composite, $[node]));

/// A part of an image reference, likewise.
const part = ($, node) => choice(alias($._plain_part, $[node]), alias($._composite, $[node]));

/// `=value`; the value may be empty. A word that starts with `=` needs a token of its own, because
/// it would otherwise be read as the continuation of the preceding word.
const equals = ($, name, bare) =>
  seq(alias(bare ? $._bare_equals : $._equals, "="), field(name, optional(value($, "value"))));

/// The text after the slash of `80/tcp`.
const protocol = ($) => field("protocol", optional(alias($._composite, $.protocol)));

/// One or more; one or two items avoid the cost of a repetition.
const some = (item) => choice(item, seq(item, item), seq(item, item, repeat1(item)));

/// Text for a shell.
const command = ($) => choice(alias($._plain_command, $.shell_command), $.shell_command);

/// Text that no one parses further.
const raw = ($) => choice(alias($._plain_raw_text, $.raw_text), alias($._raw_fragments, $.raw_text));

/// Exec form or another form, as BuildKit decides it.
const jsonOr = ($, rule) => choice($.json_array, rule);

/// The text after the keyword and the flags.
const ARGUMENTS = {
  // FROM --platform=$BUILDPLATFORM golang:1.24 AS build
  from: ($) =>
    seq(
      field("image", $.image_reference),
      repeat(choice(alias($._as, "AS"), field("name", $.stage_name), field("unexpected", word($, "word")))),
    ),
  // RUN --mount=type=cache,target=/root/.cache make
  run: ($) => jsonOr($, command($)),
  // CMD ["nginx", "-g", "daemon off;"]
  cmd: ($) => jsonOr($, command($)),
  // ENTRYPOINT /docker-entrypoint.sh
  entrypoint: ($) => jsonOr($, command($)),
  // SHELL ["/bin/bash", "-c"]
  shell: ($) => jsonOr($, raw($)),
  // COPY --from=build /out /app
  copy: ($) => jsonOr($, some(choice(word($, "path"), $.heredoc_opener))),
  // ADD https://example.org/x.tar.gz /tmp/
  add: ($) => jsonOr($, some(choice(word($, "path"), $.heredoc_opener))),
  // VOLUME /data /logs
  volume: ($) => jsonOr($, repeat1(word($, "path"))),
  // ENV A=1 B="two words"
  env: ($) => choice(alias($._legacy_pair, $.env_pair), repeat1($.env_pair)),
  // LABEL org.opencontainers.image.title="x"
  label: ($) => choice(alias($._legacy_pair, $.label_pair), repeat1($.label_pair)),
  // ARG VERSION=1.2 TARGETARCH
  arg: ($) => repeat1($.arg_declaration),
  // EXPOSE 80/tcp 443
  expose: ($) => repeat1($.port_spec),
  // USER app:app
  user: ($) => word($, "user"),
  // WORKDIR /srv/app
  workdir: ($) => word($, "path"),
  // STOPSIGNAL SIGTERM
  stopsignal: ($) => word($, "signal"),
  // MAINTAINER Jane Doe <jane@example.org>
  maintainer: ($) => raw($),
  // HEALTHCHECK --interval=5s CMD curl -f http://localhost/
  healthcheck: ($) =>
    choice(
      seq(field("type", alias($._healthcheck_cmd, "CMD")), optional(jsonOr($, command($)))),
      seq(field("type", alias($._healthcheck_none, "NONE")), optional(raw($))),
      seq(field("type", $.unknown_type), optional(raw($))),
    ),
  // ONBUILD COPY . /app. Without a trigger, the end of the line must be a token, because the next
  // line starts with a keyword too.
  onbuild: ($) =>
    choice(
      $._end_of_line,
      field(
        "instruction",
        choice(
          ...INSTRUCTIONS.map((name) => alias($["_" + name + "_trigger"], $[name + "_instruction"])),
          alias($._unknown_trigger, $.unknown_instruction),
        ),
      ),
    ),
};

const rules = {
  source_file: ($) => seq(optional($.preamble), repeat($.stage)),

  // Everything before the first FROM: directives, global ARGs, and misplaced instructions.
  preamble: ($) => choice(seq(repeat1($.directive), repeat($._instruction)), repeat1($._instruction)),

  // A FROM and the instructions up to the next one. An edit in one stage does not affect the nodes of
  // others.
  stage: ($) => seq($.from_instruction, repeat($._group), optional($._incomplete_group)),

  // Instructions are grouped: a parser pays for every step of a repetition, and after an edit it
  // reuses a whole group as one node.
  _group: ($) => seq(...Array(GROUP).fill($._instruction)),
  _incomplete_group: ($) =>
    choice(...Array.from({ length: GROUP - 1 }, (_, i) => seq(...Array(i + 1).fill($._instruction)))),

  // # escape=`
  directive: ($) =>
    seq(
      alias($._directive_mark, "#"),
      field("name", $.directive_name),
      alias($._directive_equals, "="),
      field("value", $.directive_value),
    ),

  _instruction: ($) =>
    choice(
      ...INSTRUCTIONS.filter((name) => name !== "from").map((name) => $[name + "_instruction"]),
      $.unknown_instruction,
    ),

  // RUNN make
  unknown_instruction: ($) => seq(field("keyword", $.unknown_keyword), flags($), optional(raw($)), optional($._end_of_line)),
  _unknown_trigger: ($) => seq(field("keyword", $.unknown_keyword), flags($), optional(raw($))),

  // --chown=app:app
  flag: ($) =>
    choice(
      seq(field("name", $.flag_name), optional(seq(alias($._flag_equals, "="), field("value", optional($._flag_value))))),
      seq(
        field("name", alias($._mount_flag_name, $.flag_name)),
        optional(seq(alias($._flag_equals, "="), field("value", optional($.mount_value)))),
      ),
    ),
  _flag_value: ($) => choice(alias($._plain_value, $.flag_value), alias($._flag_pieces, $.flag_value)),
  _flag_pieces: ($) => seq(repeat1(choice($._text, alias($._flag_quote, "\""), $.escape_sequence, $.expansion)), $._word_end),
  // type=cache,target=/root/.cache
  mount_value: ($) => repeat1(choice($.mount_option, alias($._comma, ","), alias($._flag_quote, "\""))),
  mount_option: ($) =>
    seq(
      field("key", $.mount_key),
      optional(seq(alias($._mount_equals, "="), field("value", optional($._mount_option_value)))),
    ),
  _mount_option_value: ($) =>
    choice(alias($._plain_value, $.mount_option_value), alias($._mount_pieces, $.mount_option_value)),
  _mount_pieces: ($) => seq(repeat1(choice($._text, alias($._mount_quote, "\""), $.escape_sequence, $.expansion)), $._word_end),

  // registry.example.org:5000/team/app:1.2@sha256:…
  image_reference: ($) =>
    choice(
      seq(
        field("registry", choice(alias($._plain_registry, $.image_registry), $.image_registry)),
        optional(seq(alias($._port_colon, ":"), field("port", optional(part($, "image_port"))))),
        alias($._slash, "/"),
        optional($._image_rest),
      ),
      $._image_rest,
    ),
  _image_rest: ($) =>
    choice(
      seq(
        field("path", choice(alias($._plain_part, $.image_path), alias($._composite_path, $.image_path))),
        optional($._image_tag),
        optional($._image_digest),
      ),
      seq($._image_tag, optional($._image_digest)),
      $._image_digest,
    ),
  _composite_path: ($) => seq(choice($._image_text, $._image_mark), repeat($._piece), $._end),
  _image_tag: ($) => seq(alias($._tag_colon, ":"), field("tag", optional(part($, "image_tag")))),
  _image_digest: ($) => seq(alias($._digest_at, "@"), field("digest", optional(part($, "image_digest")))),
  image_registry: ($) => seq(choice($._registry_text, $._registry_mark), repeat($._piece), $._end),

  // make && make install. A command without unusual line continuations is one token. A fragment is
  // what a shell reads as one line: lines joined by a backslash directly before the line feed. Any
  // other continuation is a line_continuation node, and so are the gaps around comment lines.
  shell_command: ($) => some(choice($.shell_fragment, $.heredoc_opener)),
  _raw_fragments: ($) => repeat1($._raw_fragment),

  // ["a", "b"]
  json_array: ($) =>
    seq(
      alias($._json_open, "["),
      optional(
        choice(
          $._json_element,
          seq($._json_element, alias($._comma, ","), $._json_element),
          seq($._json_element, alias($._comma, ","), $._json_element, repeat1(seq(alias($._comma, ","), $._json_element))),
        ),
      ),
      alias($._json_close, "]"),
    ),
  _json_element: ($) => choice(alias($._plain_json_string, $.json_string), $.json_string, $.json_other),
  json_string: ($) =>
    seq(
      alias($._json_quote, "\""),
      repeat(choice($._text, alias($._json_escape, $.escape_sequence), $.expansion)),
      alias($._json_quote_close, "\""),
    ),

  // <<-"EOF"
  heredoc_opener: ($) => seq(field("operator", $.heredoc_operator), field("delimiter", $.heredoc_delimiter)),
  heredoc_block: ($) =>
    seq(
      $._heredoc_start,
      field("body", optional($.heredoc_body)),
      choice(field("terminator", $.heredoc_end), $._heredoc_missing),
    ),
  heredoc_body: ($) => repeat1(choice($._heredoc_text, $.escape_sequence, $.expansion)),

  // A=1
  arg_declaration: ($) =>
    choice(seq(field("name", $.variable), optional(equals($, "default", false))), equals($, "default", true)),

  // 80/tcp
  port_spec: ($) =>
    choice(
      seq(field("port", word($, "port")), optional(seq(alias($._slash, "/"), protocol($)))),
      seq(alias($._bare_slash, "/"), protocol($)),
    ),

  // a"b c"$D\e
  _composite_word: ($) => seq(choice($._word_text, $._word_mark), repeat($._piece), $._end),
  _composite_key: ($) => seq(choice($._key_text, $._key_mark), repeat($._piece), $._end),
  _composite: ($) => seq(repeat($._piece), $._end),
  // The end of a word of several tokens: an empty token, or a string that is known to be the last
  // part.
  _end: ($) =>
    choice(
      $._word_end,
      alias($._last_double_quoted, $.double_quoted_string),
      alias($._last_single_quoted, $.single_quoted_string),
    ),
  _pieces: ($) => repeat1($._piece),
  _piece: ($) =>
    choice(
      $._text,
      $.escape_sequence,
      $.expansion,
      alias($._plain_double_quoted, $.double_quoted_string),
      $.double_quoted_string,
      alias($._plain_single_quoted, $.single_quoted_string),
      $.single_quoted_string,
    ),
  double_quoted_string: ($) =>
    seq(
      alias($._double_quote, "\""),
      repeat(choice($._text, $.escape_sequence, $.expansion)),
      choice(alias($._double_quote_close, "\""), $._unclosed),
    ),
  single_quoted_string: ($) =>
    seq(
      alias($._single_quote, "'"),
      repeat($._text),
      choice(alias($._single_quote_close, "'"), $._unclosed),
    ),

  // $A ${A} ${A:-b} ${A##*/} ${A//x/y}
  expansion: ($) =>
    choice(
      seq(alias($._dollar, "$"), field("name", $.variable)),
      seq(
        alias($._dollar_brace, "${"),
        optional(field("name", $.variable)),
        optional(
          choice(
            seq(field("operator", $.operator), optional(field("operand", alias($._pieces, $.operand)))),
            seq(
              field("operator", alias($._slash_operator, $.operator)),
              optional(field("pattern", alias($._pieces, $.pattern))),
              optional(
                seq(alias($._pattern_slash, "/"), optional(field("replacement", alias($._pieces, $.replacement)))),
              ),
            ),
          ),
        ),
        choice(alias($._brace_close, "}"), $._unclosed),
      ),
    ),

  // ENV A b c
  _legacy_pair: ($) =>
    seq(
      optional($._legacy_mark),
      field("key", alias($._legacy_key, $.key)),
      optional(field("value", value($, "value"))),
    ),
};

for (const name of INSTRUCTIONS) {
  // The end of a line is a token only if the last token could not detect it.
  rules[name + "_instruction"] = ($) => seq(body($, name, ARGUMENTS[name]($)), optional($._end_of_line), repeat($.heredoc_block));
  rules["_" + name + "_trigger"] = ($) => body($, name, ARGUMENTS[name]($));
}
for (const pair of ["env_pair", "label_pair"]) {
  // A=1
  rules[pair] = ($) =>
    choice(
      seq(
        field("key", choice(alias($._plain_key, $.key), alias($._composite_key, $.key))),
        optional(equals($, "value", false)),
      ),
      equals($, "value", true),
    );
}

module.exports = grammar({
  name: "dockerfile",

  // In the order of enum TokenType in src/scanner/tokens.h.
  externals: ($) => [
    $._end_of_line,
    $.line_continuation,
    $.comment,
    ...INSTRUCTIONS.map((name) => $["_" + name]),
    $.unknown_keyword,
    $._directive_mark,
    $.directive_name,
    $._directive_equals,
    $.directive_value,
    $.flag_name,
    $._mount_flag_name,
    $._flag_terminator,
    $._flag_quote,
    $._mount_quote,
    $.mount_key,
    $._mount_equals,
    $._comma,
    $._flag_equals,
    $._equals,
    $._bare_equals,
    $._plain_word,
    $._plain_value,
    $._plain_key,
    $._plain_part,
    $._word_text,
    $._word_mark,
    $._key_text,
    $._key_mark,
    $._word_end,
    $._text,
    $.escape_sequence,
    $._dollar,
    $._dollar_brace,
    $.variable,
    $.operator,
    $._slash_operator,
    $._pattern_slash,
    $._brace_close,
    $._plain_double_quoted,
    $._last_double_quoted,
    $._double_quote,
    $._double_quote_close,
    $._plain_single_quoted,
    $._last_single_quoted,
    $._single_quote,
    $._single_quote_close,
    $._unclosed,
    $._plain_registry,
    $._registry_text,
    $._registry_mark,
    $._image_text,
    $._image_mark,
    $._port_colon,
    $._slash,
    $._bare_slash,
    $._tag_colon,
    $._digest_at,
    $._as,
    $.stage_name,
    $._legacy_mark,
    $._legacy_key,
    $._healthcheck_cmd,
    $._healthcheck_none,
    $.unknown_type,
    $._plain_command,
    $.shell_fragment,
    $._plain_raw_text,
    $._raw_fragment,
    $.heredoc_operator,
    $.heredoc_delimiter,
    $._json_open,
    $._json_close,
    $._plain_json_string,
    $._json_quote,
    $._json_quote_close,
    $._json_escape,
    $.json_other,
    $._heredoc_start,
    $._heredoc_text,
    $.heredoc_end,
    $._heredoc_missing,
  ],

  // Comment lines occur between instructions and between the lines of one.
  extras: ($) => [$.line_continuation, $.comment],

  inline: ($) => [$._image_rest, $._image_tag, $._image_digest, $._end],

  rules,
});
