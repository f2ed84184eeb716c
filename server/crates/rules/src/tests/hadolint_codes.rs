//! The codes of hadolint that are rules of ours.

use dockwright_lint::hadolint_codes::CODES;

#[test]
fn rules_have_the_codes_as_aliases() {
    for code in &CODES {
        let rule = code.our_rule();
        assert!(rule.is_none_or(|rule| rule.is_called(code.name())), "{} is no alias", code.name());
    }
}
