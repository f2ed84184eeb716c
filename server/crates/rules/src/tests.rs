//! Tests of the engine with all rules, and of the rules' pages.

mod corrections;
mod diagnostics;
mod fix_all;
mod hadolint;
mod hadolint_codes;
mod ignore_files;
mod model;
mod open_heredoc;
mod own_stage;
mod pages;
mod preset;
mod real_shellcheck;
mod rule_texts;
mod shell_report;
mod shellcheck_codes;
mod source_date_epoch;
mod violated;
