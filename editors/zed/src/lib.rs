//! Starts Dockwright in Zed.
//!
//! It uses the program from the user's settings, or the one on the project's `PATH`. Nothing is
//! downloaded.

use zed_extension_api::{
    self as zed, Command, LanguageServerId, Result, Worktree,
    serde_json::{Value, json},
    settings::LspSettings,
};

/// The name of the server in Zed's settings, of its section, and of its program.
const NAME: &str = "dockwright";

struct Dockwright;

/// The user's settings under `lsp.dockwright`.
fn settings(worktree: &Worktree) -> LspSettings {
    LspSettings::for_worktree(NAME, worktree).unwrap_or_default()
}

impl zed::Extension for Dockwright {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = settings(worktree).binary;
        let (path, arguments, env) =
            binary.map_or((None, None, None), |binary| (binary.path, binary.arguments, binary.env));
        let command = path.or_else(|| worktree.which(NAME)).ok_or_else(|| {
            format!(
                "there is no program `{NAME}`. Install it by `cargo install --locked --path server` in a checkout of \
                 Dockwright, or name it in the settings: lsp.{NAME}.binary.path"
            )
        })?;
        let args = arguments.unwrap_or_else(|| vec!["lsp".to_owned()]);
        // The shell's environment, extended by the user's variables.
        let mut variables = worktree.shell_env();
        variables.extend(env.unwrap_or_default());
        Ok(Command { command, args, env: variables })
    }

    fn language_server_initialization_options(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = settings(worktree);
        Ok(settings.initialization_options.or_else(|| settings.settings.map(section)))
    }

    fn language_server_workspace_configuration(
        &mut self,
        _: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(settings(worktree).settings.map(section))
    }
}

/// The settings of the server's section, whether or not the user wrote the section's name.
fn section(settings: Value) -> Value {
    if settings.get(NAME).is_some() { settings } else { json!({ NAME: settings }) }
}

zed::register_extension!(Dockwright);
