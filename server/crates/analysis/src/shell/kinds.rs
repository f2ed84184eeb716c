//! The node kinds and fields that are used of the shells' grammars.

use dockwright_syntax::node_kinds;

node_kinds! {
    /// The bash grammar's kinds.
    pub(super) Bash: tree_sitter_bash::LANGUAGE;
    AnsiCString = "ansi_c_string",
    ArithmeticExpansion = "arithmetic_expansion",
    Array = "array",
    BinaryExpression = "binary_expression",
    CForStatement = "c_style_for_statement",
    CaseItem = "case_item",
    CaseStatement = "case_statement",
    Command = "command",
    CommandName = "command_name",
    CommandSubstitution = "command_substitution",
    Comment = "comment",
    CompoundStatement = "compound_statement",
    Concatenation = "concatenation",
    DeclarationCommand = "declaration_command",
    DoGroup = "do_group",
    ElifClause = "elif_clause",
    ElseClause = "else_clause",
    Expansion = "expansion",
    FileDescriptor = "file_descriptor",
    FileRedirect = "file_redirect",
    ForStatement = "for_statement",
    FunctionDefinition = "function_definition",
    HerestringRedirect = "herestring_redirect",
    IfStatement = "if_statement",
    List = "list",
    NegatedCommand = "negated_command",
    Pipeline = "pipeline",
    PostfixExpression = "postfix_expression",
    ProcessSubstitution = "process_substitution",
    Program = "program",
    RawString = "raw_string",
    RedirectedStatement = "redirected_statement",
    SimpleExpansion = "simple_expansion",
    ParenthesizedExpression = "parenthesized_expression",
    TernaryExpression = "ternary_expression",
    SpecialVariableName = "special_variable_name",
    Str = "string",
    StringContent = "string_content",
    Subscript = "subscript",
    Subshell = "subshell",
    TestCommand = "test_command",
    TestOperator = "test_operator",
    TranslatedString = "translated_string",
    UnaryExpression = "unary_expression",
    UnsetCommand = "unset_command",
    VariableAssignment = "variable_assignment",
    VariableAssignments = "variable_assignments",
    VariableName = "variable_name",
    WhileStatement = "while_statement",
    Word = "word",
    Number = "number",
    And = "&&",
    Or = "||",
    Pipe = "|",
    PipeAll = "|&",
    Background = "&",
    Semicolon = ";",
    Less = "<",
    Greater = ">",
    Append = ">>",
    Clobber = ">|",
    GreaterAnd = ">&",
    LessAnd = "<&",
    AndGreater = "&>",
    AndAppend = "&>>",
    CloseOut = ">&-",
    CloseIn = "<&-",
    Herestring = "<<<",
    DoubleParen = "((",
    DoubleBracket = "[[",
    Increment = "++",
    Decrement = "--",
    Then = "then",
    Until = "until",
    In = "in",
    If = "if",
    Elif = "elif",
    Else = "else",
    Fi = "fi",
    For = "for",
    Select = "select",
    Do = "do",
    Done = "done",
    While = "while",
    Case = "case",
    Esac = "esac",
    FunctionKeyword = "function",
    Not = "!",
    Assign = "=",
    AddAssign = "+=",
    OpenParen = "(",
    CloseParen = ")",
    OpenBracket = "[",
    CloseBracket = "]",
    CloseDoubleBracket = "]]",
    CaseEnd = ";;",
    CaseFallThrough = ";&",
    CaseContinue = ";;&",
}

node_kinds! {
    /// The PowerShell grammar's kinds.
    pub(super) PowerShell: tree_sitter_powershell::LANGUAGE;
    Command = "command",
    Elements = "command_elements",
    Separator = "command_argument_sep",
    InvocationOperator = "command_invokation_operator",
    Assignment = "assignment_expression",
    Variable = "variable",
    StatementBlock = "statement_block",
    Foreach = "foreach_statement",
    For = "for_statement",
    While = "while_statement",
    Do = "do_statement",
    ScriptBlock = "script_block_expression",
    Function = "function_statement",
    SubExpression = "sub_expression",
    StringLiteral = "string_literal",
    IntegerLiteral = "integer_literal",
    RealLiteral = "real_literal",
    BracedVariable = "braced_variable",
    Parameter = "command_parameter",
    TypeName = "type_name",
    FunctionName = "function_name",
    AssignmentOperator = "assignement_operator",
    ComparisonOperator = "comparison_operator",
    FormatOperator = "format_operator",
    FileRedirection = "file_redirection_operator",
    MergingRedirection = "merging_redirection_operator",
    Comment = "comment",
    And = "&&",
    Or = "||",
    Pipe = "|",
    Semicolon = ";",
}

/// The grammars' fields.
pub(super) mod field {
    pub(in super::super) const BODY: &str = "body";
    pub(in super::super) const CONDITION: &str = "condition";
    pub(in super::super) const FALLTHROUGH: &str = "fallthrough";
    pub(in super::super) const INDEX: &str = "index";
    pub(in super::super) const INITIALIZER: &str = "initializer";
    pub(in super::super) const LEFT: &str = "left";
    pub(in super::super) const NAME: &str = "name";
    pub(in super::super) const OPERATOR: &str = "operator";
    pub(in super::super) const REDIRECT: &str = "redirect";
    pub(in super::super) const RIGHT: &str = "right";
    pub(in super::super) const UPDATE: &str = "update";
    pub(in super::super) const VALUE: &str = "value";
    pub(in super::super) const VARIABLE: &str = "variable";
}

#[cfg(test)]
mod tests {
    use tree_sitter::Language;

    use super::*;

    #[test]
    fn the_grammars_have_these_kinds() {
        let check = |language: Language, names: &[&str]| {
            for name in names {
                let is_known = [true, false].iter().any(|&named| language.id_for_node_kind(name, named) != 0);
                assert!(is_known, "no kind {name}");
            }
        };
        check(tree_sitter_bash::LANGUAGE.into(), Bash::NAMES);
        check(tree_sitter_powershell::LANGUAGE.into(), PowerShell::NAMES);
    }
}
